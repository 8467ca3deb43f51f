using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Appointments.MyAgenda;

/// <summary>The signed-in person asks for an address at which their calendar reads, in place of the former one if any.</summary>
/// <param name="Secret">The new one's, which is kept nowhere.</param>
/// <param name="Version">Of what the page showed; null when it showed none.</param>
public sealed record MakeFeedAddress(FeedSecret Secret, int? Version);

public sealed class MakeFeedAddressHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<MakeFeedAddress>(runner)
{
    protected override async Task<Outcome> ActAsync(MakeFeedAddress input, CancellationToken cancellationToken)
    {
        var (me, now) = (actor.Id, clock.GetUtcNow());
        var feed = await db.CalendarFeeds.SingleOrDefaultAsync(feed => feed.StaffMemberId == me, cancellationToken);
        if (feed is null)
        {
            db.CalendarFeeds.Add(CalendarFeed.Make(Guid.CreateVersion7(now), me, input.Secret.Digest, now.UtcDateTime));
            return Outcome.Done;
        }

        if (input.Version is not { } version)
        {
            return new Refusal("feed-already-made", "Une adresse vient d’être créée, dans un autre onglet peut-être\u00a0: renouvelez-la si vous ne l’avez pas notée.");
        }

        db.ExpectVersion(feed, version);
        feed.Renew(input.Secret.Digest, now.UtcDateTime);
        return Outcome.Done;
    }
}
