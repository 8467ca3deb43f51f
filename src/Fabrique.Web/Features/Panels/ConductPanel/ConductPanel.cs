using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.ConductPanel;

/// <summary>The team chooses who presides over a jury, and who holds the pen.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="ChairId">A voting member.</param>
/// <param name="DeputyChairId">Another one; null for nobody.</param>
/// <param name="Clerk">Name or address of whoever holds the pen, member or not.</param>
public sealed record ConductPanel(Guid Id, int Version, Guid ChairId, Guid? DeputyChairId, string Clerk);

public sealed class ConductPanelHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story) : Handler<ConductPanel>(runner)
{
    protected override async Task<Outcome> ActAsync(ConductPanel input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var (clerk, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Clerk, cancellationToken);
        if (ambiguous is not null)
        {
            return ambiguous;
        }

        if (clerk is not { IsActive: true })
        {
            return DirectorySearch.Unknown(input.Clerk);
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.MayBeConducted(input.ChairId, input.DeputyChairId, clerk.Id, reader.Today) is { } refusal)
        {
            return refusal;
        }

        if (panel.ChairId == input.ChairId && panel.DeputyChairId == input.DeputyChairId && panel.ClerkId == clerk.Id)
        {
            return new Refusal("panel-conduct-unchanged", "Ces personnes conduisent déjà le jury.");
        }

        panel.Conduct(input.ChairId, input.DeputyChairId, clerk.Id, reader.Today);
        var names = await db.StaffMembers.Where(person => person.Id == input.ChairId || person.Id == input.DeputyChairId).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        story.Tell(panel, $"Présidence : {names[input.ChairId]}.{(input.DeputyChairId is { } deputy ? $" Vice-présidence : {names[deputy]}." : "")} Secrétariat : {clerk.FullName}.");
        return Outcome.Done;
    }
}
