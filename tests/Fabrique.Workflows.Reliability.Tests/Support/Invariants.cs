using Fabrique.Data.Workflows;
using Fabrique.Workflows.CrashHost;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>What holds after any disturbance, once what is due was done: written once, asked of every test.</summary>
internal static class Invariants
{
    private static readonly Func<Content, IEnumerable<string>>[] All =
    [
        NothingIsLeftToDo,
        EachWaitHasItsBookmark,
        NothingWaitsForTheDead,
        JournalsHaveNoHole,
        JournalsExplainTheState,
        EachEffectIsWrittenOnce,
        EachRequestIsStarted,
        FamiliesHoldTogether,
        IncidentsAreCounted,
        VersionsFollowEachOther,
    ];

    /// <summary>Every breach, as a sentence.</summary>
    public static async Task<IReadOnlyList<string>> FindBreachesAsync(World world)
    {
        var content = await Content.ReadAsync(world);
        return [.. All.SelectMany(invariant => invariant(content).Select(breach => $"{invariant.Method.Name}: {breach}"))];
    }

    private static IEnumerable<string> NothingIsLeftToDo(Content content) =>
    [
        .. content.Signals.Select(signal => $"signal {signal.Kind} {signal.Name} for {signal.InstanceId}, due {signal.DueAt:O} ({signal.LastError})"),
        .. content.Instances.Where(instance => instance.WakeAt is not null).Select(instance => $"{Name(instance)} is to be woken at {instance.WakeAt:O}"),
        .. content.Instances.Where(instance => instance.Status == (int)WorkflowStatus.Running && instance.SubStatus != (int)WorkflowSubStatus.Suspended)
            .Select(instance => $"{Name(instance)} is {(WorkflowSubStatus)instance.SubStatus}"),
    ];

    private static IEnumerable<string> EachWaitHasItsBookmark(Content content) => content.Instances
        .Where(instance => instance.Status == (int)WorkflowStatus.Running)
        .SelectMany(instance =>
        {
            var waits = content.Executions(instance).Where(execution => execution.Value.LastEvent == "Suspended").Select(execution => execution.Key).ToHashSet(StringComparer.Ordinal);
            var bookmarks = content.Bookmarks.Where(bookmark => bookmark.InstanceId == instance.Id).Select(bookmark => $"{instance.Id}:{bookmark.ExecutionId}").ToHashSet(StringComparer.Ordinal);
            return waits.Except(bookmarks, StringComparer.Ordinal).Select(wait => $"{wait} waits for nothing")
                .Concat(bookmarks.Except(waits, StringComparer.Ordinal).Select(bookmark => $"a bookmark of {bookmark}, which does not wait"))
                .Concat(bookmarks.Count == 0 && instance.IncidentCount == 0 && instance.WakeAt is null ? [$"{Name(instance)} lives and waits for nothing"] : []);
        });

