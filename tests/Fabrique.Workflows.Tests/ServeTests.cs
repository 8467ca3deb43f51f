using System.Data.Common;
using Fabrique.Data;
using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What is due is served at its instant, without anybody asking.</summary>
public sealed class ServeTests
{
    private static string After(string time, string id = "flow") => Draw.Flow(id).With(Draw.Delay("d", time), Draw.Line("l")).Chain().Json();

    [Theory, EngineData]
    public async Task A_timer_planned_while_it_sleeps_is_served_at_its_instant(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(After("00:00:01"));
        await ServesAsync(host, serving);
        // The net would come by after fifteen seconds: none of these waits for it.
        for (var again = 0; again < 5; again++)
        {
            await ServesAsync(host, serving);
        }
    }

    [Theory, EngineData]
    public async Task A_retry_is_served_at_its_instant(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Fail("w", 1);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(Draw.Flow().With(Draw.Node("w", "Test.Effect"), Draw.Line("l")).Chain().Json());
        var id = (await serving.Runtime.StartAsync(new StartRequest("flow"))).Id;
        await host.Clock.AdvanceSleepersAsync(TimeSpan.FromSeconds(10));

        await serving.FinishesAsync(id);
    }

    [Theory, EngineData]
    public async Task An_outside_call_is_made_at_once(Engine engine)
    {
        await using var server = new LoopbackServer { Answer = LoopbackServer.Text(200, "") };
        await using var host = await TestHost.CreateAsync(engine, options => options.Http.AllowedHosts = [server.Authority]);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(Draw.Flow().With(Draw.Delay("d", "00:00:01"), Draw.Node("h", "Elsa.FlowSendHttpRequest", ("url", Draw.Literal(server.Url))), Draw.Line("l")).Link("d -> h", "h.Done -> l").Json());

        await ServesAsync(host, serving);
        Assert.Single(server.Requests);
    }

