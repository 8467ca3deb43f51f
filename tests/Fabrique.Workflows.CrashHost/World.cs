using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.CrashHost;

/// <summary>Which database, which clock, which protections.</summary>
public sealed record WorldOptions
{
    public required bool IsPostgreSql { get; init; }

    /// <summary>Of the database, for its engine.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The clock stands here until it is pushed; it is the machine's when null.</summary>
    public DateTimeOffset? Start { get; init; }

    public TimeSpan? Lease { get; init; }

    public Weakness Weakness { get; init; }
}

/// <summary>A host of the runtime: what a process of the product is, without its pages.</summary>
public sealed class World : IAsyncDisposable
{
    private const int MostPushes = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly WorldOptions _options;
    private readonly ServiceProvider _services;
    private readonly FakeTimeProvider? _clock;

    public World(WorldOptions options)
    {
        _options = options;
        _clock = options.Start is { } start ? new FakeTimeProvider(start) : null;
        _services = Build(options, _clock);
    }

    public static DbContextOptions<CrashDbContext> Connect(WorldOptions options)
    {
        var builder = new DbContextOptionsBuilder<CrashDbContext>();
        return (options.IsPostgreSql ? builder.UseNpgsql(options.ConnectionString) : builder.UseSqlite(options.ConnectionString).AddInterceptors(new WithoutPowerLoss())).Options;
    }

    public IWorkflowRuntime Runtime => _services.GetRequiredService<IWorkflowRuntime>();

    public CrashPoints Points => _services.GetRequiredService<CrashPoints>();

