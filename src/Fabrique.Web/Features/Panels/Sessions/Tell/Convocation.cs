using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Sessions.Tell;

/// <summary>What those who have an idea know of their hearing.</summary>
/// <param name="StartsAt">UTC.</param>
/// <param name="EndsAt">UTC.</param>
/// <param name="Pace">How long they speak.</param>
/// <param name="Place">Where.</param>
/// <param name="Link">Where, at a distance.</param>
public sealed record ToldHearing(DateTime StartsAt, DateTime EndsAt, HearingPace Pace, string Place, string Link)
{
    // What is between two hearings is nothing to those who are heard.
    public static ToldHearing Of(HearingSession session, HearingSlot slot) => new(slot.StartsAt, slot.EndsAt, session.Pace with { TurnoverMinutes = 0 }, session.Place, session.Link);
}

/// <summary>
/// « Convocation » : those who sit are invited by their calendars, those who have an idea are told when they are heard; both again when something changes for them, and not otherwise. It is
/// written in the transaction of what changes.
/// </summary>
public sealed class Convocation(
    FabriqueDbContext db, Actor actor, Invitations invitations, SubjectTypes subjects, MessagesInForce messages, Outbox outbox, MessageSenderIdentity sender, TimeProvider clock)
{
    public const string Heard = "jury/audition";
    public const string Moved = "jury/audition-deplacee";
    public const string Cancelled = "jury/audition-annulee";

    private static readonly InvitationWords Words = new("jury/convocation", "jury/convocation-modifiee", "jury/convocation-annulee", MessageFacts.None);

    /// <summary>What is known of each hearing of a session as it is planned; nothing as long as nobody was told.</summary>
    public static IReadOnlyDictionary<Subject, ToldHearing> ToldOf(HearingSession session) => session.ConvenedAt is null || session.Status is SessionStatus.Cancelled
        ? new Dictionary<Subject, ToldHearing>()
        : session.Slots.ToDictionary(slot => slot.Item, slot => ToldHearing.Of(session, slot));

    /// <summary>Tells what a session has become. The caller saves.</summary>
    /// <param name="panel">Its jury.</param>
    /// <param name="session">As it is now, convened.</param>
    /// <param name="told">What was known of it before.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Why members cannot be invited so; null when they are.</returns>
    public async Task<Refusal?> TellAsync(Panel panel, HearingSession session, IReadOnlyDictionary<Subject, ToldHearing> told, CancellationToken cancellationToken)
    {
        if (await InviteAsync(panel, session, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        foreach (var (item, now) in ToldOf(session))
        {
            if (!told.TryGetValue(item, out var before))
            {
                await WriteAsync(Heard, item, now, "", cancellationToken);
            }
            else if (before != now)
            {
                await WriteAsync(Moved, item, now, "", cancellationToken);
            }
        }

        foreach (var (item, before) in told.Where(before => session.ItemOf(before.Key) is null))
        {
            await WriteAsync(Cancelled, item, before, "", cancellationToken);
        }

        return null;
    }

    /// <summary>Whether all those who sit are invited as things are.</summary>
    public async Task<bool> IsCurrentAsync(Panel panel, HearingSession session, CancellationToken cancellationToken) =>
        await FindAsync(session, cancellationToken) is { Status: AppointmentStatus.Planned } appointment
        && (await ConvenedAsync(panel, session, cancellationToken)).ToHashSet().SetEquals(appointment.Attendees.Select(attendee => attendee.StaffMemberId));

    /// <summary>Tells everybody that a session is not held. The caller saves.</summary>
    /// <param name="panel">Its jury.</param>
    /// <param name="session">As it is now, cancelled.</param>
    /// <param name="told">What was known of it before.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task TellCancelledAsync(Panel panel, HearingSession session, IReadOnlyDictionary<Subject, ToldHearing> told, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await FindAsync(session, cancellationToken) is { } appointment && appointment.MayBeTouched(now) is null)
        {
            appointment.Cancel(actor.Id, now);
            await invitations.TellCancelledAsync(appointment, cancellationToken, WordsOf(panel, session));
        }

        foreach (var (item, before) in told)
        {
            await WriteAsync(Cancelled, item, before, session.CancellationReason ?? "", cancellationToken);
        }
    }

    private async Task<Refusal?> InviteAsync(Panel panel, HearingSession session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var people = await ConvenedAsync(panel, session, cancellationToken);
        var terms = new AppointmentTerms(Texts.Clip($"Séance\u00a0: {panel.Name}", Appointment.TitleLength), AppointmentTime.Between(session.StartsAt, session.Slots[^1].EndsAt), session.Place, session.Link);
        if (await FindAsync(session, cancellationToken) is { } known && known.MayBeTouched(now.UtcDateTime) is null)
        {
            if (known.MayBeChanged(terms, people, now.UtcDateTime) is { } notSo)
            {
                return notSo;
            }

            await invitations.TellChangedAsync(known, known.Change(terms, people, now.UtcDateTime), cancellationToken, WordsOf(panel, session));
            return null;
        }

        if (Appointment.MayBePlanned(terms, people, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        var number = await db.Appointments.CountAsync(other => other.SubjectKind == SessionSubject.SubjectCode && other.SubjectId == session.Id, cancellationToken) + 1;
        var appointment = Appointment.Plan(Guid.CreateVersion7(now), sender.Domain, new Subject(SessionSubject.SubjectCode, session.Id), number, terms, people, actor.Id, now.UtcDateTime);
        db.Appointments.Add(appointment);
        await invitations.TellPlannedAsync(appointment, cancellationToken, WordsOf(panel, session));
        return null;
    }

    // The last one: one that was cancelled by itself is planned again.
    private Task<Appointment?> FindAsync(HearingSession session, CancellationToken cancellationToken) => db.Appointments.Include(appointment => appointment.Attendees).AsSingleQuery()
        .Where(appointment => appointment.SubjectKind == SessionSubject.SubjectCode && appointment.SubjectId == session.Id
            && !db.Appointments.Any(next => next.SubjectKind == SessionSubject.SubjectCode && next.SubjectId == session.Id && next.Number > appointment.Number))
        .SingleOrDefaultAsync(cancellationToken);

    // Those in office that day, those who act in their place, and whoever holds the pen.
    private async Task<IReadOnlyList<Guid>> ConvenedAsync(Panel panel, HearingSession session, CancellationToken cancellationToken)
    {
        var day = session.Day;
        List<Guid> seated = [.. panel.MembersOn(day).Select(member => member.PersonId), .. panel.Delegations.Where(delegation => delegation.IsActiveOn(day)).Select(delegation => delegation.SubstituteId)];
        if (panel.ClerkId is { } clerk)
        {
            seated.Add(clerk);
        }

        return await db.StaffMembers.Where(person => seated.Contains(person.Id) && person.IsActive).OrderBy(person => person.FullName).ThenBy(person => person.Id).Select(person => person.Id).ToListAsync(cancellationToken);
    }

    private async Task WriteAsync(string key, Subject item, ToldHearing hearing, string reason, CancellationToken cancellationToken)
    {
        var message = await messages.FindAsync(key, procedure: null, cancellationToken, subject: item);
        if (message.IsOff)
        {
            return;
        }

        var carriers = await ApplicationSubject.FindCarriersAsync(db, item.Id, cancellationToken);
        var people = await db.StaffMembers.Where(person => carriers.Contains(person.Id)).OrderBy(person => person.FullName).ThenBy(person => person.Id).ToListAsync(cancellationToken);
        var facts = (await subjects.Find(ApplicationSubject.SubjectCode)!.ReadFactsAsync(db, item.Id, cancellationToken)).With(new HearingFacts(
            AppointmentTime.Between(hearing.StartsAt, hearing.EndsAt).ToString(),
            SessionLabels.Minutes(hearing.Pace.PitchMinutes),
            hearing.Pace.QuestionMinutes > 0 ? SessionLabels.Minutes(hearing.Pace.QuestionMinutes) : "",
            hearing.Place,
            hearing.Link,
            reason));
        foreach (var person in people)
        {
            outbox.WriteDirect(message.Template, person, facts, item, MailReason.CannotWait);
        }
    }

    private static InvitationWords WordsOf(Panel panel, HearingSession session) => Words with { Facts = MessageFacts.Of(new SessionFacts(panel.Id, session.Id, panel.Name, session.CancellationReason ?? "")) };
}
