using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>Tells the decisions of a jury: once, all at once, and each application then goes on with its procedure. The caller saves.</summary>
public sealed class DecisionRelease(FabriqueDbContext db, IWorkflowSignals signals, PanelSignals procedures, TimeProvider clock)
{
    private static readonly ApplicationStatus[] Undecided = [ApplicationStatus.UnderScreening, ApplicationStatus.Shortlisted];

    /// <param name="batchId">Which.</param>
    /// <param name="releasedById">Null when their instant came by itself.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Why they cannot be told; null when they are.</returns>
    public async Task<Refusal?> ReleaseAsync(Guid batchId, Guid? releasedById, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var batch = await db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery().SingleAsync(batch => batch.Id == batchId, cancellationToken);
        var deliberation = await db.Deliberations.Include(deliberation => deliberation.Decisions).AsSingleQuery().SingleAsync(deliberation => deliberation.Id == batch.DeliberationId, cancellationToken);
        if (batch.MayRelease(deliberation, now) is { } refusal)
        {
            return refusal;
        }

        batch.Release(deliberation, releasedById, now);
        var panel = await db.Panels.SingleAsync(panel => panel.Id == deliberation.PanelId, cancellationToken);
        var items = batch.Decisions.Select(decision => decision.ItemId).ToList();
        await GiveBackAsync(batch, items, now, cancellationToken);
        await EndTeamDecisionsAsync(batch, deliberation, items, now, cancellationToken);

        // Those that the jury did not decide of wait for it in vain.
        var left = await db.Applications.Where(application => application.CallId == panel.SubjectId && Undecided.Contains(application.Status) && !items.Contains(application.Id)).Select(application => application.Id).ToListAsync(cancellationToken);
        items.Concat(left).ToList().ForEach(procedures.Tell);
        db.TimelineEntries.Add(TimelineEntry.Write(NewId(), new Subject(PanelSubject.SubjectCode, panel.Id), now, releasedById, items.Count == 1 ? "La décision du jury est publiée." : $"Les {items.Count} décisions du jury sont publiées."));
        procedures.Change(panel.Id);
        return null;
    }

    // An idea that was withdrawn, or decided otherwise, while the decisions were kept back: its place goes to the next at once.
    private async Task GiveBackAsync(DecisionBatch batch, List<Guid> items, DateTime now, CancellationToken cancellationToken)
    {
        var gone = await db.Applications.Where(application => items.Contains(application.Id) && !Undecided.Contains(application.Status)).Select(application => application.Id).ToListAsync(cancellationToken);
        var lost = batch.Decisions.Where(decision => gone.Contains(decision.ItemId)).OrderByDescending(decision => decision.Outcome is DecisionOutcome.WaitingList).Select(decision => decision.Item).ToList();
        foreach (var item in lost.Where(item => batch.MayWithdraw(item) is null))
        {
            batch.Withdraw(item, batch.AnswerDays, now);
        }
    }

    // Procedures drawn before there were juries, or that did not find one, ask the team: the jury has answered.
    private async Task EndTeamDecisionsAsync(DecisionBatch batch, Deliberation deliberation, List<Guid> items, DateTime now, CancellationToken cancellationToken)
    {
        var asked = await db.WorkItems.Where(item => item.Kind == ApplicationTasks.Decision && item.Status == WorkItemStatus.Open && item.SubjectKind == ApplicationSubject.SubjectCode && items.Contains(item.SubjectId)).ToListAsync(cancellationToken);
        foreach (var task in asked)
        {
            var (told, decision) = (batch.Find(task.Subject)!, deliberation.DecisionOn(task.Subject)!);
            if (AwaitJury.OutcomeOf(told.Outcome, told.PromotedAt is not null) is AwaitJury.WaitingList)
            {
                Tell(task.Subject, now, "Le jury place cette candidature sur la liste d’attente, mais sa procédure n’attend pas le jury : c’est à l’équipe de l’en informer, et de décider.");
                continue;
            }

            var application = await db.Applications.SingleAsync(application => application.Id == task.SubjectId, cancellationToken);
            application.DecideByJury(told.Outcome is DecisionOutcome.Retained, decision.Reason.Length > 0 ? decision.Reason : AwaitJury.RetainedReason, decision.RecordedById, now);
            task.Cancel(now);
            signals.Resume(TaskBookmark.Resumption(task));
            Tell(task.Subject, now, "Le jury a décidé : la décision n’est plus demandée à l’équipe.");
        }
    }

    private void Tell(Subject subject, DateTime now, string sentence) => db.TimelineEntries.Add(TimelineEntry.Write(NewId(), subject, now, actorId: null, sentence, isInternal: true));

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());
}

/// <summary>The decisions of juries whose instant has come.</summary>
public sealed class DueDecisions : LedgerSource
{
    public const string SourceName = "jury-decisions";

    public override string Name => SourceName;

    public override string Cause => "Les décisions d’un jury n’ont pas été publiées à l’instant prévu.";

    // What a deliberation that was reopened since had decided is not told.
    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) => db.DecisionBatches
        .Where(batch => batch.Status == DecisionBatchStatus.Embargoed
            && db.Deliberations.Any(deliberation => deliberation.Id == batch.DeliberationId && deliberation.Status == DeliberationStatus.Concluded && deliberation.Conclusions == batch.Conclusion))
        .Select(batch => new DueItem { Key = batch.Id, DueAt = batch.ReleaseAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<DecisionRelease>().ReleaseAsync(key, releasedById: null, cancellationToken);
}

/// <summary>The team tells the decisions of a jury, whose instant has come.</summary>
/// <param name="PanelId">Of which jury.</param>
public sealed record ReleaseDecisions(Guid PanelId);

public sealed class ReleaseDecisionsHandler(UseCaseRunner runner, Actor actor, AnnouncementReader announcements, DecisionRelease release) : Handler<ReleaseDecisions>(runner)
{
    protected override async Task<Outcome> ActAsync(ReleaseDecisions input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } refusal)
        {
            return refusal;
        }

        if (await announcements.FindConcludedAsync(input.PanelId, cancellationToken) is not { } deliberation || await announcements.FindBatchAsync(deliberation, cancellationToken) is not { } batch)
        {
            return PrepareDecisionsHandler.NothingConcluded;
        }

        return await release.ReleaseAsync(batch.Id, actor.Id, cancellationToken) is { } impossible ? impossible : Outcome.Done;
    }
}
