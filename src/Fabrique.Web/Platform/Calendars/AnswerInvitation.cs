using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>The signed-in person says whether they come.</summary>
/// <param name="Id">Of the appointment.</param>
/// <param name="Sequence">Of what the page showed.</param>
/// <param name="Answer">What they say.</param>
public sealed record AnswerInvitation(Guid Id, int Sequence, AttendanceAnswer Answer);

public sealed class AnswerInvitationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<AnswerInvitation>(runner)
{
    protected override async Task<Outcome> ActAsync(AnswerInvitation input, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        var appointment = await db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery().SingleOrDefaultAsync(appointment => appointment.Id == input.Id, cancellationToken);
        if (appointment is null)
        {
            return AppointmentReader.Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (appointment.MayBeAnswered(me, input.Sequence, now, now) is { } refusal)
        {
            return refusal.Code == Appointment.OutdatedCode
                ? refusal with { Sentence = "Ce rendez-vous a changé depuis l’ouverture de cette page\u00a0: relisez-le, puis répondez." }
                : refusal;
        }

        appointment.Answer(me, input.Answer, input.Sequence, now, now);
        return Outcome.Done;
    }
}
