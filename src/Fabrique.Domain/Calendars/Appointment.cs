using Fabrique.Domain.People;

namespace Fabrique.Domain.Calendars;

public enum AppointmentStatus
{
    Planned,
    Cancelled,
}

/// <summary>What somebody who is invited says.</summary>
public enum AttendanceAnswer
{
    None,
    Accepted,
    Declined,
    Tentative,
}

/// <summary>
/// « Rendez-vous »: people meet at a time, about something. What calendars far from here hold of it follows by its <see cref="Uid"/>, which never changes, and its
/// <see cref="Sequence"/>, which rises once with each change that they have to hear of. A cancelled one stays, and is never planned again.
/// </summary>
public sealed class Appointment : IAggregate
{
    public const int UidLength = 200;
    public const int TitleLength = 200;
    public const int PlaceLength = 200;
    public const int LinkLength = 500;

    /// <summary>Code of the refusal of an answer to what has changed since.</summary>
    public const string OutdatedCode = "answer-outdated";

    /// <summary>People invited to one, at most.</summary>
    public const int MostAttendees = 50;

    private readonly List<Attendee> attendees = [];

    private Appointment()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>As calendars know it: the same as long as it exists, whatever becomes of our domain.</summary>
    public string Uid { get; private init; } = "";

    /// <summary>Code of the kind of thing that it is about: <see cref="Domain.Subject.Kind"/>.</summary>
    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    /// <summary>Its rank among those about its subject, from 1.</summary>
    public int Number { get; private init; }

    public string Title { get; private set; } = "";

    /// <summary>UTC.</summary>
    public DateTime StartsAt { get; private set; }

    /// <summary>UTC, excluded.</summary>
    public DateTime EndsAt { get; private set; }

    /// <summary>Paris, when it lasts the whole of a day; null when it has hours.</summary>
    public DateOnly? Day { get; private set; }

    public AppointmentTime Time => new(StartsAt, EndsAt, Day);

    /// <summary>Where people meet; empty when it is elsewhere than in a place.</summary>
    public string Place { get; private set; } = "";

    /// <summary>Where they meet at a distance: an <c>https</c> address; empty when they do not.</summary>
    public string Link { get; private set; } = "";

    /// <summary>iCalendar's SEQUENCE.</summary>
    public int Sequence { get; private set; }

    public AppointmentStatus Status { get; private set; }

    public Guid PlannedById { get; private init; }

    /// <summary>When what calendars hold of it last changed, UTC.</summary>
    public DateTime ChangedAt { get; private set; }

    public DateTime? CancelledAt { get; private set; }

    public Guid? CancelledById { get; private set; }

    public int Version { get; private set; }

    /// <summary>Who is invited, in no order.</summary>
    public IReadOnlyList<Attendee> Attendees => attendees;

    /// <summary>Why an appointment cannot be planned so; null when it can.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="invited">Keys of the people.</param>
    /// <param name="now">UTC.</param>
    public static Refusal? MayBePlanned(AppointmentTerms asked, IReadOnlyCollection<Guid> invited, DateTime now)
    {
        if (asked.Time.EndsAt <= asked.Time.StartsAt)
        {
            return new Refusal("appointment-ends-before-it-starts", "Choisissez une heure de fin qui vienne après celle du début.");
        }

        if ((asked.Time.Day is null ? asked.Time.StartsAt : asked.Time.EndsAt) <= now)
        {
            return new Refusal("appointment-in-the-past", "Un rendez-vous ne se prévoit pas dans le passé\u00a0: choisissez un jour et une heure à venir.");
        }

        if (asked.Place.Length == 0 && asked.Link.Length == 0)
        {
            return new Refusal("appointment-nowhere", "Dites où l’on se retrouve\u00a0: un lieu, ou l’adresse d’une visioconférence.");
        }

        if (asked.Link.Length > 0 && !IsLink(asked.Link))
        {
            return new Refusal("appointment-link-unreadable", "L’adresse de la visioconférence doit être entière et commencer par https://.");
        }

        return invited.Count switch
        {
            0 => new Refusal("appointment-without-people", "Invitez au moins une personne."),
            > MostAttendees => new Refusal("appointment-too-many", $"Un rendez-vous réunit {MostAttendees} personnes au plus."),
            _ => null,
        };
    }

