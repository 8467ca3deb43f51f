using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Features.Panels.Sessions.Plan;

/// <summary>A break of a session that is planned.</summary>
/// <param name="AfterPosition">The position of the item after which it comes, from 1.</param>
/// <param name="Minutes">How long.</param>
public sealed record PlannedBreak(int AfterPosition, int Minutes);

/// <summary>All that a session is to be.</summary>
public sealed record SessionPlan
{
    /// <summary>Paris.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Paris.</summary>
    public required TimeOnly At { get; init; }

    public required string Place { get; init; }

    public required string Link { get; init; }

    public required HearingPace Pace { get; init; }

    public required RunningOrderKind Order { get; init; }

    /// <summary>From which the order, or that of equal ones, is drawn; without effect on one made by hand.</summary>
    public required long Seed { get; init; }

    /// <summary>Keys of the applications, in the order made by hand.</summary>
    public required IReadOnlyList<Guid> Items { get; init; }

    public required IReadOnlyList<PlannedBreak> Breaks { get; init; }

    /// <summary>UTC.</summary>
    public DateTime StartsAt => ParisTime.ToUtc(Day, At);
}

/// <summary>Orders the items of a session, and says whether it may be so.</summary>
public sealed class SessionPlanner(PanelReader panels, ScoringReader scoring, TimeProvider clock)
{
    /// <summary>The items of a plan in their order, or why it cannot be.</summary>
    public async Task<Outcome<IReadOnlyList<Subject>>> OrderAsync(Panel panel, SessionPlan plan, CancellationToken cancellationToken)
    {
        if (WhyNot(plan) is { } refusal)
        {
            return refusal;
        }

        var judged = await panels.ReadItemsAsync(panel, cancellationToken);
        if (plan.Items.Any(id => judged.All(item => item.Id != id)))
        {
            return new Refusal("session-item-not-judged", "Le jury n’examine plus l’une de ces candidatures\u00a0: rechargez la page, puis choisissez de nouveau.");
        }

        var items = plan.Items.Select(id => judged.First(item => item.Id == id).Subject).ToList();
        switch (plan.Order)
        {
            case RunningOrderKind.Drawn:
                return Outcome.With(RunningOrder.Draw(items, plan.Seed));
            case RunningOrderKind.FromRanking:
                if (await scoring.FindGridAsync(panel.Id, cancellationToken) is not { } grid)
                {
                    return new Refusal("session-without-ranking", "Le jury n’a pas encore de grille d’évaluation\u00a0: il n’y a pas de classement d’où tirer un ordre.");
                }

                var recusals = PanelReader.Complete(panel, await panels.ReadRecusalsAsync(panel.Id, cancellationToken), judged, clock.GetUtcNow().UtcDateTime).InForce;
                return Outcome.With(RunningOrder.FromRanking(Ranking.ComputeGiven(items, grid, await scoring.ReadGivenAsync(grid.Id, cancellationToken), recusals), plan.Seed));
            default:
                return Outcome.With<IReadOnlyList<Subject>>(items);
        }
    }

    /// <summary>The breaks of a session as they are asked; those that stay are left alone.</summary>
    public static void Rest(HearingSession session, IReadOnlyList<PlannedBreak> breaks)
    {
        foreach (var pause in session.Breaks.Where(pause => breaks.All(asked => asked.AfterPosition != pause.AfterPosition)))
        {
            session.Break(pause.AfterPosition, 0);
        }

        foreach (var asked in breaks.Where(asked => session.Breaks.All(pause => pause.AfterPosition != asked.AfterPosition || pause.Minutes != asked.Minutes)))
        {
            session.Break(asked.AfterPosition, asked.Minutes);
        }
    }

    private Refusal? WhyNot(SessionPlan plan)
    {
        if (plan.Items.Count == 0)
        {
            return new Refusal("session-empty", "Mettez au moins une candidature à l’ordre du jour.");
        }

        if (HearingSession.MayBePlanned(plan.Pace, [.. plan.Items.Select(id => new Subject("", id))]) is { } refusal)
        {
            return refusal;
        }

        if (plan.Breaks.Any(pause => pause.AfterPosition < 1 || pause.AfterPosition >= plan.Items.Count || pause.Minutes is < 1 or > HearingPace.LongestMinutes) || plan.Breaks.DistinctBy(pause => pause.AfterPosition).Count() < plan.Breaks.Count)
        {
            return new Refusal("session-break", $"Une pause vient après une audition qui n’est pas la dernière, une fois, et dure d’une minute à {HearingPace.LongestMinutes / 60} heures.");
        }

        // Where and when, as the appointment of those who sit in it will have it.
        return Appointment.MayBePlanned(new AppointmentTerms("", AppointmentTime.Between(plan.StartsAt, plan.StartsAt.AddMinutes(1)), plan.Place, plan.Link), [Guid.Empty], clock.GetUtcNow().UtcDateTime);
    }
}
