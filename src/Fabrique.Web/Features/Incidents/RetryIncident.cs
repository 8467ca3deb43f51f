using System.Text.Json;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Incidents;

/// <summary>An administrator has what failed tried again, once its cause is repaired.</summary>
public sealed record RetryIncident
{
    /// <summary>Code of the kind of incident.</summary>
    public required string Kind { get; init; }

    public required string Key { get; init; }
}

public sealed class RetryIncidentHandler(UseCaseRunner runner, FabriqueDbContext db, IncidentInbox inbox, AuditScope audit, TimeProvider clock) : Handler<RetryIncident>(runner)
{
    public const string EntityType = "Incident";

    protected override async Task<Outcome> ActAsync(RetryIncident input, CancellationToken cancellationToken)
    {
        if (inbox.Find(input.Kind) is not { } source)
        {
            return IncidentInbox.Gone;
        }

        if (await source.RetryAsync(input.Key, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now.UtcDateTime,
            ActorId = audit.ActorId,
            UseCase = audit.UseCase,
            EntityType = EntityType,
            EntityId = Bounded($"{input.Kind}/{input.Key}"),
            Action = "Modified",
            Changes = JsonSerializer.Serialize(new { State = (string[])["Open", "Retried"] }),
        });
        return Outcome.Done;
    }

    private static string Bounded(string text) => text.Length <= AuditEntry.EntityIdLength ? text : text[..AuditEntry.EntityIdLength];
}
