using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>Lists of instances: filtered, ordered and counted by the database.</summary>
public sealed class InstanceQueryTests
{
    private static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private static string Wait => Draw.Flow("wait").With(Draw.Node("name", "Elsa.SetName", ("value", Draw.Js("'Dossier ' + getCorrelationId()"))), Draw.Event("event", "Go")).Chain().Json();

    private static string Line => Draw.Flow("line").With(Draw.Line("said")).Json();

    [Theory, EngineData]
    public async Task A_page_is_a_part_of_the_whole_and_tells_how_much_there_is(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await FillAsync(host);

        var newest = await host.Runtime.PageInstancesAsync(new InstanceFilter { Take = 2 });
        var next = await host.Runtime.PageInstancesAsync(new InstanceFilter { Skip = 2, Take = 2 });
        var beyond = await host.Runtime.PageInstancesAsync(new InstanceFilter { Skip = 40, Take = 2 });
        var oldest = await host.Runtime.PageInstancesAsync(new InstanceFilter { IsAscending = true, Take = 1 });

        Assert.Equal((5, "e,d"), (newest.Total, Names(newest)));
        Assert.Equal((5, "c,b"), (next.Total, Names(next)));
        Assert.Equal((5, ""), (beyond.Total, Names(beyond)));
        Assert.Equal("a", Names(oldest));
    }

    [Theory, EngineData]
    public async Task Every_filter_keeps_what_it_says(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        await FillAsync(host);
        host.Script.Fail("fails", 1);
        await host.StartAsync(Draw.Flow("broken").With(Draw.Node("fails", "Test.Effect")).Json(), new StartRequest("broken") { CorrelationId = "f" });
        var a = Assert.Single((await host.Runtime.PageInstancesAsync(new InstanceFilter { CorrelationId = "a" })).Items);

        var kept = new (string Names, InstanceFilter Filter)[]
        {
            ("e,c,a", new InstanceFilter { DefinitionId = "wait" }),
            ("f,d,b", new InstanceFilter { DefinitionIds = ["line", "broken"] }),
            ("", new InstanceFilter { DefinitionIds = [] }),
            ("f", new InstanceFilter { WithIncidents = true }),
            ("e,d,c,b,a", new InstanceFilter { WithoutIncidents = true }),
            ("f,d,b", new InstanceFilter { Statuses = [WorkflowStatus.Finished] }),
            ("f,e,c,a", new InstanceFilter { SubStatuses = [WorkflowSubStatus.Suspended, WorkflowSubStatus.Faulted] }),
            ("a", new InstanceFilter { Ids = [a.Id, "nobody"] }),
            ("e,c,a", new InstanceFilter { DefinitionVersionId = a.DefinitionVersionId }),
            ("f,e,d,c,b,a", new InstanceFilter { Version = 1 }),
            ("", new InstanceFilter { Version = 2 }),
            ("c", new InstanceFilter { Name = "Dossier c" }),
            ("e,c,a", new InstanceFilter { Search = "DOSSIER" }),
            ("b", new InstanceFilter { Search = "B" }),
            ("", new InstanceFilter { Search = "%" }),
            ("d,b", new InstanceFilter { Search = "line" }),
            ("f,e,d", new InstanceFilter { Instants = [new InstantFilter(InstanceInstant.Created, InstantComparison.GreaterThan, Start.AddHours(2))] }),
            ("c,b", new InstanceFilter
            {
                Instants =
                [
                    new InstantFilter(InstanceInstant.Created, InstantComparison.GreaterThanOrEqual, Start.AddHours(1)),
                    new InstantFilter(InstanceInstant.Updated, InstantComparison.LessThanOrEqual, Start.AddHours(2)),
                ],
            }),
            ("b", new InstanceFilter { Instants = [new InstantFilter(InstanceInstant.Finished, InstantComparison.LessThan, Start.AddHours(3))] }),
            ("b", new InstanceFilter { Instants = [new InstantFilter(InstanceInstant.Created, InstantComparison.Is, Start.AddHours(1))] }),
            ("f,e,d,c,a", new InstanceFilter { Instants = [new InstantFilter(InstanceInstant.Created, InstantComparison.IsNot, Start.AddHours(1))] }),
        };
        foreach (var (names, filter) in kept)
        {
            var page = await host.Runtime.PageInstancesAsync(filter);
            Assert.Equal((names, page.Items.Count), (Names(page), page.Total));
        }
    }

    [Theory, EngineData]
    public async Task Instances_are_put_in_order_by_what_was_asked(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await FillAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Runtime.PublishEventAsync(new EventRequest("Go") { CorrelationId = "a" });

        Assert.Equal("a,e,d,c,b", await OrderAsync(InstanceOrder.Updated));
        Assert.Equal("b,d,a,e,c", await OrderAsync(InstanceOrder.Finished, isAscending: true));
        Assert.Equal("a,c,e,d,b", await OrderAsync(InstanceOrder.Name, isAscending: true));

        // Those without an end, or a name, have no order of their own but that of their identifiers.
        async Task<string> OrderAsync(InstanceOrder order, bool isAscending = false)
        {
            var page = Names(await host.Runtime.PageInstancesAsync(new InstanceFilter { OrderBy = order, IsAscending = isAscending }));
            return (order, isAscending) switch
            {
                (InstanceOrder.Finished, _) when page.EndsWith("c,e", StringComparison.Ordinal) => page[..^3] + "e,c",
                (InstanceOrder.Name, _) when page.EndsWith("b,d", StringComparison.Ordinal) => page[..^3] + "d,b",
                _ => page,
            };
        }
    }

    [Theory, EngineData]
    public async Task Revisions_grow_with_each_step_and_leave_out_the_unknown(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Wait, new StartRequest("wait") { CorrelationId = "a" });
        var before = await host.Runtime.GetRevisionsAsync([instance.Id, "nobody"]);
        await host.Runtime.PublishEventAsync(new EventRequest("Go"));
        var after = await host.Runtime.GetRevisionsAsync([instance.Id]);

        Assert.Equal([instance.Id], before.Keys);
        Assert.True(after[instance.Id] > before[instance.Id]);
    }

    /// <summary>Five instances an hour apart, a, c and e waiting, b and d finished.</summary>
    private static async Task FillAsync(TestHost host)
    {
        await host.PublishAsync(Wait);
        await host.PublishAsync(Line);
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await host.Runtime.StartAsync(new StartRequest(name is "b" or "d" ? "line" : "wait") { CorrelationId = name });
            host.Clock.Advance(TimeSpan.FromHours(1));
        }
    }

    private static string Names(InstancePage page) => string.Join(',', page.Items.Select(instance => instance.CorrelationId));
}
