using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>A decision of a jury, on its way to whoever brings the application.</summary>
/// <param name="Id">Of the application.</param>
/// <param name="Reference">Its own.</param>
/// <param name="Title">Its own.</param>
/// <param name="ApplicantId">Who brings it.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Told">What became of it since the batch was prepared; null as long as there is none.</param>
public sealed record AnnouncedDecision(Guid Id, string Reference, string Title, Guid ApplicantId, Decision Decision, BatchedDecision? Told)
{
    /// <summary>« C-2026-0012 – Seconde Pierre ».</summary>
    public string Name => $"{Reference} – {Title}";
}

/// <summary>The decisions of a jury, and when they are told.</summary>
/// <param name="Panel">The jury.</param>
/// <param name="Deliberation">Concluded; null as long as there is none.</param>
/// <param name="Batch">Of its last conclusion; null as long as none was prepared.</param>
/// <param name="Lines">By outcome, rank and reference, without those in which the reader has no part.</param>
public sealed record Announcement(Panel Panel, Deliberation? Deliberation, DecisionBatch? Batch, IReadOnlyList<AnnouncedDecision> Lines);

/// <summary>Reads what a jury is about to tell: for those who run or conduct it, never for those whom it is about.</summary>
public sealed class AnnouncementReader(FabriqueDbContext db, Actor actor, PanelReader reader, TimeProvider clock)
{
    /// <returns>Null when there is no such jury, or the signed-in person does not read what it is about to tell.</returns>
    public async Task<Announcement?> FindAsync(Guid panelId, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(panelId, cancellationToken) is not { } panel || !(actor.IsStaff || panel.IsConductedBy(actor.Id)))
        {
            return null;
        }

        if (await Concluded(panelId).AsNoTracking().FirstOrDefaultAsync(cancellationToken) is not { } deliberation)
        {
            return new Announcement(panel, null, null, []);
        }

        var batch = await BatchOf(deliberation).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var ids = deliberation.Decisions.Select(decision => decision.ItemId).ToList();
        var applications = await db.Applications.Where(application => ids.Contains(application.Id))
            .Select(application => new { application.Id, application.Reference, application.Title, application.ApplicantId })
            .ToListAsync(cancellationToken);
        var together = (await db.Applications.Where(application => ids.Contains(application.Id)).SelectMany(application => application.CoApplicants).Where(co => co.AcceptedAt != null).Select(co => new { co.ApplicationId, PersonId = co.PersonId!.Value }).ToListAsync(cancellationToken))
            .ToLookup(co => co.ApplicationId, co => co.PersonId);
        var items = applications.ConvertAll(application => new JuryItem(application.Id, application.Reference, application.Title, application.ApplicantId) { CoApplicants = [.. together[application.Id]] });
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panelId, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        var (me, decisions) = (actor.Id, deliberation.Decisions.ToDictionary(decision => decision.ItemId));
        return new Announcement(
            panel,
            deliberation,
            batch,
            [
                .. items.Where(item => !recusals.Excludes(me, item.Subject) && item.ApplicantId != me && !item.CoApplicants.Contains(me))
                    .Select(item => new AnnouncedDecision(item.Id, item.Reference, item.Title, item.ApplicantId, decisions[item.Id], batch?.Find(item.Subject)))
                    .OrderBy(line => line.Decision.Outcome)
                    .ThenBy(line => line.Decision.WaitingRank)
                    .ThenBy(line => line.Reference, StringComparer.Ordinal),
            ]);
    }

    /// <summary>The last deliberation of a jury that was concluded, to prepare what tells it; null when there is none.</summary>
    public Task<Deliberation?> FindConcludedAsync(Guid panelId, CancellationToken cancellationToken) => Concluded(panelId).FirstOrDefaultAsync(cancellationToken);

    /// <summary>What tells the last conclusion of a deliberation, to be changed; null when there is nothing.</summary>
    public Task<DecisionBatch?> FindBatchAsync(Deliberation deliberation, CancellationToken cancellationToken) => BatchOf(deliberation).SingleOrDefaultAsync(cancellationToken);

    /// <summary>How long those who are told may answer, and those who are promoted take their place, as the drawing of the procedure proposes it. Working days.</summary>
    public async Task<(int Reply, int Answer)> ReadProposedAsync(Guid panelId, CancellationToken cancellationToken) =>
        await DrawnNumbers.FindAsync(db, panelId, PublishDecisions.ReplyDays, PublishDecisions.AnswerDays, cancellationToken) ?? (DecisionBatch.UsualReplyDays, DecisionBatch.UsualAnswerDays);

    /// <summary>How many of the applications decided of are still elsewhere in their procedure: their letters leave once it comes to wait for the jury.</summary>
    public async Task<int> CountElsewhereAsync(Announcement announcement, CancellationToken cancellationToken)
    {
        var waiting = await db.Set<WorkflowBookmarkRow>().Where(row => row.Name == PanelSignals.BookmarkName && row.Key == PanelSignals.Told).Select(row => row.CorrelationId).ToListAsync(cancellationToken);
        var known = waiting.ToHashSet(StringComparer.Ordinal);
        return announcement.Lines.Count(line => !known.Contains(new Subject(ApplicationSubject.SubjectCode, line.Id).ToCorrelationId()));
    }

    private IQueryable<Deliberation> Concluded(Guid panelId) => db.Deliberations.Include(deliberation => deliberation.Decisions).AsSplitQuery()
        .Where(deliberation => deliberation.PanelId == panelId && deliberation.Status == DeliberationStatus.Concluded)
        .OrderByDescending(deliberation => deliberation.ConcludedAt)
        .ThenByDescending(deliberation => deliberation.Id);

    private IQueryable<DecisionBatch> BatchOf(Deliberation deliberation) => db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery()
        .Where(batch => batch.DeliberationId == deliberation.Id && batch.Conclusion == deliberation.Conclusions);
}
