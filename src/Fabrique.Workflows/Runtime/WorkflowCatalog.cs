using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>A stored version of a definition.</summary>
public sealed record WorkflowVersion
{
    /// <summary>Identifier of the version.</summary>
    public required string Id { get; init; }

    /// <summary>Definition id, the same for all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>The definition as it was given.</summary>
    public required string Json { get; init; }

    /// <summary>Whether it came with the application rather than from an editor.</summary>
    public required bool IsShipped { get; init; }

    /// <summary>Whether it is the newest version.</summary>
    public required bool IsLatest { get; init; }

    /// <summary>Whether new instances start on it.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>Creation, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Publication, UTC.</summary>
    public DateTime? PublishedAt { get; init; }
}

/// <summary>The definitions: stored with their versions, compiled once each.</summary>
/// <param name="database">Where versions are stored.</param>
/// <param name="registry">Kinds of activities.</param>
/// <param name="options">Limits of expressions.</param>
/// <param name="clock">The clock.</param>
public sealed class WorkflowCatalog(IWorkflowDatabase database, ActivityRegistry registry, WorkflowOptions options, TimeProvider clock)
{
    private const string Columns = "id, definition_id, version, name, json, is_shipped, is_latest, is_published, created_at, published_at";
    private const string DivisionByZero = "22012";
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _published = new(StringComparer.Ordinal);

    /// <summary>Lists what the drawing of a definition has wrong, without storing it and without regard to the definitions that it uses as activities.</summary>
    /// <param name="document">The definition.</param>
    /// <returns>The problems, in the order of the definition; none when it is sound.</returns>
    public IReadOnlyList<DefinitionProblem> Check(WorkflowDocument document) => Compile(document, CompositeVersions.None, "", 0).Problems;

    /// <summary>
    /// Lists all that would refuse or accompany a publication: what the drawing has wrong, with the published definitions that it uses as activities, and
    /// triggers that cannot be evaluated.
    /// </summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The problems, in the order of the definition; none when it is sound.</returns>
    public Task<IReadOnlyList<DefinitionProblem>> CheckAsync(WorkflowDocument document, CancellationToken cancellationToken = default) =>
        CheckAsync(document, [], cancellationToken);

    /// <summary>Lists the same for a definition among others, which are the only ones that it may use as activities. Needs no database.</summary>
    internal async Task<IReadOnlyList<DefinitionProblem>> CheckAmongAsync(WorkflowDocument document, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken)
    {
        var nothing = Task.FromResult<List<WorkflowVersion>>([]);
        return await CheckAsync(document, await new CompositeLoader((_, _) => nothing, registry, siblings).LoadAsync(document, asOf: null), cancellationToken);
    }

