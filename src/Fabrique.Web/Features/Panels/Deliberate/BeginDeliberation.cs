using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>Whoever conducts a jury opens its deliberation.</summary>
/// <param name="PanelId">Which jury.</param>
public sealed record BeginDeliberation(Guid PanelId);

/// <summary>Within the places and the envelope that the call has now.</summary>
public sealed class BeginDeliberationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, DeliberationReader deliberations, PanelStory story, TimeProvider clock)
    : Handler<BeginDeliberation>(runner)
{
    protected override async Task<Outcome> ActAsync(BeginDeliberation input, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (actor.WhyNotConduct(panel) is { } refusal)
        {
            return refusal;
        }

        if (await deliberations.FindAsync(panel.Id, cancellationToken) is not null)
        {
            return new Refusal("deliberation-begun", "La délibération est déjà ouverte.");
        }

        var call = await db.Calls.SingleAsync(call => call.Id == panel.SubjectId, cancellationToken);
        db.Deliberations.Add(Deliberation.Begin(Guid.CreateVersion7(clock.GetUtcNow()), panel.Id, call.Places, call.Envelope));
        story.Tell(panel, "La délibération est ouverte.");
        return Outcome.Done;
    }
}
