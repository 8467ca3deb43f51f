using System.Text.Json.Nodes;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>A journal read a page at a time tells the same as the whole.</summary>
public sealed class JournalPageTests
{
    [Theory, EngineData]
    public async Task Pages_put_together_are_the_journal_in_both_directions(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var id = await RunAsync(host);
        var whole = await host.Runtime.GetJournalAsync(id);
        Assert.InRange(whole.Count, 12, 60);

        foreach (var size in new[] { 1, 3, 7, 100 })
        {
            var pages = new List<JournalRecord>();
            var reverse = new List<JournalRecord>();
            for (var skip = 0; skip < whole.Count; skip += size)
            {
                var page = await host.Runtime.PageJournalAsync(new JournalQuery(id) { Skip = skip, Take = size });
                Assert.Equal(whole.Count, page.Total);
                pages.AddRange(page.Items);
                reverse.AddRange((await host.Runtime.PageJournalAsync(new JournalQuery(id) { Skip = skip, Take = size, IsDescending = true })).Items);
            }

            Assert.Equal(whole.Select(Tell), pages.Select(Tell));
            Assert.Equal(whole.Reverse().Select(Tell), reverse.Select(Tell));
        }
    }

    [Theory, EngineData]
    public async Task Filters_keep_the_same_lines_as_a_reader_of_the_whole_would(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var id = await RunAsync(host);
        var whole = await host.Runtime.GetJournalAsync(id);
        var filters = new (JournalQuery Query, Func<JournalRecord, bool> Keeps)[]
        {
            (new JournalQuery(id) { ActivityIds = ["deep"] }, record => record.ActivityId == "deep"),
            (new JournalQuery(id) { NodeIds = ["Workflow1:root:box:deep", "Workflow1:root:ask"] }, record => record.ActivityId is "deep" or "ask"),
            (new JournalQuery(id) { ExcludedTypes = ["Elsa.Workflow", "Elsa.Flowchart", "Elsa.Sequence"] }, record => record.ActivityId is not ("root" or "box")),
            (new JournalQuery(id) { EventNames = ["Suspended", "Resumed"] }, record => record.EventName is "Suspended" or "Resumed"),
            (new JournalQuery(id) { EventNames = ["Written"] }, record => record.EventName == "Written"),
            (new JournalQuery(id) { NodeIds = ["Workflow1:root:box:deep", "Workflow1:root:ask"], ActivityIds = ["ask"], EventNames = ["Completed"] }, record => record is { ActivityId: "ask", EventName: "Completed" }),
            (new JournalQuery(id) { ActivityIds = [] }, _ => false),
            (new JournalQuery(id) { NodeIds = ["gone"] }, _ => false),
        };
        foreach (var (query, keeps) in filters)
        {
            var kept = whole.Where(keeps).Select(Tell).ToList();
            var first = await host.Runtime.PageJournalAsync(query with { Take = 3 });
            var last = await host.Runtime.PageJournalAsync(query with { Skip = 2, Take = 100 });

            Assert.Equal((kept.Count, kept.Count), (first.Total, last.Total));
            Assert.Equal(kept.Take(3), first.Items.Select(Tell));
            Assert.Equal(kept.Skip(2), last.Items.Select(Tell));
        }

        Assert.Equal(0, (await host.Runtime.PageJournalAsync(new JournalQuery("nobody"))).Total);
    }

