using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>A version of a procedure that was published.</summary>
/// <param name="Id">Identifier of the version.</param>
/// <param name="Number">From 1.</param>
/// <param name="IsInForce">Whether what starts now starts in it.</param>
/// <param name="PublishedAt">UTC; null when it is not known.</param>
public sealed record PublishedVersion(string Id, int Number, bool IsInForce, DateTime? PublishedAt);

/// <summary>The versions in which something may start.</summary>
public sealed class PublishedVersions(WorkflowDefinitionStore definitions)
{
    /// <param name="definitionId">The procedure.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The newest first.</returns>
    public async Task<IReadOnlyList<PublishedVersion>> ListAsync(string definitionId, CancellationToken cancellationToken) =>
    [
        .. (await definitions.SummariseAsync(definitionId, cancellationToken))
            .Where(version => version.PublishedAt is not null || version.IsPublished)
            .OrderByDescending(version => version.Version)
            .Select(version => new PublishedVersion(version.Id, version.Version, version.IsPublished, version.PublishedAt)),
    ];
}
