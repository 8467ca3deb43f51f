using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>Takes definitions from the draft to what is in force: tells their problems, publishes and retracts them, with the triggers that start instances.</summary>
public sealed class WorkflowPublisher
{
    private readonly IWorkflowDatabase _database;
    private readonly WorkflowDefinitionStore _definitions;
    private readonly CompiledWorkflows _workflows;
    private readonly ActivityRegistry _registry;
    private readonly WorkflowOptions _options;
    private readonly TimeProvider _clock;
    private readonly IEnumerable<DrawingRule> _rules;

    internal WorkflowPublisher(
        IWorkflowDatabase database, WorkflowDefinitionStore definitions, CompiledWorkflows workflows, ActivityRegistry registry, WorkflowOptions options, TimeProvider clock, IEnumerable<DrawingRule> rules)
    {
        _database = database;
        _definitions = definitions;
        _workflows = workflows;
        _registry = registry;
        _options = options;
        _clock = clock;
        _rules = rules;
    }

    /// <summary>Makes a publisher that holds drawings to other rules than those of the host.</summary>
    /// <param name="rules">The rules.</param>
    /// <returns>A publisher of the same definitions.</returns>
    public WorkflowPublisher HeldTo(IEnumerable<DrawingRule> rules) => new(_database, _definitions, _workflows, _registry, _options, _clock, rules);