    private static IEnumerable<string> NothingWaitsForTheDead(Content content)
    {
        var living = content.Instances.Where(instance => instance.Status == (int)WorkflowStatus.Running).Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);
        return content.Bookmarks.Where(bookmark => !living.Contains(bookmark.InstanceId)).Select(bookmark => $"bookmark {bookmark.Name} {bookmark.Key} of {bookmark.InstanceId}");
    }

    private static IEnumerable<string> JournalsHaveNoHole(Content content) => content.Journals
        .Where(journal => !journal.Value.Select(record => record.Sequence).SequenceEqual(Enumerable.Range(1, journal.Value.Count)) || journal.Value.Count == 0)
        .Select(journal => $"{journal.Key}: {string.Join(' ', journal.Value.Select(record => record.Sequence))}");

    private static IEnumerable<string> JournalsExplainTheState(Content content) => content.Instances.SelectMany(instance =>
    {
        var executions = content.Executions(instance);
        var root = executions.Values.FirstOrDefault(execution => execution.ActivityId == "root");
        var expected = (WorkflowSubStatus)instance.SubStatus switch
        {
            WorkflowSubStatus.Finished => "Completed",
            WorkflowSubStatus.Cancelled => "Canceled",
            _ => "Started",
        };
        var isClosed = (WorkflowSubStatus)instance.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled;
        return executions.Where(execution => execution.Value.Disorder is not null).Select(execution => $"{execution.Key}: {execution.Value.Disorder}")
            .Concat(root?.LastEvent == expected ? [] : [$"{Name(instance)} is {(WorkflowSubStatus)instance.SubStatus}, its root {root?.LastEvent}"])
            .Concat(executions.Where(execution => isClosed && execution.Value.LastEvent is not ("Completed" or "Canceled" or "Faulted")).Select(execution => $"{execution.Key} is still open in {Name(instance)}"));
    });

    private static IEnumerable<string> EachEffectIsWrittenOnce(Content content)
    {
        var completed = content.Instances
            .SelectMany(content.Executions)
            .Where(execution => execution.Value is { LastEvent: "Completed", ActivityType: "Crash.Effect" or Ask.BookmarkName })
            .Select(execution => execution.Key)
            .ToHashSet(StringComparer.Ordinal);
        var written = content.Business.Where(row => row.Kind == BusinessRow.Effect).CountBy(row => row.About).ToDictionary(StringComparer.Ordinal);
        return completed.Where(execution => written.GetValueOrDefault(execution) != 1).Select(execution => $"{execution} completed and is written {written.GetValueOrDefault(execution)} times")
            .Concat(written.Keys.Except(completed, StringComparer.Ordinal).Select(execution => $"{execution} is written and did not complete"));
    }

    private static IEnumerable<string> EachRequestIsStarted(Content content) => content.Business
        .Where(row => row.Kind == BusinessRow.Request)
        .GroupBy(row => row.About, StringComparer.Ordinal)
        .Where(request => request.Count() != 1 || content.Find(request.Key) is null)
        .Select(request => $"{request.Key} was asked {request.Count()} times and {(content.Find(request.Key) is null ? "never started" : "started")}");

    private static IEnumerable<string> FamiliesHoldTogether(Content content)
    {
        var awaited = content.Bookmarks.Where(bookmark => bookmark.Name == "Elsa.DispatchWorkflow").ToLookup(bookmark => bookmark.Key, StringComparer.Ordinal);
        return awaited.Where(child => content.Find(child.Key) is not { Status: (int)WorkflowStatus.Running }).Select(child => $"{child.First().InstanceId} waits for {child.Key}, {(content.Find(child.Key) is null ? "which does not exist" : "which has ended")}")
            .Concat(content.Instances
                .Where(child => child.ParentInstanceId is not null && child.Status == (int)WorkflowStatus.Running && awaited[child.Id].All(bookmark => bookmark.InstanceId != child.ParentInstanceId))
                .Select(child => $"{Name(child)} lives and its parent {child.ParentInstanceId} does not wait for it"))
            .Concat(content.Instances.Where(child => child.ParentInstanceId is { } parent && content.Find(parent) is null).Select(child => $"{Name(child)} has no parent {child.ParentInstanceId}"));
    }

    private static IEnumerable<string> IncidentsAreCounted(Content content)
    {
        var open = content.Incidents.Where(incident => incident.ResolvedAt is null).CountBy(incident => incident.InstanceId).ToDictionary(StringComparer.Ordinal);
        return content.Instances.Where(instance => instance.IncidentCount != open.GetValueOrDefault(instance.Id)).Select(instance => $"{Name(instance)} counts {instance.IncidentCount} incidents and has {open.GetValueOrDefault(instance.Id)}")
            .Concat(content.Instances.Where(instance => instance is { SubStatus: (int)WorkflowSubStatus.Faulted, IncidentCount: 0 }).Select(instance => $"{Name(instance)} is faulted without incident"))
            .Concat(content.Incidents.Where(incident => content.Find(incident.InstanceId) is null).Select(incident => $"incident {incident.Id} of nobody"));
    }

    private static IEnumerable<string> VersionsFollowEachOther(Content content) => content.Definitions
        .GroupBy(version => version.DefinitionId, StringComparer.Ordinal)
        .Where(versions => versions.Count(version => version.IsPublished) != 1
            || versions.Count(version => version.IsLatest) != 1
            || !versions.Select(version => version.Version).Order().SequenceEqual(Enumerable.Range(1, versions.Count())))
        .Select(versions => $"{versions.Key}: {string.Join(", ", versions.Select(version => $"{version.Version} {version.IsPublished} {version.IsLatest}"))}");

    private static string Name(WorkflowInstanceRow instance) => $"{instance.DefinitionId} {instance.Id}";

    /// <summary>What the journal tells of an execution.</summary>
    private sealed record Execution(string ActivityId, string ActivityType, string LastEvent, string? Disorder)
    {
        public Execution After(JournalRecord record)
        {
            var isAllowed = record.EventName switch
            {
                "Suspended" => LastEvent is "Started" or "Resumed",
                "Resumed" => LastEvent is "Suspended" or "Faulted",
                "Completed" or "Faulted" => LastEvent is "Started" or "Resumed",
                "Canceled" => LastEvent is "Started" or "Resumed" or "Suspended" or "Faulted",
                _ => false,
            };
            return this with { LastEvent = record.EventName, Disorder = Disorder ?? (isAllowed ? null : $"{record.EventName} after {LastEvent}") };
        }
    }

    private sealed record Content(
        IReadOnlyList<WorkflowInstanceRow> Instances,
        IReadOnlyList<WorkflowBookmarkRow> Bookmarks,
        IReadOnlyList<WorkflowSignalRow> Signals,
        IReadOnlyList<WorkflowIncidentRow> Incidents,
        IReadOnlyList<WorkflowDefinitionRow> Definitions,
        IReadOnlyList<BusinessRow> Business,
        IReadOnlyDictionary<string, IReadOnlyList<JournalRecord>> Journals)
    {
        private static readonly string[] Told = ["Started", "Suspended", "Resumed", "Completed", "Faulted", "Canceled"];

        public static async Task<Content> ReadAsync(World world)
        {
            var instances = await world.QueryAsync(db => db.Set<WorkflowInstanceRow>().ToListAsync());
            var journals = new Dictionary<string, IReadOnlyList<JournalRecord>>(StringComparer.Ordinal);
            foreach (var instance in instances)
            {
                journals.Add(instance.Id, await world.Runtime.GetJournalAsync(instance.Id));
            }

            return new Content(
                instances,
                await world.QueryAsync(db => db.Set<WorkflowBookmarkRow>().ToListAsync()),
                await world.QueryAsync(db => db.Set<WorkflowSignalRow>().ToListAsync()),
                await world.QueryAsync(db => db.Set<WorkflowIncidentRow>().ToListAsync()),
                await world.QueryAsync(db => db.Set<WorkflowDefinitionRow>().ToListAsync()),
                await world.QueryAsync(db => db.BusinessRows.ToListAsync()),
                journals);
        }

        public WorkflowInstanceRow? Find(string id) => Instances.FirstOrDefault(instance => instance.Id == id);

        public Dictionary<string, Execution> Executions(WorkflowInstanceRow instance)
        {
            var executions = new Dictionary<string, Execution>(StringComparer.Ordinal);
            foreach (var record in Journals[instance.Id].Where(record => Told.Contains(record.EventName)))
            {
                executions[record.ActivityInstanceId] = executions.TryGetValue(record.ActivityInstanceId, out var known)
                    ? known.After(record)
                    : new Execution(record.ActivityId, record.ActivityType, record.EventName, record.EventName is "Started" or "Faulted" ? null : $"{record.EventName} at first");
            }

            return executions;
        }
    }
}
