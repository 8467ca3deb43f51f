using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.AdmitMember;

/// <summary>The team takes somebody into a jury.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Person">Name or address.</param>
/// <param name="Capacity">What they do there.</param>
/// <param name="From">First day, Paris.</param>
public sealed record AdmitMember(Guid Id, int Version, string Person, Capacity Capacity, DateOnly From);

public sealed class AdmitMemberHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story) : Handler<AdmitMember>(runner)
{
    protected override async Task<Outcome> ActAsync(AdmitMember input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var (person, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Person, cancellationToken);
        if (ambiguous is not null)
        {
            return ambiguous;
        }

        if (person is not { IsActive: true })
        {
            return DirectorySearch.Unknown(input.Person);
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.MayAdmit(person.Id, input.From) is { } refusal)
        {
            return refusal;
        }

        panel.Admit(person.Id, input.Capacity, input.From);
        story.Tell(panel, $"{person.FullName} siège à partir du {FrenchDate.Day(input.From)} : {PanelLabels.Of(input.Capacity).ToLowerInvariant()}.");
        return Outcome.Done;
    }
}