    /// <summary>Publishes a definition as its next version.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public async Task<WorkflowVersion> PublishAsync(WorkflowDocument document, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(await ErrorsAsync(document.DefinitionId, document, [], cancellationToken));
        var version = (await StoreAsync(document, isShipped: false, cancellationToken))!;
        await UpdateUsersAsync(document, version, cancellationToken);
        return version;
    }

    /// <summary>
    /// Publishes the definitions shipped with the application, found as <c>*/*.json</c> below a directory, when their content differs from what was last
    /// shipped. A version that people have edited since stays published; the shipped one is then only stored beside it.
    /// </summary>
    /// <param name="directory">The directory that holds one folder per process.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The versions added, none when nothing changed.</returns>
    /// <exception cref="InvalidDefinitionException">Some file is broken: every problem is listed with file, activity and reason, and nothing is published.</exception>
    public async Task<IReadOnlyList<WorkflowVersion>> PublishShippedAsync(string directory, CancellationToken cancellationToken = default)
    {
        var documents = new List<(string Source, WorkflowDocument Document)>();
        var problems = new List<(string, DefinitionProblem)>();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateDirectories(directory).SelectMany(folder => Directory.EnumerateFiles(folder, "*.json")).Order(StringComparer.Ordinal))
        {
            var source = Path.GetRelativePath(directory, file);
            try
            {
                var document = WorkflowDocument.Parse(await File.ReadAllTextAsync(file, cancellationToken));
                if (!files.TryAdd(document.DefinitionId, source))
                {
                    problems.Add((source, new DefinitionProblem(ProblemSeverity.Error, "", "", $"l’identifiant « {document.DefinitionId} » est déjà celui de {files[document.DefinitionId]}")));
                }

                documents.Add((source, document));
            }
            catch (JsonException exception)
            {
                problems.Add((source, new DefinitionProblem(ProblemSeverity.Error, "", "", $"le fichier n’est pas une définition JSON ({exception.Message})")));
            }
        }

        List<WorkflowDocument> siblings = [.. documents.Select(shipped => shipped.Document)];
        foreach (var (source, document) in documents)
        {
            problems.AddRange(await ErrorsAsync(source, document, siblings, cancellationToken));
        }

        ThrowIfBroken([.. problems.OrderBy(problem => problem.Item1, StringComparer.Ordinal)]);
        var added = new List<WorkflowVersion>();
        foreach (var document in UsedFirst(siblings))
        {
            if (await StoreAsync(document, isShipped: true, cancellationToken) is { } version)
            {
                added.Add(version);
                await UpdateUsersAsync(document, version, cancellationToken);
            }
        }

        return added;
    }

    /// <summary>Finds the published version of a definition.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The version, or null.</returns>
    public Task<WorkflowVersion?> GetPublishedAsync(string definitionId, CancellationToken cancellationToken = default) =>
        FindAsync("definition_id = $1 AND is_published = $2", [definitionId, true], cancellationToken);

    /// <summary>Finds a version.</summary>
    /// <param name="versionId">Identifier of the version.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The version, or null.</returns>
    public Task<WorkflowVersion?> GetVersionAsync(string versionId, CancellationToken cancellationToken = default) =>
        FindAsync("id = $1", [versionId], cancellationToken);

    /// <summary>Lists the newest version of every definition, by name.</summary>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>One version per definition.</returns>
    public async Task<IReadOnlyList<WorkflowVersion>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        return await sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions WHERE is_latest = $1 ORDER BY name, definition_id", [true], Read, cancellationToken);
    }

    /// <summary>
    /// Gives the version that new instances start on. On PostgreSQL the one that was published last time is taken on trust, and a statement that travels
    /// with the step's writes fails the step when that is over: see <see cref="TryForgetPublished"/>.
    /// </summary>
    /// <param name="mayTrust">Whether all that the step will write is sent at its end.</param>
    internal async Task<CompiledWorkflow> PublishedAsync(SqlSession sql, string definitionId, bool mayTrust, CancellationToken cancellationToken)
    {
        if (mayTrust && sql.IsPostgreSql && _published.TryGetValue(definitionId, out var remembered))
        {
            sql.Add("SELECT 1 / (SELECT count(*) FROM workflow_definitions WHERE id = $1 AND is_published)", remembered.VersionId);
            return remembered;
        }

        var ids = await sql.QueryAsync("SELECT id FROM workflow_definitions WHERE definition_id = $1 AND is_published = $2", [definitionId, true], reader => reader.GetString(0), cancellationToken);
        return ids.Count > 0
            ? _published[definitionId] = await CompiledAsync(sql, ids[0], cancellationToken)
            : throw new WorkflowNotFoundException($"No published version of the definition {definitionId}.");
    }

    /// <summary>Forgets which version was published, when that is what failed a step.</summary>
    internal bool TryForgetPublished(string definitionId, Exception failure) =>
        failure is DbException { SqlState: DivisionByZero } && _published.TryRemove(definitionId, out _);

    internal async Task<CompiledWorkflow> CompiledAsync(SqlSession sql, string versionId, CancellationToken cancellationToken)
    {
        if (_compiled.TryGetValue(versionId, out var compiled))
        {
            return compiled;
        }

        var versions = await sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions WHERE id = $1", [versionId], Read, cancellationToken);
        var version = versions.Count > 0 ? versions[0] : throw new WorkflowNotFoundException($"No version {versionId} of any definition.");
        var document = WorkflowDocument.Parse(version.Json);
        var composites = await Composites(sql, [], cancellationToken).LoadAsync(document, version.PublishedAt ?? version.CreatedAt);
        return _compiled.GetOrAdd(versionId, Compile(document, composites, versionId, version.Version));
    }

    private static void ThrowIfBroken(List<(string, DefinitionProblem)> problems)
    {
        if (problems.Count > 0)
        {
            throw new InvalidDefinitionException(problems);
        }
    }

    private async Task<List<(string, DefinitionProblem)>> ErrorsAsync(string source, WorkflowDocument document, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken) =>
        [.. (await CheckAsync(document, siblings, cancellationToken)).Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => (source, problem))];

    private async Task<IReadOnlyList<DefinitionProblem>> CheckAsync(WorkflowDocument document, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken)
    {
        if (!CompositeVersions.ReferencesIn(document, registry).Any())
        {
            return await CheckAsync(document, CompositeVersions.None, cancellationToken);
        }

        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        return await CheckAsync(document, await Composites(sql, siblings, cancellationToken).LoadAsync(document, asOf: null), cancellationToken);
    }

    private async Task<IReadOnlyList<DefinitionProblem>> CheckAsync(WorkflowDocument document, CompositeVersions composites, CancellationToken cancellationToken)
    {
        var workflow = Compile(document, composites, "", 0);
        return workflow.HasErrors ? workflow.Problems : [.. workflow.Problems, .. (await TriggerIndex.BuildAsync(workflow, options, clock, cancellationToken)).Problems];
    }

    private CompositeLoader Composites(SqlSession sql, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken) => new(
        (condition, values) => sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions WHERE {condition}", values, Read, cancellationToken), registry, siblings);

    private CompiledWorkflow Compile(WorkflowDocument document, CompositeVersions composites, string versionId, int version) =>
        GraphCompiler.Compile(document, composites, versionId, version, registry, options.Expressions);

    /// <summary>Orders definitions so that each comes after those that it uses as activities.</summary>
    private List<WorkflowDocument> UsedFirst(List<WorkflowDocument> documents)
    {
        var ordered = new List<WorkflowDocument>();
        var open = new List<WorkflowDocument>(documents);
        while (open.Count > 0)
        {
            // A circle cannot be published: then the first one is as good as any.
            var next = open.Find(document => !CompositeVersions.ReferencesIn(document, registry).Any(activity => open.Exists(used => used != document
                && (activity.Text("workflowDefinitionId") == used.DefinitionId || activity.Text("type") == CompositeVersion.TypeNameOf(used))))) ?? open[0];
            open.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    /// <summary>Publishes anew the definitions that use this one as an activity, pinned to its new version, when it asks for that.</summary>
    private async Task UpdateUsersAsync(WorkflowDocument used, WorkflowVersion version, CancellationToken cancellationToken)
    {
        if (!version.IsPublished || !CompositeVersion.IsUsable(used) || !used.Model.Object("options")!.Flag("autoUpdateConsumingWorkflows"))
        {
            return;
        }

        foreach (var user in await UsersAsync(used, version, cancellationToken))
        {
            if ((await ErrorsAsync(user.DefinitionId, user, [], cancellationToken)).Count == 0)
            {
                await StoreAsync(user, isShipped: false, cancellationToken);
            }
        }
    }

    private async Task<List<WorkflowDocument>> UsersAsync(WorkflowDocument used, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        var composites = Composites(sql, [], cancellationToken);
        var users = new List<WorkflowDocument>();
        foreach (var other in await sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions WHERE is_published = $1 AND definition_id <> $2 ORDER BY definition_id", [true, used.DefinitionId], Read, cancellationToken))
        {
            var document = WorkflowDocument.Parse(other.Json);
            var uses = false;
            foreach (var activity in CompositeVersions.ReferencesIn(document, registry).ToList())
            {
                if (await composites.RefersAsync(activity, used))
                {
                    activity["workflowDefinitionId"] = used.DefinitionId;
                    activity["workflowDefinitionVersionId"] = version.Id;
                    uses = true;
                }
            }

            if (uses)
            {
                users.Add(document);
            }
        }

        return users;
    }

    private async Task<WorkflowVersion?> StoreAsync(WorkflowDocument document, bool isShipped, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        step.SetUseCase("workflow:publish");
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var json = document.ToModelJson();
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var known = await sql.QueryAsync(
            $"SELECT version, content_hash, is_shipped, is_latest FROM workflow_definitions WHERE definition_id = $1 ORDER BY version{sql.ForUpdate}",
            [document.DefinitionId],
            reader => (Version: reader.GetInt32(0), Hash: reader.GetString(1), IsShipped: reader.GetBoolean(2), IsLatest: reader.GetBoolean(3)),
            cancellationToken);
        if (isShipped && known.LastOrDefault(version => version.IsShipped).Hash == hash)
        {
            return null;
        }

        var isCurrent = !isShipped || known.All(version => !version.IsLatest || version.IsShipped);
        var now = Instants.Now(clock);
        var stored = new WorkflowVersion
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"),
            DefinitionId = document.DefinitionId,
            Version = known.Select(version => version.Version).DefaultIfEmpty().Max() + 1,
            Name = document.Name,
            Json = json,
            IsShipped = isShipped,
            IsLatest = isCurrent,
            IsPublished = isCurrent,
            CreatedAt = now,
            PublishedAt = isCurrent ? now : null,
        };
        if (isCurrent)
        {
            sql.Add("UPDATE workflow_definitions SET is_latest = $2, is_published = $2 WHERE definition_id = $1 AND (is_latest = $3 OR is_published = $3)", document.DefinitionId, false, true);
        }

        // Two hosts that start together ship the same content: the unique version number lets the first one win.
        sql.Add(
            $"INSERT INTO workflow_definitions ({Columns}, content_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (definition_id, version) DO NOTHING",
            stored.Id, stored.DefinitionId, stored.Version, stored.Name, stored.Json, stored.IsShipped, stored.IsLatest, stored.IsPublished, stored.CreatedAt, stored.PublishedAt, hash);
        var affected = await sql.FlushAsync(cancellationToken);
        if (affected[^1] == 0)
        {
            return isShipped ? null : throw new InvalidOperationException($"Version {stored.Version} of {stored.DefinitionId} was published by somebody else at the same moment.");
        }

        if (isCurrent)
        {
            var composites = await Composites(sql, [], cancellationToken).LoadAsync(document, now);
            await IndexTriggersAsync(sql, Compile(document, composites, stored.Id, stored.Version), cancellationToken);
        }

        await step.CommitAsync(cancellationToken);
        return stored;
    }

    /// <summary>Replaces the triggers of the former version. One that has not changed keeps its due instant: publishing does not push it away.</summary>
    private async Task IndexTriggersAsync(SqlSession sql, CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var (rows, problems) = await TriggerIndex.BuildAsync(workflow, options, clock, cancellationToken);
        ThrowIfBroken([.. problems.Select(problem => (workflow.DefinitionId, problem))]);
        var former = await TriggerTable.OfDefinitionAsync(sql, workflow.DefinitionId, cancellationToken);
        TriggerTable.Replace(sql, workflow.DefinitionId, rows.Select(row => row.Payload is not null && former.Find(old => IsSame(old, row)) is { } kept ? row with { DueAt = kept.DueAt } : row));
        await sql.FlushAsync(cancellationToken);
    }

    private static bool IsSame(TriggerRow old, TriggerRow row) => (old.ActivityId, old.Name, old.Key, old.Payload) == (row.ActivityId, row.Name, row.Key, row.Payload);

    private async Task<WorkflowVersion?> FindAsync(string condition, object?[] values, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        var found = await sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions WHERE {condition}", values, Read, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private static WorkflowVersion Read(System.Data.Common.DbDataReader reader) => new()
    {
        Id = reader.GetString(0),
        DefinitionId = reader.GetString(1),
        Version = reader.GetInt32(2),
        Name = reader.GetString(3),
        Json = reader.GetString(4),
        IsShipped = reader.GetBoolean(5),
        IsLatest = reader.GetBoolean(6),
        IsPublished = reader.GetBoolean(7),
        CreatedAt = reader.Instant(8),
        PublishedAt = reader.InstantOrNull(9),
    };
}
