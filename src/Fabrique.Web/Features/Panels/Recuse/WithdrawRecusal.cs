using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Recuse;

/// <summary>Whoever conducts or runs a jury brings somebody back into an application.</summary>
/// <param name="Id">Of the « déport ».</param>
/// <param name="Version">That the form showed.</param>
/// <param name="Reason">Why.</param>
public sealed record WithdrawRecusal(Guid Id, int Version, string Reason);

/// <summary>What the person had assessed is theirs to look at again before it counts; what was voted meanwhile stays.</summary>
public sealed class WithdrawRecusalHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story, TimeProvider clock) : Handler<WithdrawRecusal>(runner)
{
    protected override async Task<Outcome> ActAsync(WithdrawRecusal input, CancellationToken cancellationToken)
    {
        var recusal = await db.Recusals.SingleAsync(recusal => recusal.Id == input.Id, cancellationToken);
        db.ExpectVersion(recusal, input.Version);
        var panel = await reader.ReadAsync(recusal.PanelId, cancellationToken);
        if (recusal.MayBeWithdrawn(panel, input.Reason, actor.Id, actor.MayRunPanels()) is { } refusal)
        {
            return refusal;
        }

        recusal.Withdraw(panel, input.Reason, actor.Id, clock.GetUtcNow().UtcDateTime, actor.MayRunPanels());
        var given = await db.Assessments
            .Where(assessment => assessment.ReviewerId == recusal.PersonId && assessment.ItemId == recusal.ItemId && assessment.SubmittedAt != null && db.ScoringGrids.Any(grid => grid.Id == assessment.GridId && grid.PanelId == panel.Id))
            .ToListAsync(cancellationToken);
        given.ForEach(assessment => assessment.Reopen());
        var name = await db.StaffMembers.Where(person => person.Id == recusal.PersonId).Select(person => person.FullName).SingleAsync(cancellationToken);
        var reference = await db.Applications.Where(application => application.Id == recusal.ItemId).Select(application => application.Reference).SingleAsync(cancellationToken);
        story.Tell(panel, $"{name} prend de nouveau part à {reference}.");
        return Outcome.Done;
    }
}
