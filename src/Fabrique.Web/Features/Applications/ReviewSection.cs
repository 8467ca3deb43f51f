using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>A part of the page where a draft is read once more, that another noun brings for those who have the idea.</summary>
public abstract class ReviewSection
{
    /// <summary>Path of the partial view that shows what was read. It begins with a heading of level 2.</summary>
    public abstract string View { get; }

    /// <returns>The model of the view; null when there is nothing to show.</returns>
    public abstract Task<object?> ReadAsync(Application application, CancellationToken cancellationToken);
}
