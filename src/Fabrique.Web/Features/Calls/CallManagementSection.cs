using Fabrique.Domain.Calls;

namespace Fabrique.Web.Features.Calls;

/// <summary>A part of the page where the team manages a call, that another noun brings.</summary>
public abstract class CallManagementSection
{
    /// <summary>Its place on the page: tens are the product's.</summary>
    public abstract int Order { get; }

    /// <summary>Path of the partial view that shows what was read. It begins with a heading of level 2.</summary>
    public abstract string View { get; }

    /// <returns>The model of the view; null when there is nothing to show.</returns>
    public abstract Task<object?> ReadAsync(CallForApplications call, CancellationToken cancellationToken);
}
