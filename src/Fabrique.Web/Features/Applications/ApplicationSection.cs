using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>A part of an application's page that another noun brings, for the signed-in person.</summary>
public abstract class ApplicationSection
{
    /// <summary>Path of the partial view that shows what was read.</summary>
    public abstract string View { get; }

    /// <returns>The model of the view; null when there is nothing to show to this person.</returns>
    public abstract Task<object?> ReadAsync(Application application, CancellationToken cancellationToken);
}