    /// <summary>Who wrote it executes it next, and shows what came of it: taken in between, it would come a moment too late.</summary>
    [Theory, EngineData]
    public async Task A_signal_is_left_to_who_wrote_it(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(After("00:00:01"));
        using var scope = host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().Start(new StartRequest("flow"));
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        await ServesAsync(host, serving);
        await ServesAsync(host, serving);

        Assert.Equal(0, (await host.QueryAsync(db => db.Set<WorkflowSignalRow>().SingleAsync())).Attempts);
        await scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().KickAsync();
        Assert.Equal(3, await host.QueryAsync(db => db.Set<WorkflowInstanceRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task What_it_was_not_told_of_is_found_within_fifteen_seconds(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(After("00:00:01"));
        await ServesAsync(host, serving);
        var untold = (await host.Runtime.StartAsync(new StartRequest("flow"))).Id;

        await serving.FinishesAsync(untold, host.Clock);
    }

    [Theory, EngineData]
    public async Task It_outlives_a_database_that_is_away(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var database = new AwayDatabase();
        await using var serving = Serving.Begin(host, services => services.AddSingleton<IWorkflowDatabase>(provider => database.Over(ActivatorUtilities.CreateInstance<WorkflowDatabase>(provider))));
        await host.PublishAsync(After("00:00:01"));
        await ServesAsync(host, serving);

        var id = (await serving.Runtime.StartAsync(new StartRequest("flow"))).Id;
        database.IsAway = true;
        await host.Clock.AdvanceSleepersAsync(TimeSpan.FromSeconds(1));
        await database.Refused.WaitAsync(Patience.Limit);
        database.IsAway = false;
        await serving.FinishesAsync(id, host.Clock);
    }

    [Fact]
    public async Task On_PostgreSQL_it_hears_what_another_process_plans()
    {
        await using var host = await TestHost.CreateAsync(Engine.PostgreSql);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(After("00:00:01"));
        await ServesAsync(host, serving);

        using var stop = new CancellationTokenSource();
        var listening = new DueNotices(new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = host.Database.Options.ConnectionString }, serving.Alarm).ListenAsync(stop.Token);
        while (!await ListensAsync(host))
        {
            Assert.False(listening.IsCompleted);
        }

        for (var again = 0; again < 3; again++)
        {
            var id = (await host.Runtime.StartAsync(new StartRequest("flow"))).Id;
            await host.Clock.AdvanceSleepersAsync(TimeSpan.FromSeconds(1));
            await serving.FinishesAsync(id);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("9223372036854775807")]
    [InlineData("demain")]
    public async Task A_notice_that_is_not_understood_makes_it_look_at_once(string payload)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await using var serving = Serving.Begin(host);
        await host.PublishAsync(After("00:00:01"));
        await ServesAsync(host, serving);
        var id = (await host.Runtime.StartAsync(new StartRequest("flow"))).Id;
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        serving.Alarm.Hear(payload);

        await serving.FinishesAsync(id);
    }

    private static async Task ServesAsync(TestHost host, Serving serving)
    {
        var id = (await serving.Runtime.StartAsync(new StartRequest("flow"))).Id;
        await host.Clock.AdvanceSleepersAsync(TimeSpan.FromSeconds(1));
        await serving.FinishesAsync(id);
    }

    private static async Task<bool> ListensAsync(TestHost host)
    {
        var found = await host.QueryAsync(db => db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle' AND query = 'LISTEN fabrique_due'").ToListAsync());
        return found[0] > 0;
    }

    /// <summary>A process that serves what is due, and tells the instances whose end it commits.</summary>
    private sealed class Serving : IWorkflowObserver, IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly SemaphoreSlim commits = new(0);
        private ServiceProvider services = null!;
        private Task serving = Task.CompletedTask;

        public IWorkflowRuntime Runtime => services.GetRequiredService<IWorkflowRuntime>();

        public WorkflowAlarm Alarm => services.GetRequiredService<WorkflowAlarm>();

        public static Serving Begin(TestHost host, Action<IServiceCollection>? add = null)
        {
            var begun = new Serving();
            begun.services = host.Build(services =>
            {
                services.AddSingleton<IWorkflowObserver>(begun);
                add?.Invoke(services);
            });
            begun.serving = begun.services.GetRequiredService<WorkflowRunner>().ServeAsync(begun.stop.Token);
            return begun;
        }

        public void OnCommitted(string instanceId) => commits.Release();

        public async Task FinishesAsync(string instanceId)
        {
            while ((await Runtime.GetOutlookAsync(instanceId))!.Instance.Status != WorkflowStatus.Finished)
            {
                Assert.True(await commits.WaitAsync(Patience.Limit), "Nobody served what is due.");
            }
        }

        /// <summary>The same, with the clock going on by as long as it sleeps when nobody tells it anything.</summary>
        public async Task FinishesAsync(string instanceId, WatchedClock clock)
        {
            using var patience = new CancellationTokenSource(Patience.Limit);
            while ((await Runtime.GetOutlookAsync(instanceId, patience.Token))!.Instance.Status != WorkflowStatus.Finished)
            {
                clock.Advance(TimeSpan.FromSeconds(15));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await serving;
            await services.DisposeAsync();
            stop.Dispose();
            commits.Dispose();
        }
    }

    private sealed class AwayDatabase : IWorkflowDatabase
    {
        private readonly TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IWorkflowDatabase real = null!;

        public bool IsAway { get; set; }

        public Task Refused => refused.Task;

        public WorkflowDatabaseEngine Engine => real.Engine;

        public AwayDatabase Over(IWorkflowDatabase database)
        {
            real = database;
            return this;
        }

        public ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken)
        {
            Refuse();
            return real.BeginStepAsync(cancellationToken);
        }

        public ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken)
        {
            Refuse();
            return real.BeginReadAsync(cancellationToken);
        }

        private void Refuse()
        {
            if (IsAway)
            {
                refused.TrySetResult();
                throw new AwayException();
            }
        }

        private sealed class AwayException : DbException;
    }
}
