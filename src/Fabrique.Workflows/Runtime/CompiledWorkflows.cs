using System.Collections.Concurrent;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>The graphs of the versions, compiled once each and shared by all instances.</summary>
/// <param name="registry">Kinds of activities.</param>
/// <param name="options">Limits of expressions.</param>
internal sealed class CompiledWorkflows(ActivityRegistry registry, WorkflowOptions options)
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CompiledWorkflow> _published = new(StringComparer.Ordinal);

    /// <summary>The compiled form of a version. Only what was published never changes again: a draft is compiled each time.</summary>
    public async Task<CompiledWorkflow> OfVersionAsync(SqlSession sql, string versionId, CancellationToken cancellationToken)
    {
        if (_compiled.TryGetValue(versionId, out var compiled))
        {
            return compiled;
        }

        var version = await DefinitionTable.FindAsync(sql, versionId, cancellationToken) ?? throw new WorkflowNotFoundException($"No version {versionId} of any definition.");
        compiled = await CompileAsync(sql, version, version.PublishedAt ?? version.CreatedAt, cancellationToken);
        return version.PublishedAt is null ? compiled : _compiled.GetOrAdd(versionId, compiled);
    }

    public async Task<CompiledWorkflow> PublishedAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) =>
        await DefinitionTable.PublishedIdAsync(sql, definitionId, cancellationToken) is { } id
            ? _published[definitionId] = await OfVersionAsync(sql, id, cancellationToken)
            : throw new WorkflowNotFoundException($"No published version of the definition {definitionId}.");

    /// <summary>The version that was published when it was last looked up here; only the database knows whether it still is.</summary>
    public CompiledWorkflow? RememberedPublished(string definitionId) => _published.GetValueOrDefault(definitionId);

    public void ForgetPublished(string definitionId) => _published.TryRemove(definitionId, out _);

    public CompiledWorkflow Compile(WorkflowDocument document, CompositeVersions composites, string versionId, int version) =>
        GraphCompiler.Compile(document, composites, versionId, version, registry, options.Expressions);

    /// <param name="sql">Where the versions that it uses as activities are stored.</param>
    /// <param name="version">The version.</param>
    /// <param name="asOf">When it was published, UTC: what it uses is what was published then.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<CompiledWorkflow> CompileAsync(SqlSession sql, WorkflowVersion version, DateTime asOf, CancellationToken cancellationToken)
    {
        var document = WorkflowDocument.Parse(version.Json);
        return Compile(document, await Composites(sql, [], cancellationToken).LoadAsync(document, asOf), version.Id, version.Version);
    }

    /// <param name="sql">Where versions are stored.</param>
    /// <param name="siblings">Definitions that come before those stored.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public CompositeLoader Composites(SqlSession sql, IReadOnlyList<WorkflowDocument> siblings, CancellationToken cancellationToken) => new(
        (condition, values) => DefinitionTable.SelectAsync(sql, "WHERE " + condition, values, cancellationToken), registry, siblings);
}
