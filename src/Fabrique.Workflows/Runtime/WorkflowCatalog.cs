using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>The definitions: stored with their versions, compiled once each.</summary>
/// <param name="database">Where versions are stored.</param>
/// <param name="registry">Kinds of activities.</param>
/// <param name="options">Limits of expressions.</param>
/// <param name="clock">The clock.</param>
/// <param name="rules">Rules of the host's own that drawings are held to.</param>
public sealed class WorkflowCatalog(IWorkflowDatabase database, ActivityRegistry registry, WorkflowOptions options, TimeProvider clock, IEnumerable<DrawingRule> rules)
{
    /// <summary>Finished instances deleted in one transaction with the version that they ran on.</summary>
    private const int DeletedAtOnce = 200;
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _published = new(StringComparer.Ordinal);

    /// <summary>Lists what the drawing of a definition has wrong, without storing it and without regard to the definitions that it uses as activities.</summary>
    /// <param name="document">The definition.</param>
    /// <returns>The problems, in the order of the definition; none when it is sound.</returns>
    public IReadOnlyList<DefinitionProblem> Check(WorkflowDocument document) => Problems(Compile(document, CompositeVersions.None, "", 0));

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

    /// <summary>
    /// Saves the draft of a definition, an imported one included, whatever problems it has. A draft that exists is rewritten; a published or shipped version, or
    /// a draft on which instances run, is left as it is and a new version follows it. A definition without identifier is given one.
    /// </summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft.</returns>
    public Task<WorkflowVersion> SaveDraftAsync(WorkflowDocument document, CancellationToken cancellationToken = default) => SaveAsync(document, null, isPublished: false, cancellationToken);

    /// <summary>Saves the draft of a definition as <see cref="SaveDraftAsync(WorkflowDocument, CancellationToken)"/> does, in one transaction with a look at what it would replace.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="look">
    /// Called before anything is written, perhaps more than once, with a copy of the document and with the newest version, null when there is none. It may change
    /// the copy, which is what is saved. It gives false to keep a draft that exists, so that a new version follows it, and throws to refuse.
    /// </param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft.</returns>
    public Task<WorkflowVersion> SaveDraftAsync(WorkflowDocument document, Func<WorkflowDocument, WorkflowVersion?, bool> look, CancellationToken cancellationToken = default) =>
        SaveAsync(document, look, isPublished: false, cancellationToken);

    /// <summary>Saves a definition as <see cref="SaveDraftAsync(WorkflowDocument, CancellationToken)"/> does, and publishes it.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public Task<WorkflowVersion> PublishAsync(WorkflowDocument document, CancellationToken cancellationToken = default) => PublishAsync(document, null, cancellationToken);

