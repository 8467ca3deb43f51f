namespace Fabrique.Web.Platform.Files;

/// <summary>A kind of thing that files belong to, and who reads them with it.</summary>
public abstract class FileOwner
{
    /// <summary>Code of the subject.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether the signed-in person reads it, and what is joined to it.</summary>
    public abstract Task<bool> MayReadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Whether the signed-in person has it, so that what is joined to it may be joined to something else of theirs.</summary>
    public abstract Task<bool> HasAsync(Guid id, CancellationToken cancellationToken);
}