    /// <param name="id">Its own.</param>
    /// <param name="domain">The domain on which its <see cref="Uid"/> ends.</param>
    /// <param name="about">What it is about.</param>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="asked">Title, time and place.</param>
    /// <param name="invited">Keys of the people, each once.</param>
    /// <param name="plannedById">Who plans it.</param>
    /// <param name="now">UTC.</param>
    public static Appointment Plan(Guid id, string domain, Subject about, int number, AppointmentTerms asked, IReadOnlyCollection<Guid> invited, Guid plannedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBePlanned(asked, invited, now));
        var appointment = new Appointment
        {
            Id = id,
            Uid = $"{id:N}@{domain}",
            SubjectKind = about.Kind,
            SubjectId = about.Id,
            Number = number,
            PlannedById = plannedById,
            ChangedAt = now,
        };
        appointment.Take(asked);
        appointment.attendees.AddRange(invited.Select(person => new Attendee(id, person)));
        return appointment;
    }

    public bool IsOverAt(DateTime now) => EndsAt <= now;

    public bool IsToCome(DateTime now) => Status is AppointmentStatus.Planned && !IsOverAt(now);

    /// <summary>What somebody who is invited says; null when they are not.</summary>
    public AttendanceAnswer? AnswerOf(Guid personId) => attendees.Find(attendee => attendee.StaffMemberId == personId)?.Answer;

    /// <summary>Whether a person may cancel it even when nothing could be planned any more: who planned it, and the team of the Fabrique.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="roles">Theirs.</param>
    public bool IsCancelledBy(Guid personId, IReadOnlyCollection<string> roles) => PlannedById == personId || roles.Contains(AppRoles.Team);

    /// <summary>Why it can be neither changed nor cancelled any more; null when it can.</summary>
    public Refusal? MayBeTouched(DateTime now) => Status is AppointmentStatus.Cancelled
        ? new Refusal("appointment-cancelled", "Ce rendez-vous est annulé\u00a0: prévoyez-en un autre.")
        : IsOverAt(now)
            ? new Refusal("appointment-over", "Ce rendez-vous est passé\u00a0: il ne change plus.")
            : null;

    /// <summary>Why it cannot be made so; null when it can.</summary>
    /// <param name="asked">All that it would be.</param>
    /// <param name="invited">All who would be invited.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayBeChanged(AppointmentTerms asked, IReadOnlyCollection<Guid> invited, DateTime now) => MayBeTouched(now) ?? (MayBePlanned(asked, invited, now) switch
    {
        // One that has begun still gets another place or other people, at its own hours.
        { Code: "appointment-in-the-past" } when asked.Time == Time => MayBePlanned(asked, invited, DateTime.MinValue),
        var refusal => refusal,
    });

    /// <summary>Makes it so. One set of changes raises the sequence once, and none does not; another time asks everybody again.</summary>
    /// <param name="asked">All that it becomes.</param>
    /// <param name="invited">All who are invited from now on, each once.</param>
    /// <param name="now">UTC.</param>
    public AppointmentChange Change(AppointmentTerms asked, IReadOnlyCollection<Guid> invited, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeChanged(asked, invited, now));
        var removed = attendees.FindAll(attendee => !invited.Contains(attendee.StaffMemberId)).ConvertAll(attendee => attendee.StaffMemberId);
        var added = invited.Where(person => AnswerOf(person) is null).ToList();
        var hasMoved = asked.Time != Time;
        if (removed.Count == 0 && added.Count == 0 && !hasMoved && asked == new AppointmentTerms(Title, Time, Place, Link))
        {
            return AppointmentChange.None;
        }

        var remaining = invited.Except(added).ToList();
        attendees.RemoveAll(attendee => removed.Contains(attendee.StaffMemberId));
        attendees.AddRange(added.Select(person => new Attendee(Id, person)));
        if (hasMoved)
        {
            attendees.ForEach(attendee => attendee.AskAgain());
        }

        Take(asked);
        Sequence++;
        ChangedAt = now;
        return new AppointmentChange(added, remaining, removed) { HasMoved = hasMoved };
    }

    public void Cancel(Guid cancelledById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeTouched(now));
        Status = AppointmentStatus.Cancelled;
        CancelledById = cancelledById;
        CancelledAt = now;
        Sequence++;
        ChangedAt = now;
    }

    /// <summary>Why an answer is not taken; null when it is.</summary>
    /// <param name="personId">Who answers.</param>
    /// <param name="sequence">What they answer to: a <see cref="Sequence"/> that was told.</param>
    /// <param name="at">When they answered, UTC.</param>
    /// <param name="now">UTC.</param>
    public Refusal? MayBeAnswered(Guid personId, int sequence, DateTime at, DateTime now)
    {
        if (attendees.Find(attendee => attendee.StaffMemberId == personId) is not { } attendee)
        {
            return new Refusal("appointment-not-invited", "Vous n’êtes pas parmi les personnes invitées à ce rendez-vous.");
        }

        if (MayBeTouched(now) is { } closed)
        {
            return closed with { Sentence = Status is AppointmentStatus.Cancelled ? "Ce rendez-vous est annulé\u00a0: il n’attend plus de réponse." : "Ce rendez-vous est passé\u00a0: il n’attend plus de réponse." };
        }

        return sequence < Sequence || at < attendee.AnsweredAt
            ? new Refusal(OutdatedCode, "Cette réponse porte sur une version plus ancienne du rendez-vous\u00a0: elle n’est pas prise en compte.")
            : null;
    }

    /// <summary>Takes an answer. The same one, again, changes nothing.</summary>
    /// <param name="personId">Who answers.</param>
    /// <param name="answer">What they say.</param>
    /// <param name="sequence">What they answer to.</param>
    /// <param name="at">When they answered, UTC; one from a clock that is ahead counts as of now.</param>
    /// <param name="now">UTC.</param>
    public void Answer(Guid personId, AttendanceAnswer answer, int sequence, DateTime at, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeAnswered(personId, sequence, at, now));
        attendees.Find(attendee => attendee.StaffMemberId == personId)!.Say(answer, at > now ? now : at);
    }

    private static bool IsLink(string link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Length > 0 && !link.Any(char.IsWhiteSpace);

    private void Take(AppointmentTerms terms)
    {
        Limits.ThrowIfLonger(terms.Title, TitleLength);
        Limits.ThrowIfLonger(terms.Place, PlaceLength);
        Limits.ThrowIfLonger(terms.Link, LinkLength);
        (Title, Place, Link) = (terms.Title, terms.Place, terms.Link);
        (StartsAt, EndsAt, Day) = (terms.Time.StartsAt, terms.Time.EndsAt, terms.Time.Day);
    }
}

