namespace Fabrique.Web.Platform.Drawings;

/// <summary>Something of another noun that needs a version of a procedure, though no instance runs on it yet.</summary>
public abstract class VersionUse
{
    /// <param name="versionId">Identifier of the version.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Who needs it, in a French sentence without capital; null when nobody does.</returns>
    public abstract Task<string?> FindAsync(string versionId, CancellationToken cancellationToken);
}
