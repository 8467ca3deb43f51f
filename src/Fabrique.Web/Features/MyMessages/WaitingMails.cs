using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MyMessages;

internal static class WaitingMails
{
    /// <summary>What waits for a person's digest follows what they choose: another hour, or no digest any more.</summary>
    public static async Task FollowAsync(this DbSet<OutgoingMail> mails, MailPreferences preferences, DateTime now, CancellationToken cancellationToken)
    {
        var next = await mails.NextDigestAsync(preferences, now, cancellationToken);
        foreach (var mail in await mails.Where(mail => mail.RecipientId == preferences.Id && mail.Status == MailStatus.ForDigest).ToListAsync(cancellationToken))
        {
            if (preferences.HasDigest)
            {
                mail.WaitUntil(next);
            }
            else
            {
                mail.StayInSpace(MailReason.DigestStopped);
            }
        }
    }
}
