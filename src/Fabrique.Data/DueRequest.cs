namespace Fabrique.Data;

/// <summary>Something that a step or a use case asks to be done item by item, each in a transaction of its own; deleted with what it asked for.</summary>
public sealed class DueRequest
{
    public const int ArgumentLength = 200;

    public required Guid Id { get; init; }

    /// <summary>Name of the source that does it.</summary>
    public required string Source { get; init; }

    /// <summary>What it is about; the source knows of which kind.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>What the source needs besides, for example the key of a message.</summary>
    public string Argument { get; init; } = "";

    /// <summary>UTC.</summary>
    public required DateTime DueAt { get; init; }
}
