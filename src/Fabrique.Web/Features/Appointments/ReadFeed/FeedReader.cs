using Fabrique.Data;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Appointments.ReadFeed;

/// <summary>
/// Reads what is at a person's secret address: their appointments, and the last days of the tasks that are theirs by name. Those of a role are left out: who holds a role now
/// is known at sign-in only, and nobody signs in here.
/// </summary>
public sealed class FeedReader(FabriqueDbContext db, CalendarWriter writer, MessageSenderIdentity sender, TimeProvider clock)
{
    private const string Name = "La Fabrique numérique";
    private const int DaysBefore = 30;
    private const int DaysAfter = 365;
    private const int Most = 500;

    // Calendars read as often as they like; that they did is noted now and then.
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    /// <returns>Null when nobody has this address any more.</returns>
    public async Task<string?> ReadAsync(FeedSecret secret, CancellationToken cancellationToken)
    {
        var (digest, now) = (secret.Digest, clock.GetUtcNow().UtcDateTime);
        var found = await db.CalendarFeeds
            .Where(feed => feed.SecretDigest == digest && db.StaffMembers.Any(person => person.Id == feed.StaffMemberId && person.IsActive))
            .Select(feed => new { feed.StaffMemberId, feed.LastReadAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (found.LastReadAt is not { } last || now - last >= NotedEvery)
        {
            DateTime? at = now;
            await db.CalendarFeeds.Where(feed => feed.SecretDigest == digest).ExecuteUpdateAsync(set => set.SetProperty(feed => feed.LastReadAt, at), cancellationToken);
        }

        var (from, until) = (now.AddDays(-DaysBefore), now.AddDays(DaysAfter));
        return writer.Read(Name, [.. await ReadAppointmentsAsync(found.StaffMemberId, from, until, cancellationToken), .. await ReadTasksAsync(found.StaffMemberId, from, until, cancellationToken)]);
    }

    private async Task<IEnumerable<CalendarLine>> ReadAppointmentsAsync(Guid person, DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        var appointments = await db.Appointments.Include(appointment => appointment.Attendees.Where(attendee => attendee.StaffMemberId == person)).AsSingleQuery().AsNoTracking()
            .Where(appointment => appointment.Status == AppointmentStatus.Planned && appointment.EndsAt > from && appointment.StartsAt < until && appointment.Attendees.Any(attendee => attendee.StaffMemberId == person))
            .OrderBy(appointment => appointment.StartsAt)
            .ThenBy(appointment => appointment.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return appointments.Select(appointment => CalendarWriter.LineOf(appointment, appointment.AnswerOf(person)));
    }

    private async Task<IEnumerable<CalendarLine>> ReadTasksAsync(Guid person, DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        var tasks = await db.WorkItems
            .Where(item => item.Status == WorkItemStatus.Open && (item.AssigneeId == person || item.ClaimedById == person) && item.DueAt > from && item.DueAt < until)
            .OrderBy(item => item.DueAt)
            .ThenBy(item => item.Id)
            .Take(Most)
            .Select(item => new { item.Id, item.Title, item.OpenedAt, item.DueAt })
            .ToListAsync(cancellationToken);
        return tasks.Select(item => new CalendarLine(
            $"{item.Id:N}@{sender.Domain}", $"À faire au plus tard\u00a0: {item.Title}", AppointmentTime.WholeOf(ParisTime.DayOf(item.DueAt)), item.OpenedAt, TaskLinks.Open(item.Id)) { IsBusy = false });
    }
}
