using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody gives an appointment another time, another place or other people.</summary>
public sealed record ChangeAppointment
{
    public required Guid Id { get; init; }

    /// <summary>The version that the page showed.</summary>
    public required int Version { get; init; }

    public required AppointmentTerms Terms { get; init; }

    /// <summary>Keys of those who are invited from now on.</summary>
    public required IReadOnlyList<Guid> People { get; init; }

    /// <summary>Names or e-mail addresses of others.</summary>
    public required IReadOnlyList<string> Others { get; init; }
}

public sealed class ChangeAppointmentHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SubjectTypes subjects, AppointmentGuests guests, Invitations invitations, TimeProvider clock)
    : Handler<ChangeAppointment, SavedAppointment>(runner)
{
    protected override async Task<Outcome<SavedAppointment>> ActAsync(ChangeAppointment input, CancellationToken cancellationToken)
    {
        var appointment = await db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery().SingleOrDefaultAsync(appointment => appointment.Id == input.Id, cancellationToken);
        if (appointment is null)
        {
            return AppointmentReader.Unknown;
        }

        if (await subjects.MayPlanAsync(db, actor, appointment.Subject, cancellationToken) is { } notTheirs)
        {
            return notTheirs;
        }

        db.ExpectVersion(appointment, input.Version);
        var found = await guests.FindAsync(input.People, input.Others, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        Guid[] invited = [.. found.Value.Select(person => person.Id)];
        if (appointment.MayBeChanged(input.Terms, invited, now) is { } refusal)
        {
            return refusal;
        }

        var change = appointment.Change(input.Terms, invited, now);
        await invitations.TellChangedAsync(appointment, change, cancellationToken);
        return new SavedAppointment(appointment.Id, change, await guests.FindBusyAsync(appointment, found.Value, cancellationToken));
    }
}
