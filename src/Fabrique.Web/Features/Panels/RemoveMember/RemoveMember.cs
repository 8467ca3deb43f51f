using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.RemoveMember;

/// <summary>The team notes that a member leaves.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Number">Of the member.</param>
/// <param name="From">First day, Paris, on which they are no longer one.</param>
/// <param name="Reason">Why.</param>
public sealed record RemoveMember(Guid Id, int Version, int Number, DateOnly From, string Reason);

public sealed class RemoveMemberHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story, TimeProvider clock) : Handler<RemoveMember>(runner)
{
    protected override async Task<Outcome> ActAsync(RemoveMember input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.Members.FirstOrDefault(member => member.Number == input.Number) is not { RemovedFrom: null } member)
        {
            return new Refusal("panel-not-a-member", "Cette personne n’est plus membre du jury.");
        }

        if (panel.MayRemove(member.PersonId, input.From, input.Reason) is { } refusal)
        {
            return refusal;
        }

        panel.Remove(member.PersonId, input.From, input.Reason, actor.Id, clock.GetUtcNow().UtcDateTime);
        var name = await db.StaffMembers.Where(person => person.Id == member.PersonId).Select(person => person.FullName).SingleAsync(cancellationToken);
        story.Tell(panel, $"{name} ne siège plus à partir du {FrenchDate.Day(input.From)}.");
        return Outcome.Done;
    }
}
