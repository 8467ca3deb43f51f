using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Reliability.Tests;

/// <summary>An invariant that cannot be broken proves nothing: each is broken once.</summary>
public sealed class InvariantsTests(Databases databases)
{
    [Theory]
    [InlineData("NothingIsLeftToDo", "update workflow_instances set wake_at = created_at where id = 'asked'")]
    [InlineData("NothingIsLeftToDo", "update workflow_instances set sub_status = 1 where id = 'asked'")]
    [InlineData("NothingIsLeftToDo", "insert into workflow_signals (id, kind, attempts, created_at) values ('s', 2, 0, '2026-01-05 08:00:00')")]
    [InlineData("EachWaitHasItsBookmark", "delete from workflow_bookmarks where instance_id = 'asked'")]
    [InlineData("EachWaitHasItsBookmark", "update workflow_bookmarks set execution_id = 99 where instance_id = 'asked'")]
    [InlineData("NothingWaitsForTheDead", "update workflow_bookmarks set instance_id = 'done' where instance_id = 'asked'")]
    [InlineData("JournalsHaveNoHole", "delete from workflow_journal where instance_id = 'done' and first_sequence = 1")]
    [InlineData("JournalsExplainTheState", "update workflow_instances set sub_status = 4 where id = 'done'")]
    [InlineData("JournalsExplainTheState", "delete from workflow_journal where instance_id = 'done' and first_sequence > 1")]
    [InlineData("EachEffectIsWrittenOnce", "delete from business_rows where kind = 'effect'")]
    [InlineData("EachEffectIsWrittenOnce", "insert into business_rows select '00000000-0000-0000-0000-000000000001', kind, about from business_rows where kind = 'effect' limit 1")]
    [InlineData("EachEffectIsWrittenOnce", "update business_rows set about = 'nobody:1' where kind = 'effect'")]
    [InlineData("EachRequestIsStarted", "update business_rows set about = 'nobody' where kind = 'request'")]
    [InlineData("FamiliesHoldTogether", "delete from workflow_instances where definition_id = 'child'")]
    [InlineData("FamiliesHoldTogether", "delete from workflow_instances where definition_id = 'parent'")]
    [InlineData("FamiliesHoldTogether", "update workflow_bookmarks set key = 'asked' where name = 'Elsa.DispatchWorkflow'")]
    [InlineData("IncidentsAreCounted", "update workflow_incidents set resolved_at = at")]
    [InlineData("IncidentsAreCounted", "update workflow_instances set incident_count = 2 where id = 'stopped'")]
    [InlineData("VersionsFollowEachOther", "update workflow_definitions set is_published = 0 where definition_id = 'ask'")]
    [InlineData("VersionsFollowEachOther", "update workflow_definitions set version = 2 where definition_id = 'ask'")]
    public async Task Each_invariant_sees_its_breach(string invariant, string breaking)
    {
        await using var database = await databases.CopyAsync(Engine.Sqlite);
        await using var world = new World(Databases.Options(database));
        await new Teller(world.ExecuteAsync).TellAsync(
        [
            ["request", "effects", "done"],
            ["start", "ask", "asked"],
            ["start", "parent", "family"],
            ["fail", "f", "permanent"],
            ["start", "flaky", "stopped"],
        ]);
        Assert.Empty(await Invariants.FindBreachesAsync(world));

        Assert.NotEqual(0, await world.QueryAsync(db => db.Database.ExecuteSqlRawAsync(breaking)));

        Assert.Contains(await Invariants.FindBreachesAsync(world), breach => breach.StartsWith($"{invariant}:", StringComparison.Ordinal));
    }
}
