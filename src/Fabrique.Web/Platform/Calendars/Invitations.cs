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

/// <summary>The messages by which people hear of an appointment, when those of all appointments do not say enough.</summary>
/// <param name="Invited">Key of that of those who are invited.</param>
/// <param name="Changed">Key of that of what changed.</param>
/// <param name="Withdrawn">Key of that of those who no longer are.</param>
/// <param name="Facts">What they tell besides the appointment.</param>
public sealed record InvitationWords(string Invited, string Changed, string Withdrawn, MessageFacts Facts);

/// <summary>Tells people of an appointment, in the transaction of its change: a mail that their calendars read too, and a line of the timeline of what it is about.</summary>
public sealed class Invitations(FabriqueDbContext db, Actor actor, MessagesInForce messages, Outbox outbox, CalendarWriter writer, TimeProvider clock)
{
    public const string Invited = "commun/invitation";
    public const string Changed = "commun/invitation-modifiee";
    public const string Withdrawn = "commun/invitation-annulee";

    private static readonly InvitationWords Usual = new(Invited, Changed, Withdrawn, MessageFacts.None);

    public async Task TellPlannedAsync(Appointment appointment, CancellationToken cancellationToken, InvitationWords? words = null)
    {
        var (used, people) = (words ?? Usual, await FindAsync(appointment, [], cancellationToken));
        await InviteAsync(used.Invited, used, appointment, people, people, cancellationToken);
        Note(appointment, "Rendez-vous prévu");
    }

    public async Task TellChangedAsync(Appointment appointment, AppointmentChange change, CancellationToken cancellationToken, InvitationWords? words = null)
    {
        if (change.IsNothing)
        {
            return;
        }

        var (used, people) = (words ?? Usual, await FindAsync(appointment, change.Removed, cancellationToken));
        var invited = people.FindAll(person => !change.Removed.Contains(person.Id));
        await InviteAsync(used.Invited, used, appointment, invited, invited.FindAll(person => change.Added.Contains(person.Id)), cancellationToken);
        await InviteAsync(used.Changed, used, appointment, invited, invited.FindAll(person => change.Remaining.Contains(person.Id)), cancellationToken);
        await WithdrawAsync(used, appointment, people.FindAll(person => change.Removed.Contains(person.Id)), cancellationToken);
        Note(appointment, change.HasMoved ? "Rendez-vous déplacé" : "Rendez-vous modifié");
    }

    public async Task TellCancelledAsync(Appointment appointment, CancellationToken cancellationToken, InvitationWords? words = null)
    {
        await WithdrawAsync(words ?? Usual, appointment, await FindAsync(appointment, [], cancellationToken), cancellationToken);
        Note(appointment, "Rendez-vous annulé");
    }

    private async Task InviteAsync(string key, InvitationWords words, Appointment appointment, List<StaffMember> invited, List<StaffMember> told, CancellationToken cancellationToken)
    {
        if (told.Count > 0)
        {
            await WriteAsync(key, words, appointment, told, writer.Invite(appointment, Guests(appointment, invited)), cancellationToken);
        }
    }

    private async Task WithdrawAsync(InvitationWords words, Appointment appointment, List<StaffMember> told, CancellationToken cancellationToken)
    {
        if (told.Count > 0)
        {
            await WriteAsync(words.Withdrawn, words, appointment, told, writer.Withdraw(appointment, Guests(appointment, told)), cancellationToken);
        }
    }

    private async Task WriteAsync(string key, InvitationWords words, Appointment appointment, List<StaffMember> told, CalendarPart calendar, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(key, procedure: null, cancellationToken);
        if (message.IsOff)
        {
            return;
        }

        var facts = words.Facts.With(AppointmentFacts.Of(appointment));
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
