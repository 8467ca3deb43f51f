namespace Fabrique.Domain.Applications;

public enum ScreeningRulingKind
{
    Admissible,
    Inadmissible,
    Shortlisted,
    NotShortlisted,
}

/// <summary>What the team said of an application on the way to its decision: « recevable », « présélectionnée », or neither.</summary>
public sealed class ScreeningRuling
{
    public const int WordsLength = 2000;

    internal ScreeningRuling(Guid id, Guid applicationId, ScreeningRulingKind kind, IReadOnlyList<string> reasonCodes, string words, Guid? ruledById, DateTime ruledAt)
    {
        Id = id;
        ApplicationId = applicationId;
        Kind = kind;
        ReasonCodes = reasonCodes;
        Words = words;
        RuledById = ruledById;
        RuledAt = ruledAt;
    }

    private ScreeningRuling()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public ScreeningRulingKind Kind { get; private init; }

    /// <summary>See <see cref="InadmissibilityReason.Code"/>; none unless it is inadmissible.</summary>
    public IReadOnlyList<string> ReasonCodes { get; private init; } = [];

    /// <summary>What was added; perhaps empty.</summary>
    public string Words { get; private init; } = "";

    /// <summary>Null when the procedure went on by itself.</summary>
    public Guid? RuledById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime RuledAt { get; private init; }
}
