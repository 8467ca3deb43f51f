using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>What a jury decided, why, the means of its scores, and what can be done about it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShowResultModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, PanelReader reader, ScoringReader scoring, TimeProvider clock) : ResultPage(db, actor, loader)
{
    /// <summary>What the assessments come to; null when nobody's counts.</summary>
    public Standing? Standing { get; private set; }

    /// <summary>None when a mean would tell what one person scored.</summary>
    public IReadOnlyList<CriterionMean> Means { get; private set; } = [];

    /// <summary>Whether the reader acts for the application.</summary>
    public bool MayWrite => Application.Lets(Actor.Id, CoApplicantRight.Write);

    public bool MayReply => MayWrite && Result is { Reply: null, ReplyDays: > 0 } && RightOfReply.MayReply(Result.ToldAt, Result.ReplyDays, clock.GetUtcNow().UtcDateTime) is null;

    public bool MayAskToTalk => MayWrite && Result is { TalkAskedAt: null, Outcome: DecisionOutcome.NotRetained or DecisionOutcome.Redirected };

    public bool MayGiveUp => Actor.Id == Application.ApplicantId && Application.Status is ApplicationStatus.Retained && Result is { Outcome: DecisionOutcome.Retained, WithdrawnAt: null };

    public bool MayWithdraw => Result is { Outcome: DecisionOutcome.WaitingList, WithdrawnAt: null } && Application.MayWithdraw(Actor.Id) is null;

    /// <summary>The task by which a place is taken or given up; null when none is held out to the reader.</summary>
    public Guid? PlaceTask { get; private set; }

    public string Sentence => Result switch
    {
        { WithdrawnAt: { } at, Outcome: DecisionOutcome.Retained } => $"Votre candidature avait une place, rendue le {FrenchDate.Day(at)}.",
        { WithdrawnAt: { } at } => $"Votre candidature a quitté la liste d’attente le {FrenchDate.Day(at)}.",
        { IsOffered: true, AnswerBy: { } day } => $"Une place s’est libérée : elle vous est proposée jusqu’au {FrenchDate.Day(day)}.",
        { Outcome: DecisionOutcome.Retained } => "Votre candidature est retenue.",
        { Outcome: DecisionOutcome.WaitingList, Rank: { } rank } => $"Votre candidature est sur la liste d’attente, au rang {rank}. Vous serez prévenu·e si une place se libère.",
        { Outcome: DecisionOutcome.Redirected } => "Votre candidature est réorientée.",
        _ => "Votre candidature n’est pas retenue.",
    };

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        if (await scoring.FindGridAsync(Result.PanelId, cancellationToken) is { } grid)
        {
            var panel = await reader.ReadAsync(Result.PanelId, cancellationToken);
            var item = new JuryItem(Application.Id, Application.Reference, Application.Title, Application.ApplicantId) { CoApplicants = [.. Application.CoApplicants.Where(co => co.IsAccepted).Select(co => co.PersonId!.Value)] };
            var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), [item], clock.GetUtcNow().UtcDateTime).InForce;
            var assessments = await scoring.ReadAssessmentsAsync(grid.Id, cancellationToken);
            Means = CriterionMean.Of(grid, assessments, recusals, item.Subject);
            Standing = Means.Count == 0 ? null : Ranking.Compute([item.Subject], grid, assessments, recusals, RankingBasis.Raw)[0];
        }

        var (me, kind, id) = (Actor.Id, PanelTasks.Place, Application.Id);
        PlaceTask = Result.IsOffered
            ? await Db.WorkItems.Where(task => task.Kind == kind && task.SubjectId == id && task.AssigneeId == me && task.Status == Domain.Work.WorkItemStatus.Open).Select(task => (Guid?)task.Id).FirstOrDefaultAsync(cancellationToken)
            : null;
        return true;
    }
}
