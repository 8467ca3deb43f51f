using System.Globalization;
using System.Text.Json;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>What holds after any disturbance, once the product has had the time to do what it has to: written once, asked of every test.</summary>
internal static class Invariants
{
    private const string TaskBookmark = "Fabrique.WorkItem";

    private static readonly Func<FabriqueDbContext, Task<IEnumerable<string>>>[] All =
    [
        NothingIsLeftToDo,
        NothingFailed,
        EachApplicationIsDecidedOnce,
        EachProcedureRunsOnce,
        EachOpenTaskIsAwaited,
        EachLivingInstanceWaitsForSomething,
        ReferencesAreUniqueAndFollowEachOther,
        JournalsHaveNoHole,
        EachRowIsAuditedOnce,
        EachMailIsWrittenOnce,
    ];

    /// <summary>Every breach, as a sentence.</summary>
    public static async Task<IReadOnlyList<string>> FindBreachesAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var breaches = new List<string>();
        foreach (var invariant in All)
        {
            breaches.AddRange((await invariant(db)).Select(breach => $"{invariant.Method.Name}: {breach}"));
        }

        return breaches;
    }

    /// <summary>Whether a signal, a step or a mail is still to be done.</summary>
    public static async Task<bool> IsUnsettledAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        return (await NothingIsLeftToDo(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>())).Any();
    }

    private static async Task<IEnumerable<string>> NothingIsLeftToDo(FabriqueDbContext db) =>
    [
        .. (await db.Set<WorkflowSignalRow>().ToListAsync()).Select(signal => $"signal {signal.Kind} {signal.Name} for {signal.InstanceId} ({signal.LastError})"),
        .. (await db.Set<WorkflowInstanceRow>().Where(instance => instance.WakeAt != null).ToListAsync()).Select(instance => $"instance {instance.DefinitionId} {instance.Id} is in the middle of a step"),
        .. (await db.OutgoingMails.Where(mail => mail.Status == MailStatus.Pending).ToListAsync()).Select(mail => $"mail {mail.Template} to {mail.ToAddress} has not left"),
    ];

    private static async Task<IEnumerable<string>> NothingFailed(FabriqueDbContext db) =>
    [
        .. (await db.Set<WorkflowIncidentRow>().ToListAsync()).Select(incident => $"incident of {incident.ActivityType}: {incident.Message}"),
        .. (await db.OutgoingMails.Where(mail => mail.Status == MailStatus.Failed).ToListAsync()).Select(mail => $"mail {mail.Template} to {mail.ToAddress}: {mail.LastError}"),
    ];

    private static async Task<IEnumerable<string>> EachApplicationIsDecidedOnce(FabriqueDbContext db)
    {
        var applications = await db.Applications.Include(application => application.Opinions).ToListAsync();
        var products = await db.Products.ToListAsync();
        var sentences = await db.TimelineEntries
            .Where(entry => entry.SubjectKind == "Application" && (entry.Sentence.Contains("retenue.") || entry.Sentence == "La candidature est irrecevable." || entry.Sentence == "La candidature n’est pas présélectionnée."))
            .ToListAsync();
        return applications.SelectMany(application => Differences(
            application.Title,
            ("opinions of one director", application.Opinions.Select(opinion => opinion.DirectorId).Distinct().Count(), application.Opinions.Count),
            ("decisions told", application.IsDecided ? 1 : 0, sentences.Count(entry => entry.SubjectId == application.Id)),
            ("products", application.Status is ApplicationStatus.Retained ? 1 : 0, products.Count(product => product.ApplicationId == application.Id))));
    }

    private static async Task<IEnumerable<string>> EachProcedureRunsOnce(FabriqueDbContext db)
    {
        var instances = await db.Set<WorkflowInstanceRow>().ToListAsync();
        int Count(string definition, Guid subject) =>
            instances.Count(instance => instance.DefinitionId == definition && instance.CorrelationId?.EndsWith(subject.ToString("D"), StringComparison.Ordinal) == true);

        return
        [
            .. (await db.Applications.ToListAsync()).SelectMany(application => Differences(
                application.Title, ("candidature instances", application.SubmittedAt is null ? 0 : 1, Count("candidature", application.Id)))),
            .. (await db.Products.ToListAsync()).SelectMany(product => Differences(product.Name, ("incubation instances", 1, Count("incubation", product.Id)))),
            .. (await db.Calls.ToListAsync()).SelectMany(call => Differences(call.Title, ("appel instances", 1, Count("appel", call.Id)))),
        ];
    }

    private static async Task<IEnumerable<string>> EachOpenTaskIsAwaited(FabriqueDbContext db)
    {
        var running = (await db.Set<WorkflowInstanceRow>().Where(instance => instance.Status == (int)WorkflowStatus.Running).ToListAsync()).ConvertAll(instance => instance.Id);
        var awaited = (await db.Set<WorkflowBookmarkRow>().Where(bookmark => bookmark.Name == TaskBookmark).ToListAsync())
            .Where(bookmark => running.Contains(bookmark.InstanceId)).Select(bookmark => (bookmark.InstanceId, Key: Guid.Parse(bookmark.Key))).ToHashSet();
        var open = (await db.WorkItems.Where(item => item.Status == WorkItemStatus.Open).ToListAsync()).Select(item => (item.WorkflowInstanceId, Key: item.Id)).ToHashSet();
        return
        [
            .. open.Except(awaited).Select(item => $"nobody awaits the open task {item.Key}"),
            .. awaited.Except(open).Select(item => $"an instance awaits the closed task {item.Key}"),
        ];
    }

    private static async Task<IEnumerable<string>> EachLivingInstanceWaitsForSomething(FabriqueDbContext db)
    {
        var waiting = await db.Set<WorkflowBookmarkRow>().Select(bookmark => bookmark.InstanceId).Distinct().ToListAsync();
        var children = await db.Set<WorkflowInstanceRow>().Where(instance => instance.Status == (int)WorkflowStatus.Running && instance.ParentInstanceId != null)
            .Select(instance => instance.ParentInstanceId!).ToListAsync();
        return (await db.Set<WorkflowInstanceRow>().ToListAsync())
            .Where(instance => instance.Status == (int)WorkflowStatus.Running
                ? !waiting.Contains(instance.Id) && !children.Contains(instance.Id) && instance.WakeAt is null
                : waiting.Contains(instance.Id))
            .Select(instance => $"{instance.DefinitionId} {instance.Id} is {(WorkflowStatus)instance.Status} and {(waiting.Contains(instance.Id) ? "waits" : "waits for nothing")}");
    }

    private static async Task<IEnumerable<string>> ReferencesAreUniqueAndFollowEachOther(FabriqueDbContext db)
    {
        var references = (await db.Applications.OrderBy(application => application.CreatedAt).ToListAsync()).ConvertAll(application => application.Reference);
        var numbers = references.GroupBy(reference => reference[..reference.LastIndexOf('-')], StringComparer.Ordinal);
        return numbers.SelectMany(year =>
        {
            var given = year.Select(reference => int.Parse(reference[(reference.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture)).ToList();
            return given.SequenceEqual(Enumerable.Range(1, given.Count)) ? [] : new[] { $"{year.Key}: {string.Join(", ", given)}" };
        });
    }

    private static async Task<IEnumerable<string>> JournalsHaveNoHole(FabriqueDbContext db)
    {
        var rows = await db.Set<WorkflowJournalRow>().OrderBy(row => row.FirstSequence).ToListAsync();
        return rows.GroupBy(row => row.InstanceId, StringComparer.Ordinal).SelectMany(journal =>
        {
            var expected = 1;
            var holes = new List<string>();
            foreach (var row in journal)
            {
                if (row.FirstSequence != expected)
                {
                    holes.Add($"instance {journal.Key}: line {row.FirstSequence} where {expected} was expected");
                }

                using var lines = JsonDocument.Parse(row.Lines);
                expected = row.FirstSequence + lines.RootElement.GetArrayLength();
            }

            return holes;
        });
    }

    private static async Task<IEnumerable<string>> EachRowIsAuditedOnce(FabriqueDbContext db)
    {
        var entries = await db.AuditEntries.ToListAsync();
        var rows = new List<(string Type, Guid Id)>();
        rows.AddRange((await db.Applications.Include(application => application.Opinions).ToListAsync())
            .SelectMany(application => application.Opinions.Select(opinion => ("Opinion", opinion.Id)).Append(("Application", application.Id))));
        rows.AddRange((await db.Products.Include(product => product.Cycles).Include(product => product.Missions).AsSplitQuery().ToListAsync())
            .SelectMany(product => product.Cycles.Select(cycle => ("FundingCycle", cycle.Id)).Concat(product.Missions.Select(mission => ("Mission", mission.Id))).Append(("Product", product.Id))));
        rows.AddRange((await db.WorkItems.ToListAsync()).Select(item => ("WorkItem", item.Id)));
        rows.AddRange((await db.TimelineEntries.ToListAsync()).Select(entry => ("TimelineEntry", entry.Id)));
        rows.AddRange((await db.OutgoingMails.ToListAsync()).Select(mail => ("OutgoingMail", mail.Id)));

        var types = rows.Select(row => row.Type).ToHashSet(StringComparer.Ordinal);
        var added = entries.Where(entry => entry.Action == "Added" && types.Contains(entry.EntityType)).CountBy(entry => (Type: entry.EntityType, Id: Guid.Parse(entry.EntityId))).ToDictionary();
        var completed = entries.Where(entry => entry.EntityType == "WorkItem" && entry.Changes.Contains("\"Done\"", StringComparison.Ordinal)).CountBy(entry => Guid.Parse(entry.EntityId)).ToDictionary();
        return
        [
            .. rows.Where(row => added.GetValueOrDefault(row) != 1).Select(row => $"{row.Type} {row.Id} is told {added.GetValueOrDefault(row)} times"),
            .. added.Keys.Except(rows).Select(told => $"{told.Type} {told.Id} is told and does not exist"),
            .. (await db.WorkItems.Where(item => item.Status == WorkItemStatus.Done).ToListAsync())
                .Where(item => completed.GetValueOrDefault(item.Id) != 1).Select(item => $"the task {item.Title} is told done {completed.GetValueOrDefault(item.Id)} times"),
        ];
    }

    /// <summary>Two mails that say the same to the same person are two only when their writing is apart, as reminders are.</summary>
    private static async Task<IEnumerable<string>> EachMailIsWrittenOnce(FabriqueDbContext db) =>
        (await db.OutgoingMails.ToListAsync())
            .GroupBy(mail => (mail.Template, mail.ToAddress, mail.SubjectId, mail.Subject, mail.TextBody))
            .Where(same => same.OrderBy(mail => mail.CreatedAt).Zip(same.OrderBy(mail => mail.CreatedAt).Skip(1)).Any(pair => pair.Second.CreatedAt - pair.First.CreatedAt < TimeSpan.FromHours(1)))
            .Select(same => $"{same.Key.Template} to {same.Key.ToAddress}: {same.Count()} times");

    private static IEnumerable<string> Differences(string about, params (string What, int Expected, int Actual)[] counts) => counts
        .Where(count => count.Expected != count.Actual)
        .Select(count => $"« {about} » : {count.Actual} {count.What} instead of {count.Expected}");
}
