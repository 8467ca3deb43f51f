using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>An entry of the site's main navigation.</summary>
/// <param name="Text">French.</param>
/// <param name="Path">Where it leads; the entry is the current one on the pages below it too.</param>
/// <param name="Order">Its place, from the left: tens are the product's, so that others can stand between two of them.</param>
/// <param name="IsShownTo">Who sees it.</param>
public sealed record NavigationEntry(string Text, string Path, int Order, Func<Actor, bool> IsShownTo)
{
    public static bool Everybody(Actor actor) => true;

    public static bool SignedIn(Actor actor) => actor.IsSignedIn;

    /// <summary>Those who hold one of some roles.</summary>
    public static Func<Actor, bool> Holding(params string[] roles) => actor => actor.IsSignedIn && roles.Any(actor.IsInRole);
}

/// <summary>The main navigation of the site.</summary>
public sealed class SiteNavigation(IReadOnlyList<NavigationEntry> entries)
{
    private readonly IReadOnlyList<NavigationEntry> entries = [.. entries.OrderBy(entry => entry.Order)];

    /// <param name="actor">Whose navigation it is.</param>
    /// <param name="path">The page’s own path.</param>
    public IReadOnlyList<DsfrMenuItem> For(Actor actor, PathString path) =>
    [
        .. entries
            .Where(entry => entry.IsShownTo(actor))
            .Select(entry => new DsfrMenuItem(
                entry.Text,
                entry.Path,
                IsCurrent: path.Equals(entry.Path, StringComparison.OrdinalIgnoreCase),
                IsAncestor: entry.Path != "/" && path.StartsWithSegments(entry.Path, StringComparison.OrdinalIgnoreCase))),
    ];
}
