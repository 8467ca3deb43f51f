using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>When somebody’s next digest leaves: on a worked day on which none has left, whatever became of the clock, or of the hour that they choose, since.</summary>
internal static class NextDigests
{
    /// <summary>Whether a digest was written to somebody on the day (Paris) of an instant.</summary>
    public static Task<bool> HadDigestAsync(this IQueryable<OutgoingMail> mails, Guid person, DateTime now, CancellationToken cancellationToken)
    {
        var (from, until) = (ParisTime.ToUtc(ParisTime.DayOf(now), TimeOnly.MinValue), EndOfDay(now));
        return mails.AnyAsync(mail => mail.RecipientId == person && mail.CreatedAt >= from && mail.CreatedAt < until && mail.Why == MailReason.Digest, cancellationToken);
    }

    /// <returns>UTC.</returns>
    public static async Task<DateTime> NextDigestAsync(this IQueryable<OutgoingMail> mails, MailPreferences preferences, DateTime now, CancellationToken cancellationToken) =>
        preferences.NextDigest(await mails.HadDigestAsync(preferences.Id, now, cancellationToken) ? EndOfDay(now) : now);

    private static DateTime EndOfDay(DateTime now) => ParisTime.ToUtc(ParisTime.DayOf(now).AddDays(1), TimeOnly.MinValue);
}
