using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What is old and over goes away; what still matters to somebody stays.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(31);

    private static string Short => Draw.Flow("short").With(Draw.Line("a")).Json();

    private static string Asking => Draw.Flow("asking").With(Draw.Node("q", "Test.Ask", ("key", Draw.Js("getCorrelationId()")))).Json();

    private static string Failing => Draw.Flow("failing").With(Draw.Node("e", "Test.Effect")).Json();

    [Theory, EngineData]
    public async Task Nothing_goes_without_a_policy(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Short);
        await host.AdvanceAsync(TimeSpan.FromDays(36_500));

        Assert.Equal(0, await host.Runner.PurgeAsync());
        Assert.NotEmpty(await host.Runtime.GetJournalAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Old_finished_instances_go_with_all_that_is_theirs_and_the_others_stay(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, Keep30Days);
        var finished = await host.StartAsync(Short);
        await host.PublishAsync(Asking);
        await host.PublishAsync(Failing);
        var waiting = await StartAsync(host, "asking", "w");
        var cancelled = await StartAsync(host, "asking", "c");
        await host.Runtime.CancelAsync(cancelled.Id);
        host.Script.Fail("e", 2);
        var broken = await StartAsync(host, "failing", "b");
        var repaired = await StartAsync(host, "failing", "r");
        await host.Runtime.RetryIncidentAsync(repaired.Id, Assert.Single((await host.Runtime.GetOutlookAsync(repaired.Id))!.Incidents).Id);
        host.Clock.Advance(Age);
        var recent = await StartAsync(host, "short", "n");

        Assert.Equal(3, await host.Runner.PurgeAsync());
        Assert.Equal(0, await host.Runner.PurgeAsync());

        string[] gone = [finished.Id, cancelled.Id, repaired.Id];
        string[] kept = [waiting.Id, broken.Id, recent.Id];
        Assert.Equal(kept.Order(StringComparer.Ordinal), (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Select(instance => instance.Id).Order(StringComparer.Ordinal));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowJournalRow>().CountAsync(row => gone.Contains(row.InstanceId))));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowIncidentRow>().CountAsync(row => gone.Contains(row.InstanceId))));
        Assert.Equal([waiting.Id], await host.QueryAsync(db => db.Set<WorkflowBookmarkRow>().Select(row => row.InstanceId).ToListAsync()));
        foreach (var id in kept)
        {
            Assert.NotEmpty(await host.Runtime.GetJournalAsync(id));
        }

        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "w") { Input = "Yes" }))!.SubStatus);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(broken.Id, Assert.Single((await host.Runtime.GetOutlookAsync(broken.Id))!.Incidents).Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Each_sub_status_has_its_own_age(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => (options.Retention.Finished, options.Retention.Cancelled) = (TimeSpan.FromDays(90), TimeSpan.FromDays(10)));
        await host.PublishAsync(Asking);
        var finished = await host.StartAsync(Short);
        await host.Runtime.CancelAsync((await StartAsync(host, "asking", "c")).Id);

        host.Clock.Advance(Age);
        Assert.Equal(1, await host.Runner.PurgeAsync());
        Assert.Equal(finished.Id, Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter())).Id);

        host.Clock.Advance(Age + Age);
        Assert.Equal(1, await host.Runner.PurgeAsync());
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    [Theory, EngineData]
    public async Task A_child_stays_as_long_as_its_parent_lives(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, Keep30Days);
        await host.PublishAsync(Short);
        var parent = await host.StartAsync(Draw.Flow("parent")
            .With(Draw.Node("d", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal("short")), ("waitForCompletion", Draw.Literal(true))), Draw.Event("ev", "go")).Chain().Json());
        Assert.Equal(2, (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Count);
        host.Clock.Advance(Age);

        Assert.Equal(0, await host.Runner.PurgeAsync());

        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        Assert.Equal(WorkflowStatus.Finished, (await host.GetAsync(parent.Id)).Status);
        Assert.Equal(1, await host.Runner.PurgeAsync());
        host.Clock.Advance(Age);
        Assert.Equal(1, await host.Runner.PurgeAsync());
    }

    [Theory, EngineData]
    public async Task Eight_hosts_that_purge_at_once_delete_everything_once(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, Keep30Days);
        await host.PublishAsync(Short);
        for (var index = 0; index < 30; index++)
        {
            await StartAsync(host, "short", "s");
        }

        host.Clock.Advance(Age);
        var hosts = Enumerable.Range(0, 8).Select(_ => host.Build()).ToList();

        var deleted = await Task.WhenAll(hosts.Select(other => Task.Run(() => other.GetRequiredService<WorkflowRunner>().PurgeAsync(batchSize: 4))));

        Assert.Equal(30, deleted.Sum());
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowJournalRow>().CountAsync()));
        hosts.ForEach(other => other.Dispose());
    }

    [Theory, EngineData]
    public async Task Signals_set_aside_stay_until_somebody_settles_them(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, Keep30Days);
        var before = host.Clock.GetUtcNow().UtcDateTime;
        await host.QueryAsync(async db =>
        {
            db.Add(new WorkflowSignalRow { Id = "aside", Kind = 1, CreatedAt = before });
            db.Add(new WorkflowSignalRow { Id = "planned", Kind = 1, CreatedAt = before, DueAt = before.AddYears(1) });
            return await db.SaveChangesAsync();
        });
        host.Clock.Advance(Age + Age);

        await host.Runner.PurgeAsync();

        Assert.Equal(["aside", "planned"], await host.QueryAsync(db => db.Set<WorkflowSignalRow>().OrderBy(row => row.Id).Select(row => row.Id).ToListAsync()));
    }

    [Theory, EngineData]
    public async Task Instances_about_what_the_host_has_not_settled_stay_and_do_not_hide_the_others(Engine engine)
    {
        HashSet<string> unsettled = ["a", "b", "c"];
        await using var host = await TestHost.CreateAsync(engine, options =>
        {
            Keep30Days(options);
            options.Retention.FindUnsettled = (_, among, _) => Task.FromResult<IReadOnlySet<string>>(among.Where(unsettled.Contains).ToHashSet(StringComparer.Ordinal));
        });
        await host.PublishAsync(Short);
        foreach (var subject in (string[])["a", "b", "c", "d", "e"])
        {
            await StartAsync(host, "short", subject);
        }

        await host.StartAsync(Short);
        host.Clock.Advance(Age);

        Assert.Equal(3, await host.Runner.PurgeAsync(batchSize: 2));
        Assert.Equal(["a", "b", "c"], (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Select(instance => instance.CorrelationId).Order(StringComparer.Ordinal));

        unsettled.Remove("b");
        Assert.Equal(1, await host.Runner.PurgeAsync(batchSize: 2));
    }

    private static void Keep30Days(WorkflowOptions options)
    {
        options.RetryLadder = [];
        options.Retention.Finished = options.Retention.Cancelled = options.Retention.Faulted = TimeSpan.FromDays(30);
    }

    private static Task<InstanceSummary> StartAsync(TestHost host, string definitionId, string correlationId) =>
        host.Runtime.StartAsync(new StartRequest(definitionId) { CorrelationId = correlationId });
}
