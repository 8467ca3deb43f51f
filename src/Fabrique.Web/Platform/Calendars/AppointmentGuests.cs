using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Who is invited, and what they have at the same hours.</summary>
public sealed class AppointmentGuests(FabriqueDbContext db)
{
    /// <summary>Finds those who were chosen and those who were named.</summary>
    /// <param name="chosen">Keys.</param>
    /// <param name="named">Names or e-mail addresses, as they were typed.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Each person once; or why somebody cannot be invited.</returns>
    public async Task<Outcome<List<StaffMember>>> FindAsync(IReadOnlyCollection<Guid> chosen, IReadOnlyList<string> named, CancellationToken cancellationToken)
    {
        if (named.Count > Appointment.MostAttendees)
        {
            return new Refusal("appointment-too-many", $"Un rendez-vous réunit {Appointment.MostAttendees} personnes au plus.");
        }

        var people = await db.StaffMembers.Where(person => chosen.Contains(person.Id)).OrderBy(person => person.FullName).ThenBy(person => person.Id).ToListAsync(cancellationToken);
        foreach (var typed in named)
        {
            switch (await db.StaffMembers.FindMeantAsync(typed, cancellationToken))
            {
                case (_, { } ambiguous):
                    return ambiguous;
                case ({ } person, _):
                    people.Add(person);
                    break;
                default:
                    return DirectorySearch.Unknown(typed);
            }
        }

        return people.Find(person => !person.IsActive) is { } gone
            ? new Refusal("person-left", $"{gone.FullName} n’a plus de compte actif\u00a0: retirez-la de la liste, ou choisissez quelqu’un d’autre.")
            : people.DistinctBy(person => person.Id).ToList();
    }

    /// <summary>Those who are expected elsewhere meanwhile.</summary>
    /// <returns>Their names, in order.</returns>
    public async Task<IReadOnlyList<string>> FindBusyAsync(Appointment appointment, IReadOnlyCollection<StaffMember> people, CancellationToken cancellationToken)
    {
        var (id, from, until) = (appointment.Id, appointment.StartsAt, appointment.EndsAt);
        Guid[] ids = [.. people.Select(person => person.Id)];
        var busy = await db.Appointments
            .Where(other => other.Id != id && other.Status == AppointmentStatus.Planned && other.StartsAt < until && other.EndsAt > from)
            .SelectMany(other => other.Attendees)
            .Where(attendee => ids.Contains(attendee.StaffMemberId) && attendee.Answer != AttendanceAnswer.Declined)
            .Select(attendee => attendee.StaffMemberId)
            .Distinct()
            .ToListAsync(cancellationToken);
        return [.. people.Where(person => busy.Contains(person.Id)).Select(person => person.FullName).Order(StringComparer.CurrentCulture)];
    }
}

/// <summary>An appointment that was planned or changed.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Change">Who heard of it.</param>
/// <param name="Busy">Those who are expected elsewhere meanwhile, by name.</param>
public sealed record SavedAppointment(Guid Id, AppointmentChange Change, IReadOnlyList<string> Busy);