/// <summary>Somebody who is invited.</summary>
public sealed class Attendee
{
    internal Attendee(Guid appointmentId, Guid staffMemberId) => (AppointmentId, StaffMemberId) = (appointmentId, staffMemberId);

    public Guid AppointmentId { get; private init; }

    public Guid StaffMemberId { get; private init; }

    public AttendanceAnswer Answer { get; private set; }

    /// <summary>UTC; null as long as they have not answered.</summary>
    public DateTime? AnsweredAt { get; private set; }

    internal void Say(AttendanceAnswer answer, DateTime at)
    {
        if (Answer != answer)
        {
            (Answer, AnsweredAt) = (answer, answer is AttendanceAnswer.None ? null : at);
        }
    }

    internal void AskAgain() => (Answer, AnsweredAt) = (AttendanceAnswer.None, null);
}

/// <summary>What is said of an appointment.</summary>
/// <param name="Title">One line.</param>
/// <param name="Time">When.</param>
/// <param name="Place">Where; may be empty when there is a link.</param>
/// <param name="Link">An <c>https</c> address; may be empty when there is a place.</param>
public sealed record AppointmentTerms(string Title, AppointmentTime Time, string Place, string Link);

/// <summary>Who is to hear of what changed.</summary>
/// <param name="Added">Those who were not invited before.</param>
/// <param name="Remaining">Those who were, and are.</param>
/// <param name="Removed">Those who no longer are.</param>
public sealed record AppointmentChange(IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Remaining, IReadOnlyList<Guid> Removed)
{
    public static AppointmentChange None { get; } = new([], [], []);

    /// <summary>Whether it takes place at another time.</summary>
    public bool HasMoved { get; init; }

    public bool IsNothing => Added.Count + Remaining.Count + Removed.Count == 0;
}
