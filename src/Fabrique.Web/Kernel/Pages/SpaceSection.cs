namespace Fabrique.Web.Kernel.Pages;

/// <summary>A part of « Mon espace »: what a module has to show to the signed-in person.</summary>
public abstract class SpaceSection
{
    /// <summary>Its place on the page: tens are the product's.</summary>
    public abstract int Order { get; }

    /// <summary>Path of the partial view that shows what was read.</summary>
    public abstract string View { get; }

    /// <returns>The model of the view; null when there is nothing to show to this person.</returns>
    public abstract Task<object?> ReadAsync(CancellationToken cancellationToken);
}