    public async Task<T> QueryAsync<T>(Func<CrashDbContext, Task<T>> query)
    {
        await using var scope = _services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<CrashDbContext>());
    }

    /// <summary>Executes a command: its name, then its arguments.</summary>
    /// <returns>What it answers.</returns>
    public async Task<string> ExecuteAsync(params IReadOnlyList<string> command)
    {
        switch (command)
        {
            case ["create"]:
                return Yes(await QueryAsync(db => db.Database.EnsureCreatedAsync()));
            case ["publish", var json]:
                return Number((await Publisher.PublishAsync(WorkflowDocument.Parse(json))).Version);
            case ["ship", var folder]:
                return Number((await Publisher.PublishShippedAsync(folder)).Count);
            case ["start", var definition, var id]:
                return State(await Runtime.StartAsync(new StartRequest(definition) { InstanceId = id }));
            case ["request", var definition, var id]:
                return await RequestAsync(definition, id);
            case ["requests", var definition, var prefix, var count]:
                return await RequestManyAsync(definition, prefix, int.Parse(count, CultureInfo.InvariantCulture));
            case ["resume", var key]:
                return State(await Runtime.ResumeAsync(new ResumeRequest(Ask.BookmarkName, key) { Input = "yes" }));
            case ["event", var name]:
                return Number(await Runtime.PublishEventAsync(new EventRequest(name)));
            case ["task", var id]:
                return await QueryAsync(db => db.Set<WorkflowBookmarkRow>().Where(bookmark => bookmark.InstanceId == id && bookmark.Name == "Elsa.RunTask").Select(bookmark => bookmark.Key).SingleAsync());
            case ["complete", var task]:
                return State(await Runtime.CompleteTaskAsync(task, "done"));
            case ["cancel", var id]:
                return State(await Runtime.CancelAsync(id));
            case ["incident", var id]:
                return await QueryAsync(db => db.Set<WorkflowIncidentRow>().Where(incident => incident.InstanceId == id && incident.ResolvedAt == null).Select(incident => incident.Id).SingleAsync());
            case ["retry", var id, var incident]:
                return State(await Runtime.RetryIncidentAsync(id, incident));
            case ["fail", var activity, var how]:
                Failures.Order(activity, isPermanent: how == "permanent");
                return "";
            case ["repair"]:
                Failures.Forget();
                return "";
            case ["advance", var time]:
                _clock!.Advance(TimeSpan.Parse(time, CultureInfo.InvariantCulture));
                return "";
            case ["sweep"]:
                return Number(await SweepAsync());
            case ["settle"]:
                return await SettleAsync();
            case ["await", var instances]:
                return Number(await AwaitAsync(int.Parse(instances, CultureInfo.InvariantCulture)));
            case ["serve"]:
                return Number(await ServeAsync());
            case ["arm", var fault, var moment, var useCase, var nth]:
                Points.Arm(new CrashOrder(Enum.Parse<Fault>(fault), Enum.Parse<Moment>(moment), useCase, int.Parse(nth, CultureInfo.InvariantCulture)));
                return "";
            default:
                throw new ArgumentException($"Unknown command: {string.Join(' ', command)}.", nameof(command));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (!_options.IsPostgreSql)
        {
            await using var connection = new SqliteConnection(_options.ConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }

    private WorkflowPublisher Publisher => _services.GetRequiredService<WorkflowPublisher>();

    private WorkflowRunner Runner => _services.GetRequiredService<WorkflowRunner>();

    private Failures Failures => _services.GetRequiredService<Failures>();

    /// <summary>What a page does: its rows and the signal in one transaction of its own, then the kick. Asked again, it sees that it was asked.</summary>
    private Task<string> RequestAsync(string definition, string id) => InScopeAsync(async (db, signals) =>
    {
        if (await db.BusinessRows.AnyAsync(row => row.Kind == BusinessRow.Request && row.About == id))
        {
            return Yes(false);
        }

        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            Points.Reach(Moment.BeforeWrite, "page");
            db.Add(Request(id));
            signals.Start(new StartRequest(definition) { InstanceId = id });
            await db.SaveChangesAsync();
            Points.Reach(Moment.BeforeCommit, "page");
            await transaction.CommitAsync();
        }

        Points.Reach(Moment.AfterCommit, "page");
        await signals.KickAsync();
        return Yes(true);
    });

    private Task<string> RequestManyAsync(string definition, string prefix, int count) => InScopeAsync(async (db, signals) =>
    {
        for (var number = 1; number <= count; number++)
        {
            db.Add(Request($"{prefix}{number}"));
            signals.Start(new StartRequest(definition) { InstanceId = $"{prefix}{number}" });
        }

        return Number(await db.SaveChangesAsync());
    });

    private async Task<T> InScopeAsync<T>(Func<CrashDbContext, IWorkflowSignals, Task<T>> act)
    {
        await using var scope = _services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<CrashDbContext>(), scope.ServiceProvider.GetRequiredService<IWorkflowSignals>());
    }

    private BusinessRow Request(string id) => new() { Id = Guid.CreateVersion7(Clock.GetUtcNow()), Kind = BusinessRow.Request, About = id };

    private TimeProvider Clock => _services.GetRequiredService<TimeProvider>();

    private async Task<int> SweepAsync() => await Runner.RunDueTimersAsync() + await Runner.RunDueSignalsAsync();

    /// <summary>Does what is due, and pushes the clock to what comes next, until nothing does.</summary>
    private async Task<string> SettleAsync()
    {
        for (var push = 0; push < MostPushes; push++)
        {
            await SweepAsync();
            if (await Runner.NextDueAsync() is not { } next)
            {
                return Yes(true);
            }

            if (next > _clock!.GetUtcNow().UtcDateTime)
            {
                _clock.SetUtcNow(new DateTimeOffset(next));
            }
        }

        return Yes(false);
    }

    /// <summary>Waits until others have started so many instances.</summary>
    private async Task<int> AwaitAsync(int instances)
    {
        using var timer = new PeriodicTimer(Poll);
        int started;
        while ((started = await QueryAsync(db => db.Set<WorkflowInstanceRow>().CountAsync())) < instances && await timer.WaitForNextTickAsync())
        {
        }

        return started;
    }

    /// <summary>Does what is due, on the machine's clock, as long as an instance runs.</summary>
    private async Task<int> ServeAsync()
    {
        var done = 0;
        using var timer = new PeriodicTimer(Poll);
        do
        {
            done += await SweepAsync();
            if (await Runner.NextDueAsync() is null && (await Runtime.FindInstancesAsync(new InstanceFilter { Status = WorkflowStatus.Running, Take = 1 })).Count == 0)
            {
                return done;
            }
        }
        while (await timer.WaitForNextTickAsync());
        return done;
    }

    private static ServiceProvider Build(WorldOptions options, TimeProvider? clock)
    {
        var connection = Connect(options);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddSingleton<Failures>();
        services.AddSingleton<CrashPoints>();
        services.AddScoped<AuditScope>();
        services.AddScoped(_ => new CrashDbContext(connection));
        services.AddScoped<FabriqueDbContext>(provider => provider.GetRequiredService<CrashDbContext>());
        services.AddWorkflowRuntime(settings => settings.Lease = options.Lease ?? settings.Lease);
        services.AddWorkflowDatabase();
        services.AddSingleton<WorkflowDatabase>();
        services.AddSingleton<IWorkflowDatabase>(provider =>
        {
            var crashing = new CrashingDatabase(provider.GetRequiredService<WorkflowDatabase>(), provider.GetRequiredService<CrashPoints>());
            return options.Weakness == Weakness.None ? crashing : new WeakDatabase(crashing, options.Weakness, provider.GetRequiredService<IServiceScopeFactory>());
        });
        services.AddWorkflowActivity<Effect>();
        services.AddWorkflowActivity<Ask>();
        return services.BuildServiceProvider();
    }

    /// <summary>What a killed process has written stays in the system's memory: nobody waits for the disk here.</summary>
    private sealed class WithoutPowerLoss : DbConnectionInterceptor
    {
        private const string Pragmas = "pragma synchronous = off; pragma busy_timeout = 5000";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string State(InstanceSummary? instance) => instance?.SubStatus.ToString() ?? "nothing";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Yes(bool value) => value ? "yes" : "no";
}

/// <summary>Commands and answers, one JSON text a line.</summary>
internal static class Program
{
    private static async Task Main()
    {
        World? world = null;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var command = JsonSerializer.Deserialize<string[]>(line)!;
            string answer;
            try
            {
                if (command is ["open", var options])
                {
                    if (world is not null)
                    {
                        await world.DisposeAsync();
                    }

                    world = new World(JsonSerializer.Deserialize<WorldOptions>(options)!);
                    answer = "";
                }
                else
                {
                    answer = await world!.ExecuteAsync(command);
                }
            }
            catch (Exception exception) when (exception is WorkflowNotFoundException or LostConnectionException)
            {
                answer = exception.GetType().Name;
            }

            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer));
        }
    }
}
