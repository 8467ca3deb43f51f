using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>A runtime on a database of its own; <see cref="Restart"/> gives a new process's worth of objects on the same database and clock.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly Action<WorkflowOptions>? _configure;
    private readonly bool _ownsDatabase;
    private ServiceProvider _services;

    private TestHost(TestDatabase database, Action<WorkflowOptions>? configure, bool ownsDatabase)
    {
        Database = database;
        _configure = configure;
        _ownsDatabase = ownsDatabase;
        _services = Build();
    }

    public TestDatabase Database { get; }

    public static async Task<TestHost> CreateAsync(Engine engine, Action<WorkflowOptions>? configure = null)
    {
        var database = await RuntimeDbContext.CreateDatabaseAsync(engine);
        return new TestHost(database, configure, ownsDatabase: true);
    }

    /// <summary>A runtime on a database that outlives it.</summary>
    public static TestHost On(TestDatabase database, Action<WorkflowOptions>? configure = null) => new(database, configure, ownsDatabase: false);

    public WatchedClock Clock { get; } = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

    public Script Script { get; } = new();

    public IServiceProvider Services => _services;

    public IWorkflowRuntime Runtime => _services.GetRequiredService<IWorkflowRuntime>();

    public WorkflowRunner Runner => _services.GetRequiredService<WorkflowRunner>();

    public WorkflowDefinitionStore Definitions => _services.GetRequiredService<WorkflowDefinitionStore>();

    public WorkflowPublisher Publisher => _services.GetRequiredService<WorkflowPublisher>();

    public void Restart()
    {
        _services.Dispose();
        _services = Build();
    }

    public ServiceProvider Build(Action<IServiceCollection>? add = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Script);
        services.AddScoped<AuditScope>();
        services.AddScoped<FabriqueDbContext>(_ => new RuntimeDbContext(RuntimeDbContext.On(Database)));
        services.AddWorkflowRuntime(options =>
        {
            // How fast the machine is does not decide what a script gives.
            options.Expressions.Timeout = Patience.Limit;
            _configure?.Invoke(options);
        });
        services.AddWorkflowDatabase();
        services.AddWorkflowActivity<Effect>();
        services.AddWorkflowActivity<Ask>();
        services.AddWorkflowActivity<Choose>();
        services.AddWorkflowActivity<Remind>();
        services.AddWorkflowActivity<Call>();
        services.AddScoped<IWorkflowMailer, TestMailer>();
        add?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    public Task PublishAsync(string json) => Publisher.PublishAsync(WorkflowDocument.Parse(json));

    public async Task<InstanceSummary> StartAsync(string json, StartRequest? request = null)
    {
        var document = WorkflowDocument.Parse(json);
        await Publisher.PublishAsync(document);
        return await Runtime.StartAsync(request ?? new StartRequest(document.DefinitionId));
    }

    internal Task<StimulusOutcome> SendAsync(StimulusRequest stimulus) => _services.GetRequiredService<SignalProcessor>().SendAsync(stimulus, CancellationToken.None);

    /// <summary>Does all that is due.</summary>
    public async Task SweepAsync()
    {
        await Runner.RunDueTimersAsync();
        await Runner.RunDueSignalsAsync();
        await Runner.RunDueCallsAsync();
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

    /// <summary>The task that a RunTask activity waits for.</summary>
    public Task<string> TaskIdAsync(string instanceId, string activityId) => QueryAsync(db => db.Set<WorkflowBookmarkRow>()
        .Where(bookmark => bookmark.InstanceId == instanceId && bookmark.ActivityId == activityId && bookmark.Name == "Elsa.RunTask")
        .Select(bookmark => bookmark.Key)
        .SingleAsync());

    /// <summary>The workflow's variables and outputs, as stored.</summary>
    public async Task<(JsonObject Variables, JsonObject Output)> ValuesAsync(string instanceId)
    {
        var database = _services.GetRequiredService<IWorkflowDatabase>();
        await using var session = await database.BeginReadAsync(CancellationToken.None);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        var row = (await InstanceTable.FindAsync(sql, instanceId, isLocked: false, CancellationToken.None))!;
        var workflow = await _services.GetRequiredService<CompiledWorkflows>().OfVersionAsync(sql, row.Summary.DefinitionVersionId, CancellationToken.None);
        var state = new InstanceState { Id = instanceId, Workflow = workflow, CreatedAt = row.Summary.CreatedAt };
        state.Deserialize(row.State);
        return (
            new JsonObject(workflow.Variables.Select((variable, index) => KeyValuePair.Create(variable.Name, Node(state.Variables[index])))),
            new JsonObject(state.Output.Select(output => KeyValuePair.Create(output.Key, Node(output.Value)))));
    }

    private static JsonNode? Node(object? value) => ValueConverter.ToElement(value) is { } element ? JsonNode.Parse(element.GetRawText()) : null;

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
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }
    }
}
