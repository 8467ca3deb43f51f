using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody who is invited, as a page shows them.</summary>
public sealed record GuestLine(Guid Id, string Name, AttendanceAnswer Answer);

/// <summary>An appointment, as a page shows it to the signed-in person.</summary>
/// <param name="Appointment">With its attendees.</param>
/// <param name="Guests">By name.</param>
/// <param name="IsTheirs">Whether it is for them to cancel.</param>
/// <param name="MayManage">Whether they may do so now.</param>
/// <param name="IsOver">Whether it is over.</param>
public sealed record AppointmentSheet(Appointment Appointment, IReadOnlyList<GuestLine> Guests, bool IsTheirs, bool MayManage, bool IsOver)
{
    /// <summary>Path of the page where they change it; null when they may not.</summary>
    public string? ChangePath { get; init; }

    public bool IsCancelled => Appointment.Status is AppointmentStatus.Cancelled;
}

/// <summary>Finds the appointments that the signed-in person may read: those to which they are invited, those that they planned or may plan, all of them for the incubator's staff.</summary>
public sealed class AppointmentReader(FabriqueDbContext db, Actor actor, SubjectTypes subjects, TimeProvider clock)
{
    private IReadOnlyList<Appointment>? mine;

    public static Refusal Unknown { get; } = new("appointment-unknown", "Ce rendez-vous n’existe pas.");

    public async Task<AppointmentSheet?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery().AsNoTracking().SingleOrDefaultAsync(appointment => appointment.Id == id, cancellationToken) is not { } appointment)
        {
            return null;
        }

        var mayPlan = await subjects.MayPlanAsync(db, actor, appointment.Subject, cancellationToken) is null;
        var isTheirs = mayPlan || appointment.IsCancelledBy(actor.Id, actor.Roles);
        return isTheirs || actor.IsStaff || appointment.AnswerOf(actor.Id) is not null ? await ShowAsync(appointment, isTheirs, mayPlan, cancellationToken) : null;
    }

    /// <summary>The one to come, if any, about something that the signed-in person may read; with the names of its guests and of others, in one query.</summary>
    /// <param name="about">What it is about.</param>
    /// <param name="others">Keys of people whose names are asked besides.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The appointment, without its attendees but as <see cref="AppointmentSheet.Guests"/>; null when none is to come. The names of all those people who exist.</returns>
    public async Task<(AppointmentSheet? Next, IReadOnlyDictionary<Guid, string> Names)> FindNextAsync(Subject about, IReadOnlyCollection<Guid> others, CancellationToken cancellationToken)
    {
        var (kind, id, now) = (about.Kind, about.Id, clock.GetUtcNow().UtcDateTime);
        var next = db.Appointments.Where(appointment => appointment.SubjectKind == kind && appointment.SubjectId == id && appointment.Status == AppointmentStatus.Planned && appointment.EndsAt > now);
        var rows = await (
            from person in db.StaffMembers
            from attendee in next.SelectMany(appointment => appointment.Attendees).Where(attendee => attendee.StaffMemberId == person.Id).DefaultIfEmpty()
            from appointment in next.Where(appointment => attendee != null && appointment.Id == attendee.AppointmentId).DefaultIfEmpty()
            where others.Contains(person.Id) || attendee != null
            orderby person.FullName, person.Id
            select new { person.Id, person.FullName, Appointment = appointment, Attendee = attendee }).AsNoTracking().ToListAsync(cancellationToken);

        // One at a time is to come.
        var shown = rows.Select(row => row.Appointment).OfType<Appointment>().MinBy(appointment => appointment.Number);
        var guests = rows.Where(row => row.Attendee is not null && row.Attendee.AppointmentId == shown?.Id).Select(row => new GuestLine(row.Id, row.FullName, row.Attendee!.Answer));
        return (
            shown is null ? null : new AppointmentSheet(shown, [.. guests], IsTheirs: false, MayManage: false, IsOver: false),
            rows.DistinctBy(row => row.Id).ToDictionary(row => row.Id, row => row.FullName));
    }

    /// <summary>Those to come to which the signed-in person is invited, the first first; read once.</summary>
    public async Task<IReadOnlyList<Appointment>> ReadMineAsync(CancellationToken cancellationToken)
    {
        var (me, now) = (actor.Id, clock.GetUtcNow().UtcDateTime);
        return mine ??= await db.Appointments.Include(appointment => appointment.Attendees.Where(attendee => attendee.StaffMemberId == me)).AsSingleQuery().AsNoTracking()
            .Where(appointment => appointment.Status == AppointmentStatus.Planned && appointment.EndsAt > now && appointment.Attendees.Any(attendee => attendee.StaffMemberId == me))
            .OrderBy(appointment => appointment.StartsAt)
            .ThenBy(appointment => appointment.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
    }

    private const int Most = 20;

    private async Task<AppointmentSheet> ShowAsync(Appointment appointment, bool isTheirs, bool mayPlan, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var mayTouch = appointment.MayBeTouched(now) is null;
        Guid[] ids = [.. appointment.Attendees.Select(attendee => attendee.StaffMemberId)];
        var names = await db.StaffMembers.Where(person => ids.Contains(person.Id)).OrderBy(person => person.FullName).ThenBy(person => person.Id)
            .Select(person => new { person.Id, person.FullName }).ToListAsync(cancellationToken);
        return new AppointmentSheet(
            appointment,
            [.. names.Select(person => new GuestLine(person.Id, person.FullName, appointment.AnswerOf(person.Id) ?? AttendanceAnswer.None))],
            isTheirs,
            isTheirs && mayTouch,
            appointment.IsOverAt(now))
        {
            ChangePath = mayPlan && mayTouch ? await subjects.FindPlanningPageAsync(db, appointment.Subject, cancellationToken) : null,
        };
    }
}
