using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Says until when a mail waits that is written during the quiet hours of who receives it. What somebody writes by their own act leaves at once; so does what a procedure
/// writes to a person who is there, since they did something a moment ago: most often, what it answers.
/// </summary>
public sealed class QuietNights(FabriqueDbContext db, OrganisationReader organisation, AuditScope audit, MailOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(15);

    /// <param name="recipient">Who is written to; null when the address is nobody’s of the directory.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>UTC; null when it leaves at once.</returns>
    public async Task<DateTime?> FindMorningAsync(StaffMember? recipient, CancellationToken cancellationToken)
    {
        if (audit.ActorId is not null || options.Quiet is not { } hours)
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var time = recipient?.UnitId is { } unit ? OrganisationPlace.Of(await organisation.ReadLineAsync(unit, cancellationToken)).Time : LocalTime.Paris;
        return hours.EndOf(now, time) is { } morning && !await IsThereAsync(recipient, now, cancellationToken) ? morning : null;
    }

    private async Task<bool> IsThereAsync(StaffMember? recipient, DateTime now, CancellationToken cancellationToken)
    {
        if (recipient is null)
        {
            return false;
        }

        var since = now - Moment;
        return await db.AuditEntries.AnyAsync(entry => entry.ActorId == recipient.Id && entry.At > since && entry.At <= now, cancellationToken);
    }
}
