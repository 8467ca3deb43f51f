using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>What another noun says of whether the signed-in person, who is neither of the staff nor has the idea, reads an application.</summary>
public abstract class ApplicationReading
{
    /// <returns>True when they do, false when they do not whatever else lets them; null when it says nothing.</returns>
    public abstract Task<bool?> DecideAsync(Application application, CancellationToken cancellationToken);
}
