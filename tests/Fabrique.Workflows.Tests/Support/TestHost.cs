using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>A runtime on a database of its own; <see cref="Restart"/> gives a new process's worth of objects on the same database and clock.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly Action<WorkflowOptions>? _configure;
    private ServiceProvider _services;

    private TestHost(TestDatabase database, Action<WorkflowOptions>? configure)
    {
        Database = database;
        _configure = configure;
        _services = Build();
    }

    public TestDatabase Database { get; }

    public static async Task<TestHost> CreateAsync(Engine engine, Action<WorkflowOptions>? configure = null)
    {
        var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var db = new RuntimeDbContext(RuntimeDbContext.On(database));
        await db.Database.EnsureCreatedAsync();
        return new TestHost(database, configure);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    public Script Script { get; } = new();

    public IServiceProvider Services => _services;

    public IWorkflowRuntime Runtime => _services.GetRequiredService<IWorkflowRuntime>();

    public WorkflowRunner Runner => _services.GetRequiredService<WorkflowRunner>();

    public WorkflowCatalog Catalog => _services.GetRequiredService<WorkflowCatalog>();

    public void Restart()
    {
        _services.Dispose();
        _services = Build();
    }

    public ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Script);
        services.AddScoped<AuditScope>();
        services.AddScoped<FabriqueDbContext>(_ => new RuntimeDbContext(RuntimeDbContext.On(Database)));
        services.AddWorkflowRuntime(_configure);
        services.AddWorkflowDatabase();
        services.AddWorkflowActivity<Effect>();
        services.AddWorkflowActivity<Ask>();
        services.AddWorkflowActivity<Remind>();
        return services.BuildServiceProvider(validateScopes: true);
    }

    public Task PublishAsync(string json) => Catalog.PublishAsync(WorkflowDocument.Parse(json));

    public async Task<InstanceSummary> StartAsync(string json, StartRequest? request = null)
    {
        var document = WorkflowDocument.Parse(json);
        await Catalog.PublishAsync(document);
        return await Runtime.StartAsync(request ?? new StartRequest(document.DefinitionId));
    }

    /// <summary>Does all that is due.</summary>
    public async Task SweepAsync()
    {
        await Runner.RunDueTimersAsync();
        await Runner.RunDueSignalsAsync();
    }

    public async Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SweepAsync();
    }

    public async Task<InstanceSummary> GetAsync(string id) => (await Runtime.GetOutlookAsync(id))!.Instance;

    /// <summary>The journal as "activity:Event", without the root's lines.</summary>
    public async Task<string> JournalAsync(string id) => string.Join(' ', (await Runtime.GetJournalAsync(id)).Where(record => record.ActivityId != "root").Select(record => $"{record.ActivityId}:{record.EventName}"));

    /// <summary>Activities completed, in order.</summary>
    public async Task<string> CompletedAsync(string id) =>
        string.Join(' ', (await Runtime.GetJournalAsync(id)).Where(record => record is { EventName: "Completed", ActivityId: not "root" }).Select(record => record.ActivityId));

    public async Task<string> WrittenAsync(string id) =>
        string.Join(' ', (await Runtime.GetJournalAsync(id)).Where(record => record.EventName == "Written").Select(record => record.Message));

    public async Task<List<Setting>> BusinessRowsAsync()
    {
        await using var db = new RuntimeDbContext(RuntimeDbContext.On(Database));
        return await db.Settings.OrderBy(setting => setting.Name).ToListAsync();
    }

    public async Task<T> QueryAsync<T>(Func<FabriqueDbContext, Task<T>> query)
    {
        await using var db = new RuntimeDbContext(RuntimeDbContext.On(Database));
        return await query(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
