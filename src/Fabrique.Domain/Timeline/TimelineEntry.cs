namespace Fabrique.Domain.Timeline;

/// <summary>One thing that happened to an application or a product, told in a French sentence.</summary>
public sealed class TimelineEntry
{
    public const int SentenceLength = 500;

    private TimelineEntry()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Code of the kind of thing that it is about: <see cref="Subject.Kind"/>.</summary>
    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    public DateTime At { get; private init; }

    /// <summary>Who did it; null when the procedure did.</summary>
    public Guid? ActorId { get; private init; }

    /// <summary>Whose « suppléance » the person who did it held then; null when they did it for themselves.</summary>
    public Guid? OnBehalfOfId { get; private set; }

    public string Sentence { get; private init; } = "";

    /// <summary>Whether the applicant or the product's team may read it, or the incubator's staff only.</summary>
    public bool IsInternal { get; private init; }

    public static TimelineEntry Write(Guid id, Subject subject, DateTime at, Guid? actorId, string sentence, bool isInternal = false)
    {
        Limits.ThrowIfLonger(sentence, SentenceLength);
        return new TimelineEntry
        {
            Id = id,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            At = at,
            ActorId = actorId,
            Sentence = sentence,
            IsInternal = isInternal,
        };
    }

    /// <summary>Says that it was done by « suppléance ».</summary>
    public TimelineEntry For(Guid? delegatorId)
    {
        OnBehalfOfId = delegatorId;
        return this;
    }
}
