using Fabrique.Web.Kernel.Lists;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>A part of « Mon espace »: what a module has to show to the signed-in person.</summary>
public abstract class SpaceSection
{
    /// <summary>Lines of a page of a section, at most: the next ones are a link away.</summary>
    public const int PageSize = 10;

    /// <summary>Name of its list, and of the number of its page in the address; the view gives it as identifier to its element.</summary>
    public abstract string Name { get; }

    /// <summary>Its place on the page: tens are the product's.</summary>
    public abstract int Order { get; }

    /// <summary>Path of the partial view that shows what was read.</summary>
    public abstract string View { get; }

    /// <param name="address">Of the section's list: which page of it is asked.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The model of the view; null when there is nothing to show to this person.</returns>
    public abstract Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken);
}
