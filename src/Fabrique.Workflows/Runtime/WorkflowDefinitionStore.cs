using System.Security.Cryptography;
using System.Text;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>The definitions as they are stored: their versions, read and written. What is published is the business of the <see cref="WorkflowPublisher"/>.</summary>
/// <param name="database">Where versions are stored.</param>
/// <param name="clock">The clock.</param>
public sealed class WorkflowDefinitionStore(IWorkflowDatabase database, TimeProvider clock)
{
    /// <summary>Finished instances deleted in one transaction with the version that they ran on.</summary>
    private const int DeletedAtOnce = 200;

    private const int LongestId = 200;

    /// <summary>Finds the published version of a definition.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The version, or null.</returns>
    public Task<WorkflowVersion?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken = default) =>
        FindAsync("WHERE definition_id = $1 AND is_published = $2", [definitionId, true], cancellationToken);

    /// <summary>Finds the newest version of a definition, draft or published.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The version, or null.</returns>
    public Task<WorkflowVersion?> GetLatestAsync(string definitionId, CancellationToken cancellationToken = default) =>
        FindAsync("WHERE definition_id = $1 AND is_latest = $2", [definitionId, true], cancellationToken);

    /// <summary>Finds a version.</summary>
    /// <param name="versionId">Identifier of the version.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The version, or null.</returns>
    public Task<WorkflowVersion?> GetVersionAsync(string versionId, CancellationToken cancellationToken = default) => FindAsync("WHERE id = $1", [versionId], cancellationToken);

    /// <summary>Lists the versions of a definition, newest first.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The versions; none when the definition is unknown.</returns>
    public Task<IReadOnlyList<WorkflowVersion>> GetVersionsAsync(string definitionId, CancellationToken cancellationToken = default) =>
        SelectAsync("WHERE definition_id = $1 ORDER BY version DESC", [definitionId], cancellationToken);

    /// <summary>Lists the versions of one definition, or of all, without their text.</summary>
    /// <param name="definitionId">Only this definition when not null.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The versions, by definition id, newest first.</returns>
    public async Task<IReadOnlyList<WorkflowVersionSummary>> SummariseAsync(string? definitionId = null, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await DefinitionTable.SummariseAsync(new SqlSession(session.Connection, null, database.Engine), definitionId, cancellationToken);
    }

    /// <summary>Lists the newest version of every definition, by name.</summary>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>One version per definition.</returns>
    public Task<IReadOnlyList<WorkflowVersion>> ListAsync(CancellationToken cancellationToken = default) =>
        SelectAsync("WHERE is_latest = $1 ORDER BY name, definition_id", [true], cancellationToken);

    /// <summary>Lists versions, page by page.</summary>
    /// <param name="filter">What to keep, in which order.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The page, and how many there are in all.</returns>
    public async Task<WorkflowPage> FindAsync(WorkflowVersionFilter filter, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await DefinitionTable.PageAsync(new SqlSession(session.Connection, null, database.Engine), filter, cancellationToken);
    }

    /// <summary>Tells whether no other definition has this name in its newest version.</summary>
    /// <param name="name">The name.</param>
    /// <param name="definitionId">The definition that wants it; null for a new one.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Whether the name is free.</returns>
    public async Task<bool> IsNameFreeAsync(string name, string? definitionId, CancellationToken cancellationToken = default) =>
        await FindAsync("WHERE is_latest = $1 AND name = $2 AND definition_id <> $3 LIMIT 1", [true, name, definitionId ?? ""], cancellationToken) is null;

    /// <summary>Lists the versions of definitions that were published to be used as activities of others, as kinds of activities.</summary>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>One entry per version, by definition id and number.</returns>
    public async Task<IReadOnlyList<WorkflowActivityType>> ListActivityTypesAsync(CancellationToken cancellationToken = default)
    {
        var types = new List<WorkflowActivityType>();
        foreach (var version in await SelectAsync("WHERE published_at IS NOT NULL AND json LIKE '%usableAsActivity%' ORDER BY definition_id, version", [], cancellationToken))
        {
            var document = WorkflowDocument.Parse(version.Json);
            if (CompositeVersion.IsUsable(document))
            {
                types.Add(new WorkflowActivityType(version, CompositeVersion.Of(document, CompositeVersions.None).Type));
            }
        }

        return types;
    }

    /// <summary>
    /// Saves the draft of a definition, whatever problems it has. A draft that exists is rewritten; a published or shipped version, or
    /// a draft on which instances run, is left as it is and a new version follows it. A definition without identifier is given one.
    /// </summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft.</returns>
    public Task<WorkflowVersion> SaveDraftAsync(WorkflowDocument document, CancellationToken cancellationToken = default) => SaveAsync(document, null, null, cancellationToken);

    /// <summary>Saves the draft of a definition as <see cref="SaveDraftAsync(WorkflowDocument, CancellationToken)"/> does, in one transaction with a look at what it would replace.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="look">
    /// Called before anything is written, perhaps more than once, with a copy of the document and with the newest version, null when there is none. It may change
    /// the copy, which is what is saved. It gives false to keep a draft that exists, so that a new version follows it, and throws to refuse.
    /// </param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft.</returns>
    public Task<WorkflowVersion> SaveDraftAsync(WorkflowDocument document, Func<WorkflowDocument, WorkflowVersion?, bool> look, CancellationToken cancellationToken = default) =>
        SaveAsync(document, look, null, cancellationToken);

    /// <summary>
    /// Saves the draft of an imported definition as <see cref="SaveDraftAsync(WorkflowDocument, Func{WorkflowDocument, WorkflowVersion, bool}, CancellationToken)"/> does. A new version keeps the
    /// identifier that the document gives it when no version has it, so that whoever refers to it finds it again.
    /// </summary>
    /// <param name="document">The definition.</param>
    /// <param name="look">As there.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft.</returns>
    public Task<WorkflowVersion> ImportDraftAsync(WorkflowDocument document, Func<WorkflowDocument, WorkflowVersion?, bool> look, CancellationToken cancellationToken = default) =>
        SaveAsync(document, look, null, cancellationToken, document.Id);

    /// <summary>Copies an earlier version as a new draft. What is published stays published.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="version">Number of the version to copy.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft, the newest version.</returns>
    /// <exception cref="WorkflowNotFoundException">The version is unknown.</exception>
    public Task<WorkflowVersion> RevertAsync(string definitionId, int version, CancellationToken cancellationToken = default) =>
        ChangeAsync(definitionId, (sql, known) => RevertAsync(sql, definitionId, known, version, cancellationToken), cancellationToken);

    /// <summary>Makes an earlier version the draft as <see cref="RevertAsync(string, int, CancellationToken)"/> does, unless the newest version is a draft of the same content already.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="version">Number of the earlier version.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new draft; null when there was nothing to do.</returns>
    /// <exception cref="WorkflowNotFoundException">There is no such version.</exception>
    public Task<WorkflowVersion?> RevertIfDifferentAsync(string definitionId, int version, CancellationToken cancellationToken = default) => ChangeAsync<WorkflowVersion?>(
        definitionId,
        async (sql, known) => known is [.., { PublishedAt: null, IsShipped: false } draft] && known.Find(candidate => candidate.Version == version)?.Hash == draft.Hash
            ? new Change<WorkflowVersion?>(null)
            : await RevertAsync(sql, definitionId, known, version, cancellationToken) is { } changed ? new Change<WorkflowVersion?>(changed.Result) : null,
        cancellationToken);

    /// <summary>Deletes a version with its finished instances. When it was the newest, the one before takes its place.</summary>
    /// <param name="versionId">Identifier of the version.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Whether the version existed.</returns>
    /// <exception cref="WorkflowInUseException">Instances run on it, or wait for an incident to be resolved; or it was shipped, and upgrades have to know it.</exception>
    public Task<bool> DeleteVersionAsync(string versionId, CancellationToken cancellationToken = default) => DeleteVersionAsync(versionId, null, cancellationToken);

    /// <summary>Deletes a version as <see cref="DeleteVersionAsync(string, CancellationToken)"/> does, provided that it has not changed since the caller read it.</summary>
    /// <param name="versionId">Identifier of the version.</param>
    /// <param name="contentHash">Digest of what the caller read of a version that was not published; null to delete it whatever it is.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Whether the version existed.</returns>
    /// <exception cref="WorkflowChangedException">The version was rewritten or published.</exception>
    /// <exception cref="WorkflowInUseException">Instances run on it, or wait for an incident to be resolved; or it was shipped, and upgrades have to know it.</exception>
    public async Task<bool> DeleteVersionAsync(string versionId, string? contentHash, CancellationToken cancellationToken = default)
    {
        if (await GetVersionAsync(versionId, cancellationToken) is not { } version)
        {
            return false;
        }

        while (await ChangeAsync<bool>(version.DefinitionId, (sql, known) => DeleteSomeInstancesAsync(sql, Unchanged(known), cancellationToken), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return await ChangeAsync<bool>(version.DefinitionId, (sql, known) => DeleteAsync(sql, known, Unchanged(known), cancellationToken), cancellationToken);

        WorkflowVersion Unchanged(List<VersionHead> known) => contentHash is not null && known.Find(head => head.Id == versionId) is { } head && (head.IsPublished || head.Hash != contentHash)
            ? throw new WorkflowChangedException(version.DefinitionId)
            : version;
    }

    /// <summary>Deletes a definition: all its versions, with their finished instances.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>How many versions were deleted.</returns>
    /// <exception cref="WorkflowInUseException">Instances run on one of them, or one was shipped: nothing is deleted then.</exception>
    public async Task<int> DeleteAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        var versions = await GetVersionsAsync(definitionId, cancellationToken);
        await ChangeAsync<bool>(
            definitionId,
            async (sql, _) =>
            {
                foreach (var version in versions)
                {
                    await ThrowIfNeededAsync(sql, version, cancellationToken);
                }

                TriggerTable.Replace(sql, definitionId, []);
                await sql.FlushAsync(cancellationToken);
                return await DefinitionTable.RetractAsync(sql, definitionId, cancellationToken) > 0;
            },
            cancellationToken);
        var deleted = 0;
        foreach (var version in versions)
        {
            deleted += await DeleteVersionAsync(version.Id, cancellationToken) ? 1 : 0;
        }

        return deleted;
    }

    internal static string Hash(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <param name="given">The definition.</param>
    /// <param name="look">As for a draft.</param>
    /// <param name="publish">Puts the saved version in force, in the same transaction; null for a draft.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <param name="wantedId">Identifier of a new version, if it is free; one is made when null.</param>
    internal Task<WorkflowVersion> SaveAsync(WorkflowDocument given, Func<WorkflowDocument, WorkflowVersion?, bool>? look, Publication? publish, CancellationToken cancellationToken, string? wantedId = null)
    {
        var document = WorkflowDocument.Parse(given.ToModelJson());
        if (document.DefinitionId.Length == 0)
        {
            document.Model["definitionId"] = NewId();
        }

        return ChangeAsync(
            document.DefinitionId,
            async (sql, known) =>
            {
                var latest = known.Find(version => version.IsLatest);
                var mayRewrite = look is null || look(document, latest is null ? null : await DefinitionTable.FindAsync(sql, latest.Id, cancellationToken));
                if (!mayRewrite || latest is not { PublishedAt: null, IsShipped: false } draft || await InstanceTable.IsUsedAsync(sql, document.DefinitionId, draft.Id, cancellationToken))
                {
                    var isFree = wantedId is { Length: > 0 and <= LongestId } && await DefinitionTable.FindAsync(sql, wantedId, cancellationToken) is null;
                    return await InsertAsync(sql, known, document, isLatest: true, isShipped: false, publish, cancellationToken, isFree ? wantedId : null);
                }

                var json = document.ToModelJson();
                await DefinitionTable.RewriteAsync(sql, draft.Id, document.Name, json, Hash(json), cancellationToken);
                if (publish is not null)
                {
                    await publish(sql, (await DefinitionTable.FindAsync(sql, draft.Id, cancellationToken))!);
                }

                return await DefinitionTable.FindAsync(sql, draft.Id, cancellationToken);
            },
            cancellationToken);
    }

    /// <returns>Null when somebody else added a version at the same moment.</returns>
    internal async Task<WorkflowVersion?> InsertAsync(
        SqlSession sql, List<VersionHead> known, WorkflowDocument document, bool isLatest, bool isShipped, Publication? publish, CancellationToken cancellationToken, string? id = null)
    {
        var json = document.ToModelJson();
        var stored = new WorkflowVersion
        {
            Id = id ?? NewId(),
            DefinitionId = document.DefinitionId,
            Version = known.Count == 0 ? 1 : known[^1].Version + 1,
            Name = document.Name,
            Json = json,
            IsShipped = isShipped,
            IsLatest = isLatest,
            IsPublished = false,
            CreatedAt = Instants.Now(clock),
        };
        if (isLatest)
        {
            await DefinitionTable.SupersedeAsync(sql, document.DefinitionId, cancellationToken);
        }

        if (!await DefinitionTable.InsertAsync(sql, stored, Hash(json), cancellationToken))
        {
            return null;
        }

        if (publish is null)
        {
            return stored;
        }

        await publish(sql, stored);
        return stored with { IsPublished = true, PublishedAt = stored.CreatedAt };
    }

    /// <summary>Changes the versions of one definition in one transaction, in turn with whoever else does.</summary>
    /// <param name="change">Gives null when somebody else came first: it is then asked again.</param>
    internal async Task<T> ChangeAsync<T>(string definitionId, Func<SqlSession, List<VersionHead>, Task<Change<T>?>> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var step = await database.BeginStepAsync(cancellationToken);
            step.SetUseCase("workflow:publish");
            var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
            if (await change(sql, await DefinitionTable.LockAsync(sql, definitionId, cancellationToken)) is { } changed)
            {
                await step.CommitAsync(cancellationToken);
                return changed.Result;
            }
        }
    }

    internal Task<WorkflowVersion> ChangeAsync(string definitionId, Func<SqlSession, List<VersionHead>, Task<WorkflowVersion?>> change, CancellationToken cancellationToken) => ChangeAsync<WorkflowVersion>(
        definitionId,
        async (sql, known) => await change(sql, known) is { } version ? new Change<WorkflowVersion>(version) : null,
        cancellationToken);

    /// <returns>Whether there may be more to delete.</returns>
    private static async Task<Change<bool>?> DeleteSomeInstancesAsync(SqlSession sql, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await ThrowIfNeededAsync(sql, version, cancellationToken);
        var ids = await InstanceTable.OfVersionAsync(sql, version.DefinitionId, version.Id, DeletedAtOnce, cancellationToken);
        ids.ForEach(id => InstanceTable.Delete(sql, id));
        await sql.FlushAsync(cancellationToken);
        return ids.Count == DeletedAtOnce;
    }

    private static async Task<Change<bool>?> DeleteAsync(SqlSession sql, List<VersionHead> known, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await DeleteSomeInstancesAsync(sql, version, cancellationToken);
        if (version.IsPublished)
        {
            TriggerTable.Replace(sql, version.DefinitionId, []);
            await sql.FlushAsync(cancellationToken);
        }

        if (known.Find(candidate => candidate.Id == version.Id) is { IsLatest: true } && known.FindLast(candidate => candidate.Id != version.Id) is { } before)
        {
            await DefinitionTable.MakeLatestAsync(sql, before.Id, cancellationToken);
        }

        return await DefinitionTable.DeleteAsync(sql, version.Id, cancellationToken) == 1;
    }

    private static async Task ThrowIfNeededAsync(SqlSession sql, WorkflowVersion version, CancellationToken cancellationToken)
    {
        if (version.IsShipped)
        {
            throw new WorkflowInUseException(new WorkflowMessage(MessageCodes.VersionShipped, version.Version, version.Name));
        }

        if (await InstanceTable.IsUsedAsync(sql, version.DefinitionId, version.Id, cancellationToken))
        {
            throw new WorkflowInUseException(new WorkflowMessage(MessageCodes.VersionInUse, version.Version, version.Name));
        }
    }

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    private async Task<WorkflowVersion?> FindAsync(string tail, object?[] values, CancellationToken cancellationToken) =>
        await SelectAsync(tail, values, cancellationToken) is [var found, ..] ? found : null;

    private async Task<IReadOnlyList<WorkflowVersion>> SelectAsync(string tail, object?[] values, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await DefinitionTable.SelectAsync(new SqlSession(session.Connection, null, database.Engine), tail, values, cancellationToken);
    }

    /// <summary>Puts a stored version in force, in the transaction that stored it.</summary>
    internal delegate Task Publication(SqlSession sql, WorkflowVersion version);

    internal sealed record Change<T>(T Result)
    {
        public static implicit operator Change<T>(T result) => new(result);
    }

    private async Task<Change<WorkflowVersion>?> RevertAsync(SqlSession sql, string definitionId, List<VersionHead> known, int version, CancellationToken cancellationToken)
    {
        var source = known.Find(candidate => candidate.Version == version) is { } head ? await DefinitionTable.FindAsync(sql, head.Id, cancellationToken) : null;
        var document = WorkflowDocument.Parse((source ?? throw new WorkflowNotFoundException($"No version {version} of the definition {definitionId}.")).Json);
        return await InsertAsync(sql, known, document, isLatest: true, isShipped: false, null, cancellationToken) is { } draft ? new Change<WorkflowVersion>(draft) : null;
    }
}