    [Theory, EngineData]
    public async Task Executions_of_one_activity_tell_the_same_as_among_all(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        host.Script.Fail("late", 1);
        var id = await RunAsync(host);
        var all = await host.Runtime.GetExecutionsAsync(id);
        Assert.Equal(2, all.Single(execution => execution.ActivityId == "box").AggregateFaultCount + all.Single(execution => execution.ActivityId == "late").AggregateFaultCount);

        foreach (var activity in all.Select(execution => (execution.ActivityId, execution.ActivityNodeId)).Distinct())
        {
            var expected = all.Where(execution => execution.ActivityId == activity.ActivityId).Select(Tell).ToList();
            Assert.Equal(expected, (await host.Runtime.GetExecutionsAsync(id, activity.ActivityId)).Select(Tell));
            Assert.Equal(expected, (await host.Runtime.GetExecutionsAsync(id, activity.ActivityNodeId)).Select(Tell));
        }

        foreach (var execution in all)
        {
            Assert.Equal(Tell(execution), Tell((await host.Runtime.FindExecutionAsync(execution.Id))!));
        }

        Assert.All([$"{id}:99", $"{id}:x", id, "nobody:1"], unknown => Assert.Null(host.Runtime.FindExecutionAsync(unknown).GetAwaiter().GetResult()));
    }

    [Theory, EngineData]
    public async Task Counts_tell_the_same_as_the_executions_of_a_journal_of_tens_of_thousands_of_lines(Engine engine)
    {
        const int Rows = 150;
        const int ExecutionsOfRow = 100;
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        host.Script.Fail("late", 1);
        var id = await RunAsync(host);
        await host.QueryAsync(db =>
        {
            for (var row = 0; row < Rows; row++)
            {
                // A row completes what the row before began last, and leaves its own last one to the next.
                var lines = Enumerable.Range(row * ExecutionsOfRow, ExecutionsOfRow).SelectMany(number => new[]
                {
                    $"[\"S\",\"{Activity(number)}\",{100 + number}]",
                    number == 0 ? """["W",0,100]""" : $"[\"C\",{(number % ExecutionsOfRow == 0 ? $"\"{Activity(number - 1)}\"" : "0")},{99 + number}]",
                });
                db.Set<WorkflowJournalRow>().Add(new WorkflowJournalRow { InstanceId = id, FirstSequence = 1_000 + (row * ExecutionsOfRow * 2), At = host.Clock.GetUtcNow().UtcDateTime, Lines = $"[{string.Join(',', lines)}]" });
            }

            return db.SaveChangesAsync();
        });
        var executions = (await host.Runtime.GetExecutionsAsync(id)).GroupBy(execution => execution.ActivityId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        Assert.True(executions.Values.Sum(group => group.Count) > Rows * ExecutionsOfRow);

        var stats = await host.Runtime.GetActivityStatsAsync(id);

        Assert.Equal(executions.Keys, stats.Select(entry => entry.ActivityId));
        Assert.Equal(
            executions.Values.Select(group => (group.Count, group.Count(execution => execution is { CompletedAt: not null, Status: ActivityStatus.Completed }), group.Sum(execution => execution.AggregateFaultCount))),
            stats.Select(entry => (entry.StartedCount, entry.CompletedCount, entry.AggregateFaultCount)));
        Assert.Equal(["root", "box", "late"], stats.Where(entry => entry.UncompletedCount == 1).Select(entry => entry.ActivityId));

        static string Activity(int number) => number % 3 == 0 ? "add" : "again";
    }

    /// <summary>A loop over three rows of the journal, a container with a line in it, and a wait for somebody.</summary>
    private static async Task<string> RunAsync(TestHost host)
    {
        var flow = Draw.Flow("story").Variable("n", "Int32", 0)
            .With(Draw.Set("add", "n", Draw.Js("getN() + 1")), Draw.Node("write", "Test.Effect"), Draw.Decision("again", Draw.Js("getN() < 3")))
            .With(Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k"))))
            .With(Draw.Node("box", "Elsa.Sequence", ("activities", new JsonArray(Draw.Line("deep", Draw.Js("'n' + getN()")), Draw.Node("late", "Test.Effect")))))
            .Link("add -> write", "write -> again", "again.True -> add", "again.False -> ask", "ask.Yes -> box");
        var instance = await host.StartAsync(flow.Json());
        await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k") { Input = "Yes" });
        return instance.Id;
    }

    private static string Tell(JournalRecord record) => System.Text.Json.JsonSerializer.Serialize(record);

    private static string Tell(ActivityExecutionRecord record) => System.Text.Json.JsonSerializer.Serialize(record);
}
