using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures;

/// <summary>What people do to a procedure. The name is what the trail keeps.</summary>
public enum ProcedureAct
{
    Saved,
    Published,
    Retracted,
    Reverted,
    Deleted,
    Imported,
    Migrated,
    Adopted,
    Kept,
    Stopped,
}

/// <summary>A line of a procedure's history.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Who">Who did it; null when nobody of the directory did.</param>
/// <param name="Act">What.</param>
/// <param name="Version">Number of the version concerned; null when none is.</param>
/// <param name="Sentence">What, in French, after the name of who did it.</param>
public sealed record ProcedureRecord(DateTime At, string? Who, string Act, int? Version, string Sentence);

/// <summary>
/// Writes what people do to procedures in the audit trail, and reads it back: the runtime's tables are not the domain's, so the trail does not hear of them by
/// itself. One line per act, whichever page or contract it came by.
/// </summary>
public sealed class ProcedureAudit(FabriqueDbContext db, AuditScope scope, TimeProvider clock)
{
    public const string EntityType = "WorkflowDefinition";

    private const int MostRecords = 100;
    private static readonly TimeSpan OneSession = TimeSpan.FromMinutes(10);
    private const string VersionKey = "version";
    private const string SentenceKey = "sentence";
    private const string InstancesKey = "instances";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Notes an act, once it is done.</summary>
    /// <param name="sentence">What was done, in French, to be read after a name: « a publié la version 4 de « Candidature » ».</param>
    /// <param name="instanceIds">The instances concerned; none by default.</param>
    public async Task RecordAsync(ProcedureAct act, string definitionId, int? version, string sentence, IReadOnlyCollection<string>? instanceIds = null)
    {
        // The editor saves by itself after every gesture: one line tells of a session of work.
        if (act == ProcedureAct.Saved && await HasJustSavedAsync(definitionId))
        {
            return;
        }

        var changes = new Dictionary<string, object?[]> { [VersionKey] = [null, version], [SentenceKey] = [null, sentence] };
        if (instanceIds is not null)
        {
            changes[InstancesKey] = [null, instanceIds];
        }

        await WriteAsync(EntityType, definitionId, act.ToString(), changes);
    }

    /// <summary>Notes what was done to something else of the runtime, once it is done.</summary>
    /// <param name="entityType">Stable name of the kind of thing.</param>
    /// <param name="action">Stable name of the act.</param>
    /// <param name="sentence">What was done, in French, to be read after a name.</param>
    public Task NoteAsync(string entityType, string entityId, string action, string sentence) =>
        WriteAsync(entityType, entityId, action, new Dictionary<string, object?[]> { [SentenceKey] = [null, sentence] });

    private async Task<bool> HasJustSavedAsync(string definitionId)
    {
        var (id, since) = (Bounded(definitionId, AuditEntry.EntityIdLength), clock.GetUtcNow().UtcDateTime - OneSession);
        var last = await db.AuditEntries
            .Where(entry => entry.EntityType == EntityType && entry.EntityId == id && entry.At >= since)
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Id)
            .Select(entry => new { entry.Action, entry.ActorId })
            .FirstOrDefaultAsync(CancellationToken.None);
        return last is not null && last.Action == nameof(ProcedureAct.Saved) && last.ActorId == scope.ActorId;
    }

    private async Task WriteAsync(string entityType, string entityId, string action, Dictionary<string, object?[]> changes)
    {
        var now = clock.GetUtcNow();
        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now.UtcDateTime,
            ActorId = scope.ActorId,
            UseCase = Bounded(scope.UseCase, AuditEntry.UseCaseLength),
            EntityType = entityType,
            EntityId = Bounded(entityId, AuditEntry.EntityIdLength),
            Action = action,
            Changes = JsonSerializer.Serialize(changes, Json),
        });

        // What was done is done: whoever leaves now does not keep it from being noted.
        await db.SaveChangesAsync(CancellationToken.None);
    }

    /// <returns>The last acts on a procedure, newest first.</returns>
    public async Task<IReadOnlyList<ProcedureRecord>> ReadAsync(string definitionId, CancellationToken cancellationToken) =>
        (await ReadAsync([definitionId], MostRecords, cancellationToken)).GetValueOrDefault(definitionId) ?? [];

    /// <returns>The last acts on each of some procedures, newest first.</returns>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ProcedureRecord>>> ReadAsync(IReadOnlyCollection<string> definitionIds, int most, CancellationToken cancellationToken)
    {
        // Identifiers that differ only beyond what the trail keeps share their lines.
        var ids = definitionIds.ToLookup(id => Bounded(id, AuditEntry.EntityIdLength), StringComparer.Ordinal);
        var kept = ids.Select(same => same.Key).ToList();
        var entries = await db.AuditEntries
            .Where(entry => entry.EntityType == EntityType && kept.Contains(entry.EntityId))
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Id)
            .Take(most)
            .Select(entry => new { entry.At, entry.EntityId, entry.Action, entry.Changes, Who = db.StaffMembers.Where(person => person.Id == entry.ActorId).Select(person => person.FullName).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        return entries
            .GroupBy(entry => entry.EntityId, entry => Read(entry.At, entry.Who, entry.Action, entry.Changes), StringComparer.Ordinal)
            .SelectMany(same => ids[same.Key].Select(id => (Id: id, Records: (IReadOnlyList<ProcedureRecord>)[.. same])))
            .ToDictionary(pair => pair.Id, pair => pair.Records, StringComparer.Ordinal);
    }

    private static ProcedureRecord Read(DateTime at, string? who, string act, string changes)
    {
        using var document = JsonDocument.Parse(changes);
        var version = After(document.RootElement, VersionKey) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : (int?)null;
        var sentence = After(document.RootElement, SentenceKey) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "a modifié la procédure";
        return new ProcedureRecord(at, who, act, version, sentence);
    }

    private static JsonElement? After(JsonElement changes, string name) => changes.TryGetProperty(name, out var pair) && pair.GetArrayLength() == 2 ? pair[1] : null;

    private static string Bounded(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";
}
