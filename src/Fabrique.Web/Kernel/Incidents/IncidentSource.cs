using Fabrique.Domain;

namespace Fabrique.Web.Kernel.Incidents;

/// <summary>
/// A kind of incidents, read where they happened: nothing copies them, so that what the inbox shows is what is. Retrying and closing change those same rows, in the
/// unit of work of the use case, and refuse, or lose the race, when somebody was faster.
/// </summary>
public abstract class IncidentSource
{
    public abstract IncidentKind Kind { get; }

    /// <summary>Those that are open, each once.</summary>
    public abstract IQueryable<IncidentLine> Open();

    /// <summary>Tells one in French.</summary>
    public abstract IncidentText Tell(IncidentLine line);

    /// <summary>Has it tried again from the first attempt.</summary>
    /// <returns>Why it is refused; null when it is done, once the caller has saved.</returns>
    public abstract Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken);

    /// <summary>Gives it up: it is no longer open, and never tried again by itself.</summary>
    /// <returns>Why it is refused; null when it is done, once the caller has saved.</returns>
    public abstract Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken);
}
