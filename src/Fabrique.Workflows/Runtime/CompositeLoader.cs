using System.Text.Json.Nodes;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows;

/// <summary>
/// Finds the versions of the workflows that a definition uses as activities. A reference with a version id is pinned to it. One without is pinned to what was
/// published when its user was, so that an instance meets the same activities in every process.
/// </summary>
internal sealed class CompositeLoader(Func<string, object?[], Task<List<WorkflowVersion>>> query, ActivityRegistry registry, IReadOnlyList<WorkflowDocument> siblings)
{
    /// <param name="document">The definition.</param>
    /// <param name="asOf">When it was published, UTC; null for one that is being checked.</param>
    public Task<CompositeVersions> LoadAsync(WorkflowDocument document, DateTime? asOf) => LoadAsync(document, asOf, [document.DefinitionId]);

    /// <summary>Whether an activity of a definition stands for the given workflow.</summary>
    public async Task<bool> RefersAsync(JsonObject activity, WorkflowDocument workflow) =>
        activity.Text("workflowDefinitionVersionId") is { Length: > 0 } pinned
            ? await query("id = $1", [pinned]) is [var version] && version.DefinitionId == workflow.DefinitionId
            : activity.Text("workflowDefinitionId") is { Length: > 0 } id ? id == workflow.DefinitionId : activity.Text("type") == CompositeVersion.TypeNameOf(workflow);

    private async Task<CompositeVersions> LoadAsync(WorkflowDocument document, DateTime? asOf, IReadOnlyList<string> users)
    {
        CompositeVersions? composites = null;
        foreach (var activity in CompositeVersions.ReferencesIn(document, registry))
        {
            composites ??= new CompositeVersions();
            if (composites.Knows(activity))
            {
                continue;
            }

            var (found, publishedAt) = await FindAsync(activity, asOf);
            if (found is null)
            {
                composites.Add(activity, null, Named(activity) is { } name ? (ProblemCodes.UnpublishedComposite, name) : null);
            }
            else if (users.Contains(found.DefinitionId, StringComparer.Ordinal))
            {
                composites.Add(activity, null, (ProblemCodes.SelfUsingComposite, found.Name));
            }
            else if (!CompositeVersion.IsUsable(found))
            {
                composites.Add(activity, null, (ProblemCodes.UnusableComposite, found.Name));
            }
            else
            {
                composites.Add(activity, CompositeVersion.Of(found, await LoadAsync(found, publishedAt ?? asOf, [.. users, found.DefinitionId])), null);
            }
        }

        return composites ?? CompositeVersions.None;
    }

    private static string? Named(JsonObject activity) =>
        activity.Text("workflowDefinitionVersionId") is { Length: > 0 } version ? version : activity.Text("workflowDefinitionId") is { Length: > 0 } id ? id : null;

    private async Task<(WorkflowDocument? Document, DateTime? PublishedAt)> FindAsync(JsonObject activity, DateTime? asOf)
    {
        if (activity.Text("workflowDefinitionVersionId") is { Length: > 0 } versionId)
        {
            return Read(await query("id = $1", [versionId]));
        }

        var typeName = activity.Text("type");
        var id = activity.Text("workflowDefinitionId") is { Length: > 0 } written ? written : null;
        if (siblings.FirstOrDefault(sibling => id is null ? CompositeVersion.TypeNameOf(sibling) == typeName : sibling.DefinitionId == id) is { } together)
        {
            return (together, null);
        }

        id ??= (await query("is_published = $1 ORDER BY definition_id", [true]))
            .Select(version => WorkflowDocument.Parse(version.Json))
            .FirstOrDefault(candidate => CompositeVersion.IsUsable(candidate) && CompositeVersion.TypeNameOf(candidate) == typeName)?.DefinitionId;
        if (id is null)
        {
            return (null, null);
        }

        return asOf is null
            ? Read(await query("definition_id = $1 AND is_published = $2", [id, true]))
            : Read(await query("definition_id = $1 AND published_at <= $2 ORDER BY version DESC LIMIT 1", [id, asOf]));
    }

    private static (WorkflowDocument? Document, DateTime? PublishedAt) Read(List<WorkflowVersion> versions) =>
        versions is [var version, ..] ? (WorkflowDocument.Parse(version.Json), version.PublishedAt) : (null, null);
}