    /// <summary>Saves a definition as <see cref="SaveDraftAsync(WorkflowDocument, Func{WorkflowDocument, WorkflowVersion, bool}, CancellationToken)"/> does, and publishes it.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="look">As there; null when nothing is looked at.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public async Task<WorkflowVersion> PublishAsync(WorkflowDocument document, Func<WorkflowDocument, WorkflowVersion?, bool>? look, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(await ErrorsAsync(document.DefinitionId, document, [], cancellationToken));
        var version = await SaveAsync(document, look, isPublished: true, cancellationToken);
        await UpdateUsersAsync(version, cancellationToken);
        return version;
    }

    /// <summary>Publishes the newest version of a definition. Does nothing when it is published.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The published version.</returns>
    /// <exception cref="WorkflowNotFoundException">The definition is unknown.</exception>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public async Task<WorkflowVersion> PublishLatestAsync(string definitionId, CancellationToken cancellationToken = default)
    {
        var latest = await GetLatestAsync(definitionId, cancellationToken) ?? throw Unknown(definitionId);
        ThrowIfBroken(await ErrorsAsync(definitionId, WorkflowDocument.Parse(latest.Json), [], cancellationToken));
        var published = await ChangeAsync(
            definitionId,
            async (sql, known) =>
            {
                var version = await DefinitionTable.FindAsync(sql, (known.Find(version => version.IsLatest) ?? throw Unknown(definitionId)).Id, cancellationToken);
                if (!version!.IsPublished)
                {
                    await DefinitionTable.RetractAsync(sql, definitionId, cancellationToken);
                    await PublishAsync(sql, version, cancellationToken);
                }

                return await DefinitionTable.FindAsync(sql, version.Id, cancellationToken);
            },
            cancellationToken);
        await UpdateUsersAsync(published, cancellationToken);
        return published;
    }

    /// <summary>
    /// Publishes a version in the place of the one in force, provided that neither has changed since the caller read them. It becomes the newest one, unless a
    /// draft follows. Does nothing when it is published.
    /// </summary>
    /// <param name="version">The version as the caller read it.</param>
    /// <param name="inForceId">Identifier of the version that was published then; null when none was.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>False when it was published already.</returns>
    /// <exception cref="WorkflowChangedException">The version was rewritten or deleted, or another one is in force.</exception>
    /// <exception cref="InvalidDefinitionException">The version has errors.</exception>
    public async Task<bool> PublishVersionAsync(WorkflowVersion version, string? inForceId, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(await ErrorsAsync(version.DefinitionId, WorkflowDocument.Parse(version.Json), [], cancellationToken));
        var isNew = await ChangeAsync<bool>(
            version.DefinitionId,
            async (sql, known) =>
            {
                var head = known.Find(candidate => candidate.Id == version.Id);
                if (head is null || head.Hash != version.ContentHash || (!head.IsPublished && known.Find(candidate => candidate.IsPublished)?.Id != inForceId))
                {
                    throw new WorkflowChangedException(version.DefinitionId);
                }

                if (head.IsPublished)
                {
                    return false;
                }

                await DefinitionTable.RetractAsync(sql, version.DefinitionId, cancellationToken);
                await PublishAsync(sql, version, cancellationToken);
                if (!head.IsLatest && known.Find(candidate => candidate.IsLatest) is { PublishedAt: not null })
                {
                    await DefinitionTable.SupersedeAsync(sql, version.DefinitionId, cancellationToken);
                    await DefinitionTable.MakeLatestAsync(sql, version.Id, cancellationToken);
                }

                return true;
            },
            cancellationToken);
        await UpdateUsersAsync(version with { IsPublished = true }, cancellationToken);
        return isNew;
    }

    /// <summary>Withdraws the published version: no instance starts on it any more, those that run go on.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Whether a version was published.</returns>
    public Task<bool> RetractAsync(string definitionId, CancellationToken cancellationToken = default) => RetractAsync(definitionId, null, cancellationToken);

    /// <summary>Withdraws a version as <see cref="RetractAsync(string, CancellationToken)"/> does, provided that it is still the one in force.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="versionId">Identifier of the version that the caller read; null to withdraw whichever is published.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>False when no version was published any more.</returns>
    /// <exception cref="WorkflowChangedException">Another version is in force.</exception>
    public Task<bool> RetractAsync(string definitionId, string? versionId, CancellationToken cancellationToken = default) => ChangeAsync<bool>(
        definitionId,
        async (sql, known) =>
        {
            if (versionId is not null && known.Find(version => version.IsPublished) is { } inForce && inForce.Id != versionId)
            {
                throw new WorkflowChangedException(definitionId);
            }

            TriggerTable.Replace(sql, definitionId, []);
            await sql.FlushAsync(cancellationToken);
            return await DefinitionTable.RetractAsync(sql, definitionId, cancellationToken) > 0;
        },
        cancellationToken);

    /// <summary>Copies an earlier version as a new draft. What is published stays published.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <param name="version">Number of the version to copy.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The draft, the newest version.</returns>
    /// <exception cref="WorkflowNotFoundException">The version is unknown.</exception>
    public Task<WorkflowVersion> RevertAsync(string definitionId, int version, CancellationToken cancellationToken = default) => ChangeAsync(
        definitionId,
        async (sql, known) =>
        {
            var source = known.Find(candidate => candidate.Version == version) is { } head ? await DefinitionTable.FindAsync(sql, head.Id, cancellationToken) : null;
            return await InsertAsync(sql, known, WorkflowDocument.Parse((source ?? throw new WorkflowNotFoundException($"No version {version} of the definition {definitionId}.")).Json), new NewVersion(IsLatest: true), cancellationToken);
        },
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

    /// <summary>
    /// Publishes the definitions shipped with the application, found as <c>*/*.json</c> below a directory, when their content was never shipped before. A version
    /// that people have edited since stays published; the shipped one is then only stored beside it, for them to decide. What an earlier release had shipped
    /// is not new: a host of that release that starts again changes nothing.
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
                    problems.Add((source, new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.DuplicateDefinitionId, "", "", $"l’identifiant « {document.DefinitionId} » est déjà celui de {files[document.DefinitionId]}")));
                }

                documents.Add((source, document));
            }
            catch (JsonException exception)
            {
                problems.Add((source, new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.InvalidJson, "", "", $"le fichier n’est pas une définition JSON ({exception.Message})")));
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
            if (await StoreAsync(document, cancellationToken) is { } version)
            {
                added.Add(version);
                await UpdateUsersAsync(version, cancellationToken);
            }
        }

        return added;
    }

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

    /// <summary>Lists the definitions whose published version uses a definition as an activity.</summary>
    /// <param name="definitionId">Definition id of the one that is used.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Their definition ids, in order; none when it is used nowhere, or unknown.</returns>
    public async Task<IReadOnlyList<string>> FindUsersAsync(string definitionId, CancellationToken cancellationToken = default) =>
        await GetLatestAsync(definitionId, cancellationToken) is { } latest && WorkflowDocument.Parse(latest.Json) is var used
            ? [.. (await UsersAsync(used, latest, cancellationToken)).Select(user => user.DefinitionId)]
            : [];

    /// <summary>Publishes anew the definitions that use a definition as an activity, pinned to its published version. Those that would have errors stay as they are.</summary>
    /// <param name="definitionId">Definition id of the one that is used.</param>
    /// <param name="cancellationToken">Stops between two definitions.</param>
    /// <returns>The new versions.</returns>
    /// <exception cref="WorkflowNotFoundException">The definition has no published version.</exception>
    public async Task<IReadOnlyList<WorkflowVersion>> UpdateUsersAsync(string definitionId, CancellationToken cancellationToken = default) =>
        await GetPublishedAsync(definitionId, cancellationToken) is { } published
            ? await UpdateUsersAsync(WorkflowDocument.Parse(published.Json), published, cancellationToken)
            : throw new WorkflowNotFoundException($"No published version of the definition {definitionId}.");

    internal async Task<CompiledWorkflow> PublishedAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) =>
        await DefinitionTable.PublishedIdAsync(sql, definitionId, cancellationToken) is { } id
            ? _published[definitionId] = await CompiledAsync(sql, id, cancellationToken)
            : throw new WorkflowNotFoundException($"No published version of the definition {definitionId}.");

    /// <summary>The version that was published when it was last looked up here; only the database knows whether it still is.</summary>
    internal CompiledWorkflow? RememberedPublished(string definitionId) => _published.GetValueOrDefault(definitionId);

    internal void ForgetPublished(string definitionId) => _published.TryRemove(definitionId, out _);

    /// <summary>The compiled form of a version. Only what was published never changes again: a draft is compiled each time.</summary>
    internal async Task<CompiledWorkflow> CompiledAsync(SqlSession sql, string versionId, CancellationToken cancellationToken)
    {
        if (_compiled.TryGetValue(versionId, out var compiled))
        {
            return compiled;
        }

        var version = await DefinitionTable.FindAsync(sql, versionId, cancellationToken) ?? throw new WorkflowNotFoundException($"No version {versionId} of any definition.");
        compiled = await CompileAsync(sql, version, version.PublishedAt ?? version.CreatedAt, cancellationToken);
        return version.PublishedAt is null ? compiled : _compiled.GetOrAdd(versionId, compiled);
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
        var problems = Problems(workflow);
        return workflow.HasErrors ? problems : [.. problems, .. (await TriggerIndex.BuildAsync(workflow, options, clock, cancellationToken)).Problems];
    }

    /// <summary>What the compilation found, then what the rules of the host have against the activities of the definition itself.</summary>
    private List<DefinitionProblem> Problems(CompiledWorkflow workflow) =>
    [
        .. workflow.Problems,
        .. workflow.OwnActivities().SelectMany(node => rules
            .SelectMany(rule => rule.Check(new DrawnActivity(node)))
            .Select(fault => new DefinitionProblem(fault.Severity, fault.Code, node.Id, node.TypeName, fault.Reason) { ActivityName = node.DisplayName })),
    ];

    private CompositeLoader Composites(SqlSession sql, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken) => new(
        (condition, values) => DefinitionTable.SelectAsync(sql, "WHERE " + condition, values, cancellationToken), registry, siblings);

    private CompiledWorkflow Compile(WorkflowDocument document, CompositeVersions composites, string versionId, int version) =>
        GraphCompiler.Compile(document, composites, versionId, version, registry, options.Expressions);

    private async Task<CompiledWorkflow> CompileAsync(SqlSession sql, WorkflowVersion version, DateTime asOf, CancellationToken cancellationToken)
    {
        var document = WorkflowDocument.Parse(version.Json);
        return Compile(document, await Composites(sql, [], cancellationToken).LoadAsync(document, asOf), version.Id, version.Version);
    }

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
    private async Task UpdateUsersAsync(WorkflowVersion version, CancellationToken cancellationToken)
    {
        var used = WorkflowDocument.Parse(version.Json);
        if (!version.IsPublished || !CompositeVersion.IsUsable(used) || !used.Model.Object("options")!.Flag("autoUpdateConsumingWorkflows"))
        {
            return;
        }

        await UpdateUsersAsync(used, version, cancellationToken);
    }

    private async Task<List<WorkflowVersion>> UpdateUsersAsync(WorkflowDocument used, WorkflowVersion version, CancellationToken cancellationToken)
    {
        var updated = new List<WorkflowVersion>();
        foreach (var user in await UsersAsync(used, version, cancellationToken))
        {
            if ((await ErrorsAsync(user.DefinitionId, user, [], cancellationToken)).Count == 0)
            {
                updated.Add(await SaveAsync(user, null, isPublished: true, cancellationToken));
            }
        }

        return updated;
    }

    private async Task<List<WorkflowDocument>> UsersAsync(WorkflowDocument used, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        var composites = Composites(sql, [], cancellationToken);
        var users = new List<WorkflowDocument>();
        foreach (var other in await DefinitionTable.SelectAsync(sql, "WHERE is_published = $1 AND definition_id <> $2 ORDER BY definition_id", [true, used.DefinitionId], cancellationToken))
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

    /// <summary>Stores a shipped definition. It is published unless people have published another version, or retracted all of them, since.</summary>
    /// <returns>Null when it was shipped before.</returns>
    private Task<WorkflowVersion?> StoreAsync(WorkflowDocument document, CancellationToken cancellationToken) => ChangeAsync<WorkflowVersion?>(
        document.DefinitionId,
        async (sql, known) =>
        {
            var hash = Hash(document.ToModelJson());
            if (known.Exists(version => version.IsShipped && version.Hash == hash))
            {
                return new Change<WorkflowVersion?>(null);
            }

            var isPublished = known.Count == 0 || known.Exists(version => version is { IsPublished: true, IsShipped: true });
            var isLatest = known.TrueForAll(version => !version.IsLatest || version.IsShipped);
            return await InsertAsync(sql, known, document, new NewVersion(isLatest, isPublished, IsShipped: true), cancellationToken);
        },
        cancellationToken);

    private Task<WorkflowVersion> SaveAsync(WorkflowDocument given, Func<WorkflowDocument, WorkflowVersion?, bool>? look, bool isPublished, CancellationToken cancellationToken)
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
                    return await InsertAsync(sql, known, document, new NewVersion(IsLatest: true, isPublished), cancellationToken);
                }

                var json = document.ToModelJson();
                await DefinitionTable.RewriteAsync(sql, draft.Id, document.Name, json, Hash(json), cancellationToken);
                var version = await DefinitionTable.FindAsync(sql, draft.Id, cancellationToken);
                if (isPublished)
                {
                    await DefinitionTable.RetractAsync(sql, document.DefinitionId, cancellationToken);
                    await PublishAsync(sql, version!, cancellationToken);
                }

                return await DefinitionTable.FindAsync(sql, draft.Id, cancellationToken);
            },
            cancellationToken);
    }

    /// <returns>Null when somebody else added a version at the same moment.</returns>
    private async Task<WorkflowVersion?> InsertAsync(SqlSession sql, List<VersionHead> known, WorkflowDocument document, NewVersion kind, CancellationToken cancellationToken)
    {
        var json = document.ToModelJson();
        var stored = new WorkflowVersion
        {
            Id = NewId(),
            DefinitionId = document.DefinitionId,
            Version = known.Count == 0 ? 1 : known[^1].Version + 1,
            Name = document.Name,
            Json = json,
            IsShipped = kind.IsShipped,
            IsLatest = kind.IsLatest,
            IsPublished = false,
            CreatedAt = Instants.Now(clock),
        };
        if (kind.IsLatest)
        {
            await DefinitionTable.SupersedeAsync(sql, document.DefinitionId, cancellationToken);
        }

        if (!await DefinitionTable.InsertAsync(sql, stored, Hash(json), cancellationToken))
        {
            return null;
        }

        if (!kind.IsPublished)
        {
            return stored;
        }

        await DefinitionTable.RetractAsync(sql, document.DefinitionId, cancellationToken);
        await PublishAsync(sql, stored, cancellationToken);
        return stored with { IsPublished = true, PublishedAt = stored.CreatedAt };
    }

    private async Task PublishAsync(SqlSession sql, WorkflowVersion version, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        await DefinitionTable.PublishAsync(sql, version.Id, now, cancellationToken);
        await IndexTriggersAsync(sql, await CompileAsync(sql, version, now, cancellationToken), cancellationToken);
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
            throw new WorkflowInUseException(
                $"La version {version.Version} de « {version.Name} » ne peut pas être supprimée : livrée avec le logiciel, elle reste, pour que les prochaines mises à jour sachent que vous la connaissez. Retirez-la si elle ne doit plus servir.");
        }

        if (await InstanceTable.IsUsedAsync(sql, version.DefinitionId, version.Id, cancellationToken))
        {
            throw new WorkflowInUseException(
                $"La version {version.Version} de « {version.Name} » ne peut pas être supprimée : des instances y sont en cours ou attendent qu’un incident soit résolu. Annulez-les ou faites-les passer à une autre version d’abord.");
        }
    }

    /// <summary>Changes the versions of one definition in one transaction, in turn with whoever else does.</summary>
    /// <param name="change">Gives null when somebody else came first: it is then asked again.</param>
    private async Task<T> ChangeAsync<T>(string definitionId, Func<SqlSession, List<VersionHead>, Task<Change<T>?>> change, CancellationToken cancellationToken)
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

    private Task<WorkflowVersion> ChangeAsync(string definitionId, Func<SqlSession, List<VersionHead>, Task<WorkflowVersion?>> change, CancellationToken cancellationToken) => ChangeAsync<WorkflowVersion>(
        definitionId,
        async (sql, known) => await change(sql, known) is { } version ? new Change<WorkflowVersion>(version) : null,
        cancellationToken);

    private static WorkflowNotFoundException Unknown(string definitionId) => new($"The definition {definitionId} is unknown.");

    internal static string Hash(string json) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    private async Task<WorkflowVersion?> FindAsync(string tail, object?[] values, CancellationToken cancellationToken) =>
        await SelectAsync(tail, values, cancellationToken) is [var found, ..] ? found : null;

    private async Task<IReadOnlyList<WorkflowVersion>> SelectAsync(string tail, object?[] values, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await DefinitionTable.SelectAsync(new SqlSession(session.Connection, null, database.Engine), tail, values, cancellationToken);
    }

    private sealed record NewVersion(bool IsLatest, bool IsPublished = false, bool IsShipped = false);

    private sealed record Change<T>(T Result)
    {
        public static implicit operator Change<T>(T result) => new(result);
    }
}
