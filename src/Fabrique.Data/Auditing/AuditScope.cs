namespace Fabrique.Data.Auditing;

/// <summary>Who acts, and in which use case, in the current scope: set by the request pipeline, the jobs and the runtime; read by the audit interceptor.</summary>
public sealed class AuditScope
{
    /// <summary>The signed-in person; null when the procedure or a job acts.</summary>
    public Guid? ActorId { get; set; }

    /// <summary>Stable name, for example <c>POST /candidatures/nouvelle</c> or <c>job:timers</c>.</summary>
    public string UseCase { get; set; } = "";

    /// <summary>What was done beside the aggregates, to be written with the next save.</summary>
    internal List<AuditEntry> Notes { get; } = [];

    /// <summary>Says what was done to something that is no aggregate, for example a definition; the next save writes it.</summary>
    /// <param name="entityType">Stable name of the kind of thing.</param>
    /// <param name="entityId">Identifier of the thing.</param>
    /// <param name="action"><c>Added</c>, <c>Modified</c> or <c>Deleted</c>.</param>
    /// <param name="sentence">What was done, in French.</param>
    public void Note(string entityType, string entityId, string action, string sentence) =>
        Notes.Add(new AuditEntry { EntityType = entityType, EntityId = entityId, Action = action, Changes = sentence });
}
