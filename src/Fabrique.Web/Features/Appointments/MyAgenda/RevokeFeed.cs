using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Appointments.MyAgenda;

/// <summary>The signed-in person closes the address at which calendars read theirs.</summary>
public sealed record RevokeFeed;

public sealed class RevokeFeedHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<RevokeFeed>(runner)
{
    protected override async Task<Outcome> ActAsync(RevokeFeed input, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        var feed = await db.CalendarFeeds.SingleOrDefaultAsync(feed => feed.StaffMemberId == me, cancellationToken);
        if (feed is null)
        {
            return new Refusal("feed-not-open", "Vous n’avez pas d’adresse d’agenda en service.");
        }

        if (feed.MayBeRevoked() is { } refusal)
        {
            return refusal;
        }

        feed.Revoke(clock.GetUtcNow().UtcDateTime);
        return Outcome.Done;
    }
}
