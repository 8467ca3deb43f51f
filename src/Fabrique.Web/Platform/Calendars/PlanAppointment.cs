using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody plans an appointment about a subject; one at a time is to come.</summary>
public sealed record PlanAppointment
{
    public required Subject About { get; init; }

    public required AppointmentTerms Terms { get; init; }

    /// <summary>Keys of those who were chosen.</summary>
    public required IReadOnlyList<Guid> People { get; init; }

    /// <summary>Names or e-mail addresses of others.</summary>
    public required IReadOnlyList<string> Others { get; init; }
}

public sealed class PlanAppointmentHandler(
    UseCaseRunner runner, FabriqueDbContext db, Actor actor, SubjectTypes subjects, AppointmentGuests guests, Invitations invitations, MessageSenderIdentity sender, TimeProvider clock)
    : Handler<PlanAppointment, SavedAppointment>(runner)
{
    protected override async Task<Outcome<SavedAppointment>> ActAsync(PlanAppointment input, CancellationToken cancellationToken)
    {
        if (await subjects.MayPlanAsync(db, actor, input.About, cancellationToken) is { } notTheirs)
        {
            return notTheirs;
        }

        var now = clock.GetUtcNow();
        var (kind, id) = (input.About.Kind, input.About.Id);
        var others = await db.Appointments.Where(other => other.SubjectKind == kind && other.SubjectId == id).ToListAsync(cancellationToken);
        if (others.Exists(other => other.IsToCome(now.UtcDateTime)))
        {
            return new Refusal("appointment-already-planned", "Un rendez-vous est déjà prévu\u00a0: modifiez-le, ou annulez-le d’abord.");
        }

        var found = await guests.FindAsync(input.People, input.Others, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        Guid[] invited = [.. found.Value.Select(person => person.Id)];
        if (Appointment.MayBePlanned(input.Terms, invited, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        var appointment = Appointment.Plan(
            Guid.CreateVersion7(now), sender.Domain, input.About, others.Select(other => other.Number).DefaultIfEmpty().Max() + 1, input.Terms, invited, actor.Id, now.UtcDateTime);
        db.Appointments.Add(appointment);
        await invitations.TellPlannedAsync(appointment, cancellationToken);
        return new SavedAppointment(appointment.Id, new AppointmentChange(invited, [], []), await guests.FindBusyAsync(appointment, found.Value, cancellationToken));
    }
}
