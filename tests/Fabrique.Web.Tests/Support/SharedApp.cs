using Fabrique.Testing;

namespace Fabrique.Web.Tests.Support;

/// <summary>One product on each engine for the tests of a class, which leave its data and its clock as they find them.</summary>
public sealed class SharedApp : IAsyncDisposable
{
    private readonly Dictionary<Engine, Lazy<Task<FabriqueApp>>> apps =
        Enum.GetValues<Engine>().ToDictionary(engine => engine, engine => new Lazy<Task<FabriqueApp>>(() => FabriqueApp.StartAsync(engine)));

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps.Values.Where(app => app.IsValueCreated))
        {
            await (await app.Value).DisposeAsync();
        }
    }

    internal Task<FabriqueApp> OnAsync(Engine engine = Engine.Sqlite) => apps[engine].Value;
}
