namespace Fabrique.Data.Auditing;

/// <summary>One changed entity in one transaction: who, when, in which use case, before and after. Append-only.</summary>
public sealed class AuditEntry
{
    public const int UseCaseLength = 200;
    public const int EntityIdLength = 100;

    /// <summary>A longer value is cut in <see cref="Changes"/>: the trail proves that it changed, the row says what it is.</summary>
    public const int TextLength = 200;

    public Guid Id { get; init; }

    public DateTime At { get; init; }

    public Guid? ActorId { get; init; }

    public string UseCase { get; init; } = "";

    public string EntityType { get; init; } = "";

    public string EntityId { get; init; } = "";

    /// <summary><c>Added</c>, <c>Modified</c> or <c>Deleted</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>JSON object: property → [before, after].</summary>
    public string Changes { get; init; } = "{}";
}
