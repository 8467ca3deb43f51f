using Fabrique.Domain.Time;

namespace Fabrique.Domain.Calls;

public enum CallStatus
{
    Draft,
    Scheduled,
    Open,
    Closed,
    Reviewing,
    Decided,
    Archived,
}

public enum CallEvent
{
    Schedule,
    Open,
    Close,
    StartReview,
    Decide,
    Archive,
}

/// <summary>« Appel à candidatures »: a period in which any agent may submit an idea, and the directors asked for their opinion.</summary>
public sealed class CallForApplications : IAggregate
{
    /// <summary>Code of the refusal of what comes after the closing.</summary>
    public const string Closed = "call-closed";

    public const int SlugLength = 80;
    public const int TitleLength = 200;
    public const int ThemeLength = 100;
    public const int PresentationLength = 4000;

    private readonly List<Juror> jurors = [];

    private CallForApplications()
    {
    }

    public static StateMachine<CallStatus, CallEvent> States { get; } = new(
        (CallStatus.Draft, CallEvent.Schedule, CallStatus.Scheduled),
        (CallStatus.Scheduled, CallEvent.Open, CallStatus.Open),
        (CallStatus.Open, CallEvent.Close, CallStatus.Closed),
        (CallStatus.Closed, CallEvent.StartReview, CallStatus.Reviewing),
        (CallStatus.Reviewing, CallEvent.Decide, CallStatus.Decided),
        (CallStatus.Decided, CallEvent.Archive, CallStatus.Archived));

    public Guid Id { get; private init; }

    public string Slug { get; private init; } = "";

    public string Title { get; private set; } = "";

    public string Theme { get; private set; } = "";

    /// <summary>Plain text, paragraphs separated by an empty line.</summary>
    public string Presentation { get; private set; } = "";

    /// <summary>First instant (UTC) at which an application may be submitted.</summary>
    public DateTime OpensAt { get; private set; }

    /// <summary>First instant (UTC) at which it no longer may.</summary>
    public DateTime ClosesAt { get; private set; }

    public int Places { get; private set; }

    public CallStatus Status { get; private set; }

    /// <summary>The form that it asks; null when it asks what the product brings.</summary>
    public Guid? FormId { get; private set; }

    public int Version { get; private set; }

    /// <summary>The directors whose opinion is asked on every application.</summary>
    public IReadOnlyList<Juror> Jurors => jurors;

    public static CallForApplications Draft(Guid id, string slug, string title, string theme, string presentation, DateTime opensAt, DateTime closesAt, int places)
    {
        if (closesAt <= opensAt)
        {
            throw new ArgumentException("A call closes after it opens.", nameof(closesAt));
        }

        return new CallForApplications
        {
            Id = id,
            Slug = slug,
            Title = title,
            Theme = theme,
            Presentation = presentation,
            OpensAt = opensAt,
            ClosesAt = closesAt,
            Places = places,
        };
    }

    public void AddJuror(Guid staffMemberId)
    {
        if (jurors.TrueForAll(juror => juror.StaffMemberId != staffMemberId))
        {
            jurors.Add(new Juror(Id, staffMemberId));
        }
    }

    public void Ask(Guid? formId) => FormId = formId;

    public void Schedule() => Status = States.Next(Status, CallEvent.Schedule);

    /// <summary>Opens the call; does nothing when it is open already, so that a repeated step is harmless.</summary>
    public void Open() => Advance(CallStatus.Open, CallEvent.Open);

    /// <summary>Closes the call; does nothing when it is closed already.</summary>
    public void Close() => Advance(CallStatus.Closed, CallEvent.Close);

    /// <summary>Whether an application may be submitted at <paramref name="now"/>. The instants decide, not the status: a late clock closes nothing late.</summary>
    public Refusal? MayReceive(DateTime now)
    {
        if (Status is CallStatus.Draft || now < OpensAt)
        {
            return new Refusal("call-not-open", "Cet appel n’est pas encore ouvert.");
        }

        return now >= ClosesAt
            ? new Refusal(Closed, $"Cet appel est clos depuis le {FrenchDate.Instant(ClosesAt)} (heure de Paris) : il ne reçoit plus de candidature.")
            : null;
    }

    private void Advance(CallStatus target, CallEvent occurred)
    {
        if (Status < target)
        {
            Status = States.Next(Status, occurred);
        }
    }
}

/// <summary>A director asked for an opinion on the applications of a call.</summary>
public sealed record Juror(Guid CallId, Guid StaffMemberId);
