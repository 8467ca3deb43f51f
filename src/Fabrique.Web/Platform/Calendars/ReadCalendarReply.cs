using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>A mail brings what somebody’s calendar answers.</summary>
/// <param name="Text">The part of the mail that calendars read.</param>
/// <param name="Sender">E-mail address of who sent it: only the person themselves answers.</param>
public sealed record ReadCalendarReply(string Text, string Sender);

/// <summary>Takes an answer that a mail brings. What it does not take it tells, by a code: whoever reads the mailbox puts it aside.</summary>
public sealed class ReadCalendarReplyHandler(UseCaseRunner runner, FabriqueDbContext db, TimeProvider clock) : Handler<ReadCalendarReply>(runner)
{
    public static Refusal Unreadable { get; } = new("reply-unreadable", "Ce message ne contient pas de réponse d’agenda que l’on sache lire.");

    public static Refusal Unknown { get; } = new("reply-unknown", "Cette réponse ne porte sur aucun rendez-vous auquel son expéditeur est invité.");

    protected override async Task<Outcome> ActAsync(ReadCalendarReply input, CancellationToken cancellationToken)
    {
        if (CalendarReply.TryRead(input.Text) is not { } reply)
        {
            return Unreadable;
        }

        var appointment = await db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery().SingleOrDefaultAsync(appointment => appointment.Uid == reply.Uid, cancellationToken);
        if (appointment is null || !string.Equals(reply.Address, input.Sender, StringComparison.OrdinalIgnoreCase))
        {
            return Unknown;
        }

        var people = await db.StaffMembers.WithAddress(reply.Address).Select(person => person.Id).ToListAsync(cancellationToken);
        if (appointment.Attendees.FirstOrDefault(attendee => people.Contains(attendee.StaffMemberId)) is not { StaffMemberId: var person })
        {
            return Unknown;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var at = reply.At ?? now;
        if (appointment.MayBeAnswered(person, reply.Sequence, at, now) is { } refusal)
        {
            return refusal;
        }

        appointment.Answer(person, reply.Answer, reply.Sequence, at, now);
        return Outcome.Done;
    }
}
