using Fabrique.Data;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>An invariant that cannot be broken proves nothing: each is broken once.</summary>
public class InvariantsTests(ScreenedApplication application)
{
    [Theory]
    [InlineData("NothingIsLeftToDo", "update outgoing_mails set status = 'Pending', sent_at = null where id in (select id from outgoing_mails limit 1)")]
    [InlineData("NothingIsLeftToDo", "update workflow_instances set wake_at = created_at where id in (select id from workflow_instances limit 1)")]
    [InlineData("NothingFailed", "update outgoing_mails set status = 'Failed', sent_at = null where id in (select id from outgoing_mails limit 1)")]
    [InlineData("EachApplicationIsDecidedOnce", "delete from timeline_entries where sentence = 'La candidature est retenue.'")]
    [InlineData("EachProcedureRunsOnce", "delete from workflow_instances where definition_id = 'candidature'")]
    [InlineData("EachOpenTaskIsAwaited", "delete from workflow_bookmarks where name = 'Fabrique.WorkItem'")]
    [InlineData("EachOpenTaskIsAwaited", "update work_items set status = 'Cancelled' where status = 'Open'")]
    [InlineData("EachLivingInstanceWaitsForSomething", "delete from workflow_bookmarks")]
    [InlineData("ReferencesAreUniqueAndFollowEachOther", "update applications set reference = reference || '0'")]
    [InlineData("JournalsHaveNoHole", "delete from workflow_journal where first_sequence = 1")]
    [InlineData("EachRowIsAuditedOnce", "delete from audit_entries where entity_type = 'Opinion'")]
    [InlineData("EachRowIsAuditedOnce", "delete from timeline_entries where sentence = 'Un avis est donné.'")]
    [InlineData("EachMailIsWrittenOnce", "create temp table twin as select * from outgoing_mails limit 1; update twin set id = '00000000-0000-0000-0000-000000000001'; insert into outgoing_mails select * from twin")]
    public async Task Each_invariant_sees_its_breach(string invariant, string breaking)
    {
        await using var database = await application.CopyAsync(Engine.Sqlite);
        Assert.Empty(await Invariants.FindBreachesAsync(database));
        await using (var services = database.Services())
        {
            await using var scope = services.CreateAsyncScope();
            Assert.NotEqual(0, await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.ExecuteSqlRawAsync(breaking));
        }

        Assert.Contains(await Invariants.FindBreachesAsync(database), breach => breach.StartsWith($"{invariant}:", StringComparison.Ordinal));
    }
}
