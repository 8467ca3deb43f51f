using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>Whoever conducts a jury closes its deliberation: its decisions hold together.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="Version">Of the deliberation, as the form showed it.</param>
/// <param name="PlacesReason">Why more are retained than there are places; empty when they are not.</param>
/// <param name="EnvelopeReason">Why more is given than the envelope; empty when it is not.</param>
/// <param name="FirstCommitteeOn">Day in Paris of the first committee of what is retained; null when it is not fixed.</param>
public sealed record ConcludeDeliberation(Guid PanelId, int Version, string PlacesReason, string EnvelopeReason, DateOnly? FirstCommitteeOn = null);

public sealed class ConcludeDeliberationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, DeliberationReader deliberations, PanelStory story, TimeProvider clock)
    : Handler<ConcludeDeliberation>(runner)
{
    protected override async Task<Outcome> ActAsync(ConcludeDeliberation input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotConduct(panel) is { } notTheirs)
        {
            return notTheirs;
        }

        var table = await deliberations.ReadAsync(panel, cancellationToken);
        if (table.Deliberation is not { } deliberation)
        {
            return new Refusal("deliberation-not-begun", "Ouvrez d’abord la délibération.");
        }

        db.ExpectVersion(deliberation, input.Version);
        if (table.Items.Count == 0)
        {
            return new Refusal("deliberation-nothing", "Le jury n’a aucune candidature à examiner : il n’y a rien à conclure.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if ((deliberation.MayConclude(table.Standings, table.Ballots, input.PlacesReason, input.EnvelopeReason) ?? Deliberation.MayMeetFirstOn(input.FirstCommitteeOn, ParisTime.DayOf(now))) is { } refusal)
        {
            return refusal;
        }

        deliberation.Conclude(table.Standings, table.Ballots, input.PlacesReason, input.EnvelopeReason, now, input.FirstCommitteeOn);
        story.Tell(panel, deliberation.Conclusions == 1
            ? "La délibération est close."
            : $"La délibération est close : la conclusion nᵒ {deliberation.Conclusions} remplace la nᵒ {deliberation.Conclusions - 1}.");
        return Outcome.Done;
    }
}

/// <summary>Whoever conducts a jury opens again what it had concluded, as long as nobody was told.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="Version">Of the deliberation, as the form showed it.</param>
/// <param name="Reason">Why.</param>
public sealed record ReopenDeliberation(Guid PanelId, int Version, string Reason);

public sealed class ReopenDeliberationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, DeliberationReader deliberations, PanelStory story) : Handler<ReopenDeliberation>(runner)
{
    protected override async Task<Outcome> ActAsync(ReopenDeliberation input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotConduct(panel) is { } notTheirs)
        {
            return notTheirs;
        }

        if (await deliberations.FindAsync(panel.Id, cancellationToken) is not { } deliberation)
        {
            return new Refusal("deliberation-not-begun", "Ouvrez d’abord la délibération.");
        }

        db.ExpectVersion(deliberation, input.Version);
        var batch = await deliberations.FindBatchAsync(deliberation.Id, cancellationToken);
        if (deliberation.MayReopen(batch, input.Reason) is { } refusal)
        {
            return refusal;
        }

        deliberation.Reopen(batch, input.Reason);
        story.Tell(panel, $"La délibération est rouverte : {input.Reason}");
        return Outcome.Done;
    }
}
