using System.Text.Json.Nodes;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows;

/// <summary>
/// Finds the versions of the workflows that a definition uses as activities, as Elsa does: by the version id that is written, then by the name of the kind of activity, then by the
/// definition id. A version that is there is the one executed. Otherwise it is what was published when its user was, so that an instance meets the same activities in every process.
/// </summary>
internal sealed class CompositeLoader(Func<string, object?[], Task<List<WorkflowVersion>>> query, ActivityRegistry registry, IReadOnlyList<WorkflowDocument> siblings)
{
    private List<WorkflowDocument>? _usable;

    /// <param name="document">The definition.</param>
    /// <param name="asOf">When it was published, UTC; null for one that is being checked.</param>
    public Task<CompositeVersions> LoadAsync(WorkflowDocument document, DateTime? asOf) => LoadAsync(document, asOf, [document]);

    /// <summary>Whether an activity of a definition stands for the given workflow.</summary>
    public async Task<bool> RefersAsync(JsonObject activity, WorkflowDocument workflow) =>
        (await FindAsync(activity, null, [])).Document is { } found
            ? found.DefinitionId == workflow.DefinitionId
            : activity.Text("workflowDefinitionId") is { Length: > 0 } id ? id == workflow.DefinitionId : activity.Text("type") == CompositeVersion.TypeNameOf(workflow);

    private async Task<CompositeVersions> LoadAsync(WorkflowDocument document, DateTime? asOf, IReadOnlyList<WorkflowDocument> users)
    {
        CompositeVersions? composites = null;
        foreach (var activity in CompositeVersions.ReferencesIn(document, registry))
        {
            composites ??= new CompositeVersions();
            if (composites.Knows(activity))
            {
                continue;
            }

            var (found, publishedAt) = await FindAsync(activity, asOf, users);
            if (found is null)
            {
                composites.Add(activity, null, Named(activity) is { } name ? (ProblemCodes.UnpublishedComposite, name) : null);
            }
            else if (users.Any(user => user.DefinitionId == found.DefinitionId))
            {
                composites.Add(activity, null, (ProblemCodes.SelfUsingComposite, found.Name));
            }
            else if (!CompositeVersion.IsUsable(found))
            {
                composites.Add(activity, null, (ProblemCodes.UnusableComposite, found.Name));
            }
            else
            {
                composites.Add(activity, CompositeVersion.Of(found, await LoadAsync(found, publishedAt ?? asOf, [.. users, found])), null);
            }
        }

        return composites ?? CompositeVersions.None;
    }

    private static string? Named(JsonObject activity) =>
        activity.Text("workflowDefinitionId") is { Length: > 0 } id ? id : activity.Text("workflowDefinitionVersionId") is { Length: > 0 } version ? version : null;

    private async Task<(WorkflowDocument? Document, DateTime? PublishedAt)> FindAsync(JsonObject activity, DateTime? asOf, IReadOnlyList<WorkflowDocument> users)
    {
        if (activity.Text("workflowDefinitionVersionId") is { Length: > 0 } versionId)
        {
            if (siblings.FirstOrDefault(sibling => sibling.Id == versionId) is { } sent)
            {
                return (sent, null);
            }

            if (await query("id = $1", [versionId]) is [var pinned])
            {
                return (WorkflowDocument.Parse(pinned.Json), pinned.PublishedAt);
            }
        }

        var written = activity.Text("workflowDefinitionId") is { Length: > 0 } id ? id : null;
        var typeName = activity.Text("type");
        List<WorkflowDocument> named = [.. siblings.Concat(await UsableAsync()).Concat(users).Where(candidate => CompositeVersion.TypeNameOf(candidate) == typeName)];
        if ((named.Find(candidate => candidate.DefinitionId == written) ?? named.FirstOrDefault())?.DefinitionId is { } byName
            && await InForceAsync(byName, asOf, users) is { Document: not null } found)
        {
            return found;
        }

        return written is null ? (null, null) : await InForceAsync(written, asOf, users);
    }

    /// <summary>What is published of a definition, or was at an instant; one that is only being checked stands for itself.</summary>
    private async Task<(WorkflowDocument? Document, DateTime? PublishedAt)> InForceAsync(string definitionId, DateTime? asOf, IReadOnlyList<WorkflowDocument> users)
    {
        if (siblings.Concat(users).FirstOrDefault(known => known.DefinitionId == definitionId) is { } together)
        {
            return (together, null);
        }

        if (asOf is not null && await query("definition_id = $1 AND published_at <= $2 ORDER BY version DESC LIMIT 1", [definitionId, asOf]) is [var then])
        {
            return (WorkflowDocument.Parse(then.Json), then.PublishedAt);
        }

        // Published since: deleted and imported again, its user still stands.
        return await query("definition_id = $1 AND is_published = $2", [definitionId, true]) is [var now] ? (WorkflowDocument.Parse(now.Json), now.PublishedAt) : (null, null);
    }

    private async Task<List<WorkflowDocument>> UsableAsync() => _usable ??= [.. (await query("is_published = $1 AND json LIKE $2 ORDER BY definition_id", [true, "%usableAsActivity%"]))
        .Select(version => WorkflowDocument.Parse(version.Json))
        .Where(CompositeVersion.IsUsable)];
}
