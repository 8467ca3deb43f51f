using Fabrique.Data.Auditing;
using Fabrique.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Data.Tests;

/// <summary>A database and its services; each call to <see cref="InScopeAsync"/> is one request, with its own context.</summary>
internal sealed class DataTest : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly ServiceProvider services;

    private DataTest(TestDatabase database, Action<IServiceCollection>? configure)
    {
        this.database = database;
        services = database.Services(collection =>
        {
            collection.AddSingleton<TimeProvider>(Clock);
            configure?.Invoke(collection);
        });
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(Sample.Now));

    public static async Task<DataTest> OnAsync(Engine engine, Action<IServiceCollection>? configure = null) =>
        new(await TestDatabase.CreateAsync(engine), configure);

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> action)
    {
        await using var scope = services.CreateAsyncScope();
        return await action(scope.ServiceProvider);
    }

    public Task<T> InScopeAsync<T>(Func<FabriqueDbContext, Task<T>> action) =>
        InScopeAsync((IServiceProvider provider) => action(provider.GetRequiredService<FabriqueDbContext>()));

    public Task InScopeAsync(Func<FabriqueDbContext, Task> action) => InScopeAsync(async (FabriqueDbContext db) =>
    {
        await action(db);
        return true;
    });

    public Task SaveAsync(params object[] entities) => InScopeAsync(async (FabriqueDbContext db) =>
    {
        db.AddRange(entities);
        await db.SaveChangesAsync();
    });

    /// <summary>One request by a person, in a use case.</summary>
    public Task ActAsync(Guid? actorId, string useCase, Func<FabriqueDbContext, Task> action) => InScopeAsync(async (IServiceProvider provider) =>
    {
        var scope = provider.GetRequiredService<AuditScope>();
        scope.ActorId = actorId;
        scope.UseCase = useCase;
        await action(provider.GetRequiredService<FabriqueDbContext>());
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
    }
}
