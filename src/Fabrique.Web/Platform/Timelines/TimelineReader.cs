using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Timelines;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>What happened to a subject, what is awaited, from whom, until when, and what comes next: our rows for the first two, the procedure's drawing for the last.</summary>
public sealed class TimelineReader(FabriqueDbContext db, IWorkflowRuntime runtime, PublishedDrawings drawings, ActivityRegistry registry, TaskKinds kinds, SubjectTypes subjects, UsualDelays usual, Actor actor, TimeProvider clock)
{
    private const int MostInstances = 50;

    /// <param name="subject">What the story is of.</param>
    /// <param name="forStaff">Whether internal lines and the names of the people awaited are shown.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<(TimelineModel Timeline, ProcedureStanding Standing)> ReadAsync(Subject subject, bool forStaff, CancellationToken cancellationToken)
    {
        var past = await (
            from entry in db.TimelineEntries
            where entry.SubjectKind == subject.Kind && entry.SubjectId == subject.Id && (forStaff || !entry.IsInternal)
            join person in db.StaffMembers on entry.ActorId equals person.Id into people
            from person in people.DefaultIfEmpty()
            join delegator in db.StaffMembers on entry.OnBehalfOfId equals delegator.Id into delegators
            from delegator in delegators.DefaultIfEmpty()
            orderby entry.At, entry.Id
            select new
            {
                entry.At,
                entry.Sentence,
                Who = person == null ? null : person.FullName,
                ForWhom = delegator == null ? null : delegator.FullName,
                entry.IsInternal,
                Mails = (
                    from mail in db.OutgoingMails
                    where mail.TimelineEntryId == entry.Id
                    join digest in db.OutgoingMails on mail.DigestId equals digest.Id into digests
                    from digest in digests.DefaultIfEmpty()
                    select new
                    {
                        mail.Status,
                        mail.Family,
                        IsClosed = mail.ClosedAt != null,
                        Digest = digest == null ? (MailStatus?)null : digest.Status,
                        IsDigestClosed = digest != null && digest.ClosedAt != null,
                    }).ToList(),
            }).AsSingleQuery().ToListAsync(cancellationToken);

        var waiting = new WaitingSentence();
        var (awaited, since) = await ReadAskedAsync(subject, forStaff, waiting, cancellationToken);
        var next = new List<string>();
        var instances = await runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = subject.ToCorrelationId(), Take = MostInstances }, cancellationToken);

        // The newest that goes on, or else the last one. What all of them ask of people is known already.
        var shown = instances.FirstOrDefault(ProcedureRun.GoesOn) ?? (instances.Count > 0 ? instances[0] : null);
        var document = shown is null ? null : await drawings.FindAsync(shown.DefinitionVersionId, cancellationToken);
        var hidden = document is null || forStaff ? [] : StepTitles.Hide(document, registry);
        if (shown is { Status: WorkflowStatus.Running, IncidentCount: 0 } && await runtime.GetOutlookAsync(shown.Id, cancellationToken) is { } outlook)
        {
            AddProcedure(outlook, awaited, next, waiting, hidden);
        }

        var isStopped = instances.Any(instance => instance.IncidentCount > 0);
        if (isStopped)
        {
            awaited.Add(new TimelineAwaited("Un incident arrête la procédure", AppRoles.Label(AppRoles.Administrator), IsLate: true));
        }

        return (
            new TimelineModel([.. past.Select(line => new TimelinePast(line.At, line.Sentence, Acting.Name(line.Who, line.ForWhom), line.IsInternal, MailState.Of([.. line.Mails.Select(mail => MailState.FateOf(mail.Status, mail.IsClosed, mail.Digest, mail.IsDigestClosed))])) { IsReminder = line.Mails.Count > 0 && line.Mails.All(mail => mail.Family == MessageFamily.Reminder) })], awaited, next.Count == 0 ? null : new TimelineNext(string.Join(", ou ", next))),
            new ProcedureStanding(
                isStopped ? "Un incident arrête la procédure\u00a0: l’administration doit le lever." : waiting.ToString(),
                shown is not null && (actor.IsInRole(AppRoles.Administrator) || actor.IsInRole(AppRoles.Auditor)) ? AdministrationLinks.Instance(shown.Id) : null,
                shown is null || document is null ? null : await DrawAsync(document, shown, forStaff, cancellationToken))
            {
                Since = isStopped ? null : since,
            });
    }

    /// <summary>Names of steps only: nothing of what they were given.</summary>
    private async Task<ProcedurePicture> DrawAsync(WorkflowDocument document, InstanceSummary instance, bool forStaff, CancellationToken cancellationToken)
    {
        var executions = await runtime.GetExecutionsAsync(instance.Id, cancellationToken: cancellationToken);
        return ProcedurePicture.OfRun(document, registry, "procedure", $"Procédure «\u00a0{document.Name}\u00a0»", ProcedureRun.Of(executions, instance, showsFaults: forStaff));
    }

    private async Task<(List<TimelineAwaited> Awaited, string? Since)> ReadAskedAsync(Subject subject, bool forStaff, WaitingSentence waiting, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        var parties = subjects.PartiesTo(db, subject) ?? db.StaffMembers.Where(person => false).Select(person => person.Id);
        var asked = await (
            from item in db.WorkItems
            where item.SubjectKind == subject.Kind && item.SubjectId == subject.Id && item.Status == WorkItemStatus.Open
            join person in db.StaffMembers on item.AssigneeId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby item.DueAt, item.Id
            select new { Item = item, Who = person == null ? null : person.FullName, IsOwnCase = parties.Contains(me) }).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;

        asked.ForEach(row => waiting.Add(
            kinds[row.Item.Kind],
            MayReadTitle(row.Item, row.IsOwnCase, forStaff) ? row.Item.Title : null,
            FromWhom(row.Item, row.Who, forStaff),
            row.Item.DueOn,
            row.Item.DueAt < now));
        List<TimelineAwaited> awaited = [.. asked
            .Select(row => new TimelineAwaited(
                MayReadTitle(row.Item, row.IsOwnCase, forStaff) ? row.Item.Title : kinds[row.Item.Kind].Label,
                FromWhom(row.Item, row.Who, forStaff),
                row.Item.DueOn,
                row.Item.DueAt < now,
                row.Item.IsAddressedTo(me, actor.Roles, row.IsOwnCase) ? kinds[row.Item.Kind].Page(row.Item.Id) : null))
            .Distinct()];
        return (awaited, asked.MinBy(row => row.Item.OpenedAt) is { Item: var oldest } ? await TellSinceAsync(oldest, cancellationToken) : null);
    }

    private async Task<string> TellSinceAsync(WorkItem oldest, CancellationToken cancellationToken)
    {
        var asked = $"Demandé le {FrenchDate.Day(ParisTime.DayOf(oldest.OpenedAt))}";
        return await usual.FindAsync(oldest.Kind, cancellationToken) is { } delay ? $"{asked}\u00a0; d’habitude, c’est fait {UsualDelays.Say(delay)}." : $"{asked}.";
    }

    // A drawn task says by its title what the staff is about: others read it when it is theirs.
    private bool MayReadTitle(WorkItem item, bool isOwnCase, bool forStaff) =>
        kinds[item.Kind].IsTitledByDrawing && (forStaff || item.IsAddressedTo(actor.Id, actor.Roles, isOwnCase));

    // Others than the staff are not told which person is awaited.
    private string FromWhom(WorkItem item, string? name, bool forStaff) => item.AssigneeRole is { } role ? AppRoles.Label(role)
        : forStaff || item.AssigneeId == actor.Id ? name ?? ""
        : kinds[item.Kind].AnonymousHolder;

    private void AddProcedure(InstanceOutlook outlook, List<TimelineAwaited> awaited, List<string> next, WaitingSentence sentence, Dictionary<string, string> hidden)
    {
        foreach (var waiting in outlook.Waiting)
        {
            // What is asked of people is read from their tasks.
            if (registry.Find(waiting.ActivityType)?.Activity is not IAnsweredByPeople)
            {
                DateOnly? until = waiting.DueAt is { } due ? ParisTime.DayOf(due) : null;
                awaited.Add(new TimelineAwaited(waiting.DisplayName, "la procédure", until));
                sentence.AddStep(waiting.DisplayName, until);
            }

            next.AddRange(waiting.Next.Select(activity => hidden.GetValueOrDefault(activity.DisplayName, activity.DisplayName)).Where(name => !next.Contains(name)));
        }
    }
}
