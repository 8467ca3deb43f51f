using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Reliability.Tests;

/// <summary>Two processes on one database.</summary>
public sealed class TwoHostsTests(Databases databases)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(4);

    [Theory, EngineData]
    public async Task One_is_killed_in_the_middle_of_two_hundred_instances_and_the_other_finishes_them(Engine engine)
    {
        await using var database = await databases.CopyAsync(engine);
        var options = Databases.Options(database) with { Start = null, Lease = Lease };
        await using var first = await CrashProcess.OpenAsync(options);
        await using var second = await CrashProcess.OpenAsync(options);
        await first.SendAsync("requests", "brief", "b", "150");
        await second.SendAsync("requests", "family", "f", "50");
        await first.SendAsync("arm", $"{Fault.Kill}", $"{Moment.BeforeCommit}", "workflow:brief", "40");

        // The first one has claimed its share before the other one comes: it will get to its death whoever writes the faster.
        var dying = first.SendAsync("serve");
        await second.SendAsync("await", "10");
        var serving = second.SendAsync("serve");
        await Assert.ThrowsAsync<ProcessDiedException>(() => dying);
        var done = int.Parse(await serving, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(done, 1, int.MaxValue);
        await using var world = new World(options);
        Assert.Empty(await Invariants.FindBreachesAsync(world));
        var instances = await world.QueryAsync(db => db.Set<WorkflowInstanceRow>().ToListAsync());
        Assert.Equal(200 + 50, instances.Count);
        Assert.All(instances, instance => Assert.Equal((int)WorkflowSubStatus.Finished, instance.SubStatus));
        Assert.Equal((150 * 2) + (50 * 2), await world.QueryAsync(db => db.BusinessRows.CountAsync(row => row.Kind == BusinessRow.Effect)));
    }

    [Theory, EngineData]
    public async Task Two_releases_side_by_side_run_the_instances_of_both_versions(Engine engine)
    {
        await using var database = await databases.CopyAsync(engine);
        var options = Databases.Options(database);
        await using var older = await CrashProcess.OpenAsync(options);
        await older.SendAsync("ship", Definitions.FirstRelease);
        await older.SendAsync("start", "shipped", "one");
        await using var newer = await CrashProcess.OpenAsync(options);
        Assert.Equal("1", await newer.SendAsync("ship", Definitions.SecondRelease));
        await newer.SendAsync("start", "shipped", "two");

        // The older one knows the new version from the database alone, and the newer one the old version.
        await older.SendAsync("start", "shipped", "three");
        Assert.Equal("3", await older.SendAsync("event", "go"));
        Assert.Equal("3", await newer.SendAsync("event", "end"));

        await using var world = new World(options);
        Assert.Empty(await Invariants.FindBreachesAsync(world));
        var ends = new List<string>();
        foreach (var id in (string[])["one", "two", "three"])
        {
            var instance = (await world.Runtime.GetOutlookAsync(id))!.Instance;
            var completed = (await world.Runtime.GetJournalAsync(id)).Where(record => record.EventName == "Completed").Select(record => record.ActivityId);
            ends.Add($"{id} v{instance.Version} {instance.SubStatus}: {string.Join(' ', completed)}");
        }

        Assert.Equal(["one v1 Finished: g e a root", "two v2 Finished: g e a b root", "three v2 Finished: g e a b root"], ends);
    }
}
