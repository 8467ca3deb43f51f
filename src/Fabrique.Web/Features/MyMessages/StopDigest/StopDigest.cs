using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages.StopDigest;

/// <summary>Whoever holds the address of a person's digest stops it.</summary>
public sealed record StopDigest
{
    public required Guid PersonId { get; init; }
}

/// <summary>Said twice, it is done: mail readers ask again when an answer is slow.</summary>
public sealed class StopDigestHandler(UseCaseRunner runner, FabriqueDbContext db, TimeProvider clock) : Handler<StopDigest>(runner)
{
    protected override async Task<Outcome> ActAsync(StopDigest input, CancellationToken cancellationToken)
    {
        var preferences = await db.MailPreferences.SingleOrDefaultAsync(preferences => preferences.Id == input.PersonId, cancellationToken);
        if (preferences is null)
        {
            db.MailPreferences.Add(preferences = MailPreferences.Usual(input.PersonId));
        }

        preferences.StopDigest();
        await db.OutgoingMails.FollowAsync(preferences, clock.GetUtcNow().UtcDateTime, cancellationToken);
        return Outcome.Done;
    }
}
