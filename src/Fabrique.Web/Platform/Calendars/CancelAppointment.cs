using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody cancels an appointment.</summary>
public sealed record CancelAppointment(Guid Id);

public sealed class CancelAppointmentHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SubjectTypes subjects, Invitations invitations, TimeProvider clock) : Handler<CancelAppointment>(runner)
{
    protected override async Task<Outcome> ActAsync(CancelAppointment input, CancellationToken cancellationToken)
    {
        var appointment = await db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery().SingleOrDefaultAsync(appointment => appointment.Id == input.Id, cancellationToken);
        if (appointment is null)
        {
            return AppointmentReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var notTheirs = appointment.IsCancelledBy(actor.Id, actor.Roles) ? null : await subjects.MayPlanAsync(db, actor, appointment.Subject, cancellationToken);
        if ((notTheirs ?? appointment.MayBeTouched(now)) is { } refusal)
        {
            return refusal;
        }

        appointment.Cancel(actor.Id, now);
        await invitations.TellCancelledAsync(appointment, cancellationToken);
        return Outcome.Done;
    }
}
