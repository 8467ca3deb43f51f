using Fabrique.Domain.Calls;

namespace Fabrique.Web.Features.Calls;

/// <summary>A part of a call's page that another noun brings, for the signed-in person.</summary>
public abstract class CallSection
{
    /// <summary>Path of the partial view that shows what was read.</summary>
    public abstract string View { get; }

    /// <returns>The model of the view; null when there is nothing to show to this person.</returns>
    public abstract Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken);
}
