using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Applications;

public enum CorrectionRequestStatus
{
    Prepared,
    Requested,
    Answered,
    NoAnswer,
}

/// <summary>What is wrong with an answer.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Sentence">French, for whoever applies.</param>
public sealed record CorrectionRemark(string Key, string Sentence);

/// <summary>« Demande de compléments »: the questions of an application that are to be answered again, and what came of it.</summary>
public sealed class CorrectionRequest : IAggregate
{
    public const int MessageLength = 2000;
    public const int RemarkLength = 600;
    public const int ReasonLength = 600;

    internal CorrectionRequest(Guid id, Application application, int round, Guid askedById, string message, IReadOnlyList<CorrectionRemark> remarks, FormAnswers? draft, DateTime now)
    {
        Id = id;
        ApplicationId = application.Id;
        Round = round;
        AskedById = askedById;
        AskedAt = now;
        Message = message;
        Remarks = remarks;
        Before = application.Answers;
        Draft = draft;
    }

    private CorrectionRequest()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>1 the first time.</summary>
    public int Round { get; private init; }

    public CorrectionRequestStatus Status { get; private set; }

    public Guid AskedById { get; private init; }

    /// <summary>When it was written, then when it was sent. UTC.</summary>
    public DateTime AskedAt { get; private set; }

    /// <summary>For whoever applies; perhaps empty.</summary>
    public string Message { get; private init; } = "";

    /// <summary>In the order of the form.</summary>
    public IReadOnlyList<CorrectionRemark> Remarks { get; private init; } = [];

    /// <summary>What the application said; what was submitted at first when <see cref="Round"/> is 1.</summary>
    public FormAnswers Before { get; private init; } = FormAnswers.None;

    /// <summary>What is written so far in answer, to the whole form; null as long as nothing is. Kept when the time is over.</summary>
    public FormAnswers? Draft { get; private set; }

    /// <summary>What the application says since it was answered.</summary>
    public FormAnswers? After { get; private set; }

    /// <summary>Until when it is awaited, UTC; null as long as it is not sent.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Who gave more time last.</summary>
    public Guid? GrantedById { get; private set; }

    public DateTime? GrantedAt { get; private set; }

    public string? GrantReason { get; private set; }

    public Guid? AnsweredById { get; private set; }

    /// <summary>When it ceased to be awaited, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    public int Version { get; private set; }

    public bool IsOpen => Status is CorrectionRequestStatus.Requested;

    public bool IsAsked(string key) => Remarks.Any(remark => remark.Key == key);

    internal void Send(DateTime now, DateTime dueAt) => (Status, AskedAt, DueAt) = (CorrectionRequestStatus.Requested, now, dueAt);

    internal void Write(FormAnswers draft) => Draft = draft;

    internal void Answer(FormAnswers after, Guid answeredById, DateTime now) =>
        (Status, After, Draft, AnsweredById, EndedAt) = (CorrectionRequestStatus.Answered, after, after, answeredById, now);

    internal void End(DateTime now) => (Status, EndedAt) = (CorrectionRequestStatus.NoAnswer, now);

    internal void Grant(DateTime until, Guid actorId, string reason, DateTime now) => (DueAt, GrantedById, GrantReason, GrantedAt) = (until, actorId, reason, now);
}
