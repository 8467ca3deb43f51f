using Fabrique.Data.Workflows;
using Fabrique.Workflows.CrashHost;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>All that a story leads to, without the identifiers and instants that differ from one telling to the next.</summary>
internal static class Picture
{
    public static async Task<string> TakeAsync(World world)
    {
        var lines = new List<string>();
        foreach (var instance in await world.QueryAsync(db => db.Set<WorkflowInstanceRow>().ToListAsync()))
        {
            var journal = await world.Runtime.GetJournalAsync(instance.Id);
            var waits = await world.QueryAsync(db => db.Set<WorkflowBookmarkRow>().Where(bookmark => bookmark.InstanceId == instance.Id).OrderBy(bookmark => bookmark.Number).Select(bookmark => bookmark.ActivityId).ToListAsync());
            lines.Add($"{instance.DefinitionId} v{instance.Version}: {(WorkflowStatus)instance.Status} {(WorkflowSubStatus)instance.SubStatus}, {instance.IncidentCount} incidents, waits at [{string.Join(' ', waits)}], "
                + string.Join(' ', journal.Select(record => $"{record.ActivityId}:{record.EventName}")));
        }

        lines.AddRange((await world.QueryAsync(db => db.BusinessRows.ToListAsync())).CountBy(row => row.Kind).Select(kind => $"{kind.Value} × {kind.Key}"));
        lines.AddRange((await world.QueryAsync(db => db.Set<WorkflowDefinitionRow>().Where(version => version.IsPublished).ToListAsync())).Select(version => $"{version.DefinitionId} v{version.Version} published"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }
}
