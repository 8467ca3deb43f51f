using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Plan;

/// <summary>A session of a jury is planned; nobody is told of it yet.</summary>
/// <param name="Id">Its own, made by whoever asks: what is asked twice is planned once.</param>
/// <param name="PanelId">Of the jury.</param>
/// <param name="Plan">All that it is to be.</param>
public sealed record PlanSession(Guid Id, Guid PanelId, SessionPlan Plan);

public sealed class PlanSessionHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader panels, SessionPlanner planner, PanelStory story) : Handler<PlanSession, HearingSession>(runner)
{
    protected override async Task<Outcome<HearingSession>> ActAsync(PlanSession input, CancellationToken cancellationToken)
    {
        var panel = await panels.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotPlanSessions(panel) is { } refusal)
        {
            return refusal;
        }

        if (await db.HearingSessions.AnyAsync(session => session.Id == input.Id, cancellationToken))
        {
            return new Refusal("session-already-planned", "Cette séance est déjà prévue\u00a0: elle est sur la page des séances.");
        }

        var ordered = await planner.OrderAsync(panel, input.Plan, cancellationToken);
        if (!ordered.IsDone)
        {
            return ordered.Refusal;
        }

        var plan = input.Plan;
        var session = HearingSession.Plan(input.Id, panel.Id, plan.StartsAt, plan.Pace, ordered.Value, plan.Order is RunningOrderKind.ByHand ? null : plan.Seed, plan.Order);
        session.Meet(plan.Place, plan.Link);
        SessionPlanner.Rest(session, plan.Breaks);
        db.HearingSessions.Add(session);
        story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: prévue. Ordre de passage\u00a0: {char.ToLowerInvariant(SessionLabels.OrderOf(session)[0])}{SessionLabels.OrderOf(session)[1..]}.");
        return session;
    }
}

/// <summary>A session is planned otherwise: those who were told of it hear of what changes for them.</summary>
/// <param name="Id">Of the session.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Plan">All that it is to be.</param>
public sealed record ReplanSession(Guid Id, int Version, SessionPlan Plan);

public sealed class ReplanSessionHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SessionReader sessions, PanelReader panels, SessionPlanner planner, Convocation convocation, PanelStory story) : Handler<ReplanSession>(runner)
{
    protected override async Task<Outcome> ActAsync(ReplanSession input, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(input.Id, cancellationToken) is not { } session)
        {
            return SessionReader.Unknown;
        }

        var panel = await panels.ReadAsync(session.PanelId, cancellationToken);
        if (actor.WhyNotPlanSessions(panel) is { } notTheirs)
        {
            return notTheirs;
        }

        db.ExpectVersion(session, input.Version);
        var plan = input.Plan;
        if (session.MayBeReplanned(plan.Pace, [.. plan.Items.Select(id => new Subject("", id))]) is { } begun)
        {
            return begun;
        }

        var ordered = await planner.OrderAsync(panel, plan, cancellationToken);
        if (!ordered.IsDone)
        {
            return ordered.Refusal;
        }

        long? seed = plan.Order is RunningOrderKind.ByHand ? null : plan.Seed;
        if (IsAlready(session, plan, ordered.Value, seed))
        {
            return new Refusal("session-unchanged", "La séance est déjà prévue ainsi\u00a0: personne n’est dérangé.");
        }

        var told = Convocation.ToldOf(session);
        session.Replan(plan.StartsAt, plan.Pace, ordered.Value, seed, plan.Order);
        session.Meet(plan.Place, plan.Link);
        SessionPlanner.Rest(session, plan.Breaks);
        if (session.ConvenedAt is not null && await convocation.TellAsync(panel, session, told, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        story.Tell(panel, $"{SessionLabels.NameOf(session)}\u00a0: prévue autrement.");
        return Outcome.Done;
    }

    private static bool IsAlready(HearingSession session, SessionPlan plan, IReadOnlyList<Subject> items, long? seed) =>
        session.StartsAt == plan.StartsAt
        && session.Pace == plan.Pace
        && session.Place == plan.Place
        && session.Link == plan.Link
        && session.Seed == seed
        && session.OrderedBy == plan.Order
        && session.Agenda.Select(item => item.Item).SequenceEqual(items)
        && session.Breaks.Select(pause => new PlannedBreak(pause.AfterPosition, pause.Minutes)).SequenceEqual(plan.Breaks.OrderBy(pause => pause.AfterPosition));
}
