using Fabrique.Domain.Messages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages;

internal static class WaitingMails
{
    /// <summary>What waits for a person's digest follows what they choose: another hour, or no digest any more.</summary>
    public static async Task FollowAsync(this DbSet<OutgoingMail> mails, MailPreferences preferences, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var mail in await mails.Where(mail => mail.RecipientId == preferences.Id && mail.Status == MailStatus.ForDigest).ToListAsync(cancellationToken))
        {
            if (preferences.HasDigest)
            {
                mail.WaitUntil(preferences.NextDigest(now));
            }
            else
            {
                mail.StayInSpace(MailReason.DigestStopped);
            }
        }
    }
}
