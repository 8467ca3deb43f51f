using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Recuse;

/// <summary>Somebody has no part in an application: they say so, or it is said for them.</summary>
/// <param name="PanelId">In which jury.</param>
/// <param name="PersonId">Who; null when it is the signed-in person.</param>
/// <param name="ItemId">Of the application.</param>
/// <param name="Conflict">What kind of conflict.</param>
/// <param name="Reason">Confidential; perhaps empty when one says it of oneself.</param>
public sealed record EnterRecusal(Guid PanelId, Guid? PersonId, Guid ItemId, ConflictKind Conflict, string Reason);

/// <summary>It acts everywhere at once: what is computed asks who is recused, and the votes that were held are struck, or annulled.</summary>
public sealed class EnterRecusalHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, PanelStory story, UrnKeys keys, TimeProvider clock) : Handler<EnterRecusal, Recusal>(runner)
{
    protected override async Task<Outcome<Recusal>> ActAsync(EnterRecusal input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        if (items.FirstOrDefault(item => item.Id == input.ItemId) is not { } item)
        {
            return new Refusal("recusal-unknown-item", "Le jury n’examine pas cette candidature.");
        }

        var person = input.PersonId ?? actor.Id;
        if (!panel.IsConductedBy(person) && !PanelReader.SittingOf(panel, reader.Today).Contains(person))
        {
            return new Refusal("recusal-not-of-the-panel", "Cette personne ne siège pas dans le jury.");
        }

        var existing = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, now.UtcDateTime).InForce;
        if (Recusal.MayBeEntered(panel, person, item.Subject, input.Reason, actor.Id, existing, actor.MayRunPanels()) is { } refusal)
        {
            return refusal;
        }

        var recusal = Recusal.Enter(Guid.CreateVersion7(now), panel, person, item.Subject, input.Conflict, input.Reason, actor.Id, existing, now.UtcDateTime, actor.MayRunPanels());
        db.Recusals.Add(recusal);
        await StrikeAsync(panel, person, item, now.UtcDateTime, cancellationToken);
        var name = await db.StaffMembers.Where(known => known.Id == person).Select(known => known.FullName).SingleAsync(cancellationToken);
        story.Tell(panel, $"{name} ne prend pas part à {item.Reference}.");
        return recusal;
    }

    // The key goes before the save: should that fail, the vote is held again.
    private async Task StrikeAsync(Panel panel, Guid person, JuryItem item, DateTime now, CancellationToken cancellationToken)
    {
        var ballots = await db.Ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Seats).Include(ballot => ballot.Marks).AsSingleQuery()
            .Where(ballot => ballot.ItemId == item.Id && db.HearingSessions.Any(session => session.Id == ballot.SessionId && session.PanelId == panel.Id))
            .ToListAsync(cancellationToken);
        foreach (var ballot in ballots.Where(ballot => ballot.Recuse(person, now) is RecusalEffect.Annulled))
        {
            keys.Destroy(ballot.Id);
        }
    }
}
