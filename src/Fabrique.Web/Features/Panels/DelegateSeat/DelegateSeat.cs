using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.DelegateSeat;

/// <summary>The team notes who sits in the place of a member who is away.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="MemberId">Who is away.</param>
/// <param name="Substitute">Name or address.</param>
/// <param name="From">First day, Paris.</param>
/// <param name="Until">Last day, Paris, included.</param>
public sealed record DelegateSeat(Guid Id, int Version, Guid MemberId, string Substitute, DateOnly From, DateOnly Until);

public sealed class DelegateSeatHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story, TimeProvider clock) : Handler<DelegateSeat>(runner)
{
    protected override async Task<Outcome> ActAsync(DelegateSeat input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var (substitute, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Substitute, cancellationToken);
        if (ambiguous is not null)
        {
            return ambiguous;
        }

        if (substitute is not { IsActive: true })
        {
            return DirectorySearch.Unknown(input.Substitute);
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.MayDelegate(input.MemberId, substitute.Id, input.From, input.Until) is { } refusal)
        {
            return refusal;
        }

        panel.Delegate(input.MemberId, substitute.Id, input.From, input.Until, actor.Id, clock.GetUtcNow().UtcDateTime);
        var member = await db.StaffMembers.Where(person => person.Id == input.MemberId).Select(person => person.FullName).SingleAsync(cancellationToken);
        story.Tell(panel, $"{substitute.FullName} supplée {member} {(input.From == input.Until ? $"le {FrenchDate.Day(input.From)}" : $"du {FrenchDate.Day(input.From)} au {FrenchDate.Day(input.Until)}")}.");
        return Outcome.Done;
    }
}

/// <summary>The team ends a « suppléance » before its last day.</summary>
/// <param name="Id">Of the jury.</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Number">Of the « suppléance ».</param>
public sealed record EndSeatDelegation(Guid Id, int Version, int Number);

public sealed class EndSeatDelegationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story, TimeProvider clock) : Handler<EndSeatDelegation>(runner)
{
    protected override async Task<Outcome> ActAsync(EndSeatDelegation input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } notTheirs)
        {
            return notTheirs;
        }

        var panel = await reader.ReadAsync(input.Id, cancellationToken);
        db.ExpectVersion(panel, input.Version);
        if (panel.MayEndDelegation(input.Number) is { } refusal)
        {
            return refusal;
        }

        panel.EndDelegation(input.Number, actor.Id, clock.GetUtcNow().UtcDateTime);
        var delegation = panel.Delegations.Single(delegation => delegation.Number == input.Number);
        var names = await db.StaffMembers.Where(person => person.Id == delegation.DelegatorId || person.Id == delegation.SubstituteId).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        story.Tell(panel, $"{names[delegation.SubstituteId]} ne supplée plus {names[delegation.DelegatorId]}.");
        return Outcome.Done;
    }
}
