namespace Fabrique.Data.Auditing;

/// <summary>Who acts, and in which use case, in the current scope: set by the request pipeline, the jobs and the runtime; read by the audit interceptor.</summary>
public sealed class AuditScope
{
    /// <summary>The signed-in person; null when the procedure or a job acts.</summary>
    public Guid? ActorId { get; set; }

    /// <summary>Stable name, for example <c>POST /candidatures/nouvelle</c> or <c>job:timers</c>.</summary>
    public string UseCase { get; set; } = "";
}