    /// <summary>Lists what the drawing of a definition has wrong, without storing it and without regard to the definitions that it uses as activities.</summary>
    /// <param name="document">The definition.</param>
    /// <returns>The problems, in the order of the definition; none when it is sound.</returns>
    internal IReadOnlyList<DefinitionProblem> Check(WorkflowDocument document) => Problems(_workflows.Compile(document, CompositeVersions.None, "", 0));

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
        return await CheckAsync(
            document,
            await new CompositeLoader((_, _) => nothing, _registry, siblings).LoadAsync(document, asOf: null),
            id => Task.FromResult(siblings.FirstOrDefault(sibling => sibling.DefinitionId == id)),
            cancellationToken);
    }

    /// <summary>Saves a definition as <see cref="WorkflowDefinitionStore.SaveDraftAsync(WorkflowDocument, CancellationToken)"/> does, and publishes it.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public Task<WorkflowVersion> PublishAsync(WorkflowDocument document, CancellationToken cancellationToken = default) => PublishAsync(document, null, cancellationToken);

    /// <summary>Saves a definition as <see cref="WorkflowDefinitionStore.SaveDraftAsync(WorkflowDocument, Func{WorkflowDocument, WorkflowVersion, bool}, CancellationToken)"/> does, and publishes it.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="look">As there; null when nothing is looked at.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="InvalidDefinitionException">The definition has errors.</exception>
    public async Task<WorkflowVersion> PublishAsync(WorkflowDocument document, Func<WorkflowDocument, WorkflowVersion?, bool>? look, CancellationToken cancellationToken = default)
    {
        ThrowIfBroken(await ErrorsAsync(document.DefinitionId, document, [], cancellationToken));
        var version = await _definitions.SaveAsync(document, look, InForce(cancellationToken), cancellationToken);
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
        var latest = await _definitions.GetLatestAsync(definitionId, cancellationToken) ?? throw Unknown(definitionId);
        ThrowIfBroken(await ErrorsAsync(definitionId, WorkflowDocument.Parse(latest.Json), [], cancellationToken));
        var published = await _definitions.ChangeAsync(
            definitionId,
            async (sql, known) =>
            {
                var version = await DefinitionTable.FindAsync(sql, (known.Find(version => version.IsLatest) ?? throw Unknown(definitionId)).Id, cancellationToken);
                if (!version!.IsPublished)
                {
                    await PutInForceAsync(sql, version, cancellationToken);
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
        var isNew = await _definitions.ChangeAsync<bool>(
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

                await PutInForceAsync(sql, version, cancellationToken);
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
    public Task<bool> RetractAsync(string definitionId, string? versionId, CancellationToken cancellationToken = default) => _definitions.ChangeAsync<bool>(
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
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            try
            {
                var document = WorkflowDocument.Parse(text);
                if (!files.TryAdd(document.DefinitionId, source))
                {
                    problems.Add((source, Error(ProblemCodes.DuplicateDefinitionId, document.DefinitionId, files[document.DefinitionId])));
                }

                documents.Add((source, document));
            }
            catch (JsonException exception)
            {
                problems.Add((source, Error(ProblemCodes.InvalidJson, DefinitionFiles.Place(exception, text))));
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

    /// <summary>Lists the definitions whose published version uses a definition as an activity.</summary>
    /// <param name="definitionId">Definition id of the one that is used.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    /// <returns>Their definition ids, in order; none when it is used nowhere, or unknown.</returns>
    public async Task<IReadOnlyList<string>> FindUsersAsync(string definitionId, CancellationToken cancellationToken = default) =>
        await _definitions.GetLatestAsync(definitionId, cancellationToken) is { } latest && WorkflowDocument.Parse(latest.Json) is var used
            ? [.. (await UsersAsync(used, latest, cancellationToken)).Select(user => user.DefinitionId)]
            : [];

    /// <summary>Publishes anew the definitions that use a definition as an activity, pinned to its published version. Those that would have errors stay as they are.</summary>
    /// <param name="definitionId">Definition id of the one that is used.</param>
    /// <param name="cancellationToken">Stops between two definitions.</param>
    /// <returns>The new versions.</returns>
    /// <exception cref="WorkflowNotFoundException">The definition has no published version.</exception>
    public async Task<IReadOnlyList<WorkflowVersion>> UpdateUsersAsync(string definitionId, CancellationToken cancellationToken = default) =>
        await _definitions.GetPublishedAsync(definitionId, cancellationToken) is { } published
            ? await UpdateUsersAsync(WorkflowDocument.Parse(published.Json), published, cancellationToken)
            : throw new WorkflowNotFoundException($"No published version of the definition {definitionId}.");

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
        async Task<WorkflowDocument?> InForceAsync(string id) =>
            siblings.FirstOrDefault(sibling => sibling.DefinitionId == id) ?? (await _definitions.GetPublishedAsync(id, cancellationToken) is { } version ? WorkflowDocument.Parse(version.Json) : null);
        if (!CompositeVersions.ReferencesIn(document, _registry).Any())
        {
            return await CheckAsync(document, CompositeVersions.None, InForceAsync, cancellationToken);
        }

        await using var session = await _database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, _database.Engine);
        return await CheckAsync(document, await _workflows.Composites(sql, siblings, cancellationToken).LoadAsync(document, asOf: null), InForceAsync, cancellationToken);
    }

    private async Task<IReadOnlyList<DefinitionProblem>> CheckAsync(WorkflowDocument document, CompositeVersions composites, Func<string, Task<WorkflowDocument?>> find, CancellationToken cancellationToken)
    {
        var workflow = _workflows.Compile(document, composites, "", 0);
        List<DefinitionProblem> problems = [.. Problems(workflow), .. await LaunchRings.FindAsync(workflow, document.Name, find)];
        return workflow.HasErrors ? problems : [.. problems, .. (await TriggerIndex.BuildAsync(workflow, _options, _clock, cancellationToken)).Problems];
    }

    /// <summary>What the compilation found, then what the rules of the host have against the activities of the definition itself.</summary>
    private List<DefinitionProblem> Problems(CompiledWorkflow workflow) =>
    [
        .. workflow.Problems,
        .. workflow.OwnActivities().SelectMany(node => _rules
            .SelectMany(rule => rule.Check(new DrawnActivity(node)))
            .Select(fault => new DefinitionProblem(fault.Severity, fault.Code, node.Id, node.TypeName, WorkflowMessage.Said(fault.Reason)) { ActivityName = node.DisplayName })),
    ];

    /// <summary>Orders definitions so that each comes after those that it uses as activities.</summary>
    private List<WorkflowDocument> UsedFirst(List<WorkflowDocument> documents)
    {
        var ordered = new List<WorkflowDocument>();
        var open = new List<WorkflowDocument>(documents);
        while (open.Count > 0)
        {
            // A circle cannot be published: then the first one is as good as any.
            var next = open.Find(document => !CompositeVersions.ReferencesIn(document, _registry).Any(activity => open.Exists(used => used != document
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
                updated.Add(await _definitions.SaveAsync(user, null, InForce(cancellationToken), cancellationToken));
            }
        }

        return updated;
    }

    private async Task<List<WorkflowDocument>> UsersAsync(WorkflowDocument used, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await using var session = await _database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, _database.Engine);
        var composites = _workflows.Composites(sql, [], cancellationToken);
        var users = new List<WorkflowDocument>();
        foreach (var other in await DefinitionTable.SelectAsync(sql, "WHERE is_published = $1 AND definition_id <> $2 ORDER BY definition_id", [true, used.DefinitionId], cancellationToken))
        {
            var document = WorkflowDocument.Parse(other.Json);
            var uses = false;
            foreach (var activity in CompositeVersions.ReferencesIn(document, _registry).ToList())
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
    private Task<WorkflowVersion?> StoreAsync(WorkflowDocument document, CancellationToken cancellationToken) => _definitions.ChangeAsync<WorkflowVersion?>(
        document.DefinitionId,
        async (sql, known) =>
        {
            var hash = WorkflowDefinitionStore.Hash(document.ToModelJson());
            if (known.Exists(version => version.IsShipped && version.Hash == hash))
            {
                return new WorkflowDefinitionStore.Change<WorkflowVersion?>(null);
            }

            var isPublished = known.Count == 0 || known.Exists(version => version is { IsPublished: true, IsShipped: true });
            var isLatest = known.TrueForAll(version => !version.IsLatest || version.IsShipped);
            return await _definitions.InsertAsync(sql, known, document, isLatest, isShipped: true, isPublished ? InForce(cancellationToken) : null, cancellationToken);
        },
        cancellationToken);

    private WorkflowDefinitionStore.Publication InForce(CancellationToken cancellationToken) => (sql, version) => PutInForceAsync(sql, version, cancellationToken);

    /// <summary>Publishes a stored version in the place of the one in force, in the transaction of the caller.</summary>
    private async Task PutInForceAsync(SqlSession sql, WorkflowVersion version, CancellationToken cancellationToken)
    {
        await DefinitionTable.RetractAsync(sql, version.DefinitionId, cancellationToken);
        var now = Instants.Now(_clock);
        await DefinitionTable.PublishAsync(sql, version.Id, now, cancellationToken);
        await IndexTriggersAsync(sql, await _workflows.CompileAsync(sql, version, now, cancellationToken), cancellationToken);
    }

    /// <summary>Replaces the triggers of the former version. One that has not changed keeps its due instant: publishing does not push it away.</summary>
    private async Task IndexTriggersAsync(SqlSession sql, CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var (rows, problems) = await TriggerIndex.BuildAsync(workflow, _options, _clock, cancellationToken);
        ThrowIfBroken([.. problems.Select(problem => (workflow.DefinitionId, problem))]);
        var former = await TriggerTable.OfDefinitionAsync(sql, workflow.DefinitionId, cancellationToken);
        TriggerTable.Replace(sql, workflow.DefinitionId, rows.Select(row => row.Payload is not null && former.Find(old => IsSame(old, row))?.DueAt is { } kept ? row with { DueAt = kept } : row));
        await sql.FlushAsync(cancellationToken);
    }

    private static bool IsSame(TriggerRow old, TriggerRow row) => (old.ActivityId, old.Name, old.Key, old.Payload) == (row.ActivityId, row.Name, row.Key, row.Payload);

    private static DefinitionProblem Error(ProblemCode code, params object?[] arguments) => new(ProblemSeverity.Error, code, "", "", code.With(arguments));

    private static WorkflowNotFoundException Unknown(string definitionId) => new($"The definition {definitionId} is unknown.");
}
