using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Tells people of an appointment, in the transaction of its change: a mail that their calendars read too, and a line of the timeline of what it is about.</summary>
public sealed class Invitations(FabriqueDbContext db, Actor actor, MessagesInForce messages, Outbox outbox, CalendarWriter writer, TimeProvider clock)
{
    public const string Invited = "commun/invitation";
    public const string Changed = "commun/invitation-modifiee";
    public const string Withdrawn = "commun/invitation-annulee";

    public async Task TellPlannedAsync(Appointment appointment, CancellationToken cancellationToken)
    {
        var people = await FindAsync(appointment, [], cancellationToken);
        await InviteAsync(Invited, appointment, people, people, cancellationToken);
        Note(appointment, "Rendez-vous prévu");
    }

    public async Task TellChangedAsync(Appointment appointment, AppointmentChange change, CancellationToken cancellationToken)
    {
        if (change.IsNothing)
        {
            return;
        }

        var people = await FindAsync(appointment, change.Removed, cancellationToken);
        var invited = people.FindAll(person => !change.Removed.Contains(person.Id));
        await InviteAsync(Invited, appointment, invited, invited.FindAll(person => change.Added.Contains(person.Id)), cancellationToken);
        await InviteAsync(Changed, appointment, invited, invited.FindAll(person => change.Remaining.Contains(person.Id)), cancellationToken);
        await WithdrawAsync(appointment, people.FindAll(person => change.Removed.Contains(person.Id)), cancellationToken);
        Note(appointment, change.HasMoved ? "Rendez-vous déplacé" : "Rendez-vous modifié");
    }

    public async Task TellCancelledAsync(Appointment appointment, CancellationToken cancellationToken)
    {
        await WithdrawAsync(appointment, await FindAsync(appointment, [], cancellationToken), cancellationToken);
        Note(appointment, "Rendez-vous annulé");
    }

    private async Task InviteAsync(string key, Appointment appointment, List<StaffMember> invited, List<StaffMember> told, CancellationToken cancellationToken)
    {
        if (told.Count > 0)
        {
            await WriteAsync(key, appointment, told, writer.Invite(appointment, Guests(appointment, invited)), cancellationToken);
        }
    }

    private async Task WithdrawAsync(Appointment appointment, List<StaffMember> told, CancellationToken cancellationToken)
    {
        if (told.Count > 0)
        {
            await WriteAsync(Withdrawn, appointment, told, writer.Withdraw(appointment, Guests(appointment, told)), cancellationToken);
        }
    }

    private async Task WriteAsync(string key, Appointment appointment, List<StaffMember> told, CalendarPart calendar, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(key, procedure: null, cancellationToken);
        if (message.IsOff)
        {
            return;
        }

        var facts = MessageFacts.Of(AppointmentFacts.Of(appointment));
        foreach (var person in told)
        {
            outbox.WriteDirect(message.Template, person, facts, appointment.Subject, MailReason.CannotWait, calendar);
        }
    }

    private async Task<List<StaffMember>> FindAsync(Appointment appointment, IReadOnlyList<Guid> others, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. appointment.Attendees.Select(attendee => attendee.StaffMemberId), .. others];
        return await db.StaffMembers.Where(person => ids.Contains(person.Id)).OrderBy(person => person.FullName).ThenBy(person => person.Id).ToListAsync(cancellationToken);
    }

    private static IEnumerable<Guest> Guests(Appointment appointment, List<StaffMember> people) =>
        people.Select(person => new Guest(person.FullName, person.Email, appointment.AnswerOf(person.Id) ?? AttendanceAnswer.None));

    private void Note(Appointment appointment, string what)
    {
        var now = clock.GetUtcNow();
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now), appointment.Subject, now.UtcDateTime, actor.Id, Texts.Clip($"{what}\u00a0: {appointment.Title}, {appointment.Time}.", TimelineEntry.SentenceLength)));
    }
}
