using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Kernel.Pages;

/// <summary>The main navigation of the site, for the person of the request.</summary>
public static class SiteNavigation
{
    private static readonly (string Text, string Path, Func<Actor, bool> IsShownTo)[] Entries =
    [
        ("Accueil", "/", _ => true),
        ("Appels", "/appels", _ => true),
        ("Produits", "/produits", _ => true),
        ("Mon espace", "/mon-espace", actor => actor.IsSignedIn),
        ("Tâches", "/taches", actor => actor.IsSignedIn),
        ("Instruction", "/instruction", actor => IsAny(actor, AppRoles.Team, AppRoles.Administrator)),
        ("Administration", "/administration", actor => IsAny(actor, AppRoles.Administrator, AppRoles.Auditor)),
    ];

    /// <param name="actor">Whose navigation it is.</param>
    /// <param name="path">The page’s own path.</param>
    public static IReadOnlyList<DsfrMenuItem> For(Actor actor, PathString path) =>
    [
        .. Entries
            .Where(entry => entry.IsShownTo(actor))
            .Select(entry => new DsfrMenuItem(
                entry.Text,
                entry.Path,
                IsCurrent: path.Equals(entry.Path, StringComparison.OrdinalIgnoreCase),
                IsAncestor: entry.Path != "/" && path.StartsWithSegments(entry.Path, StringComparison.OrdinalIgnoreCase))),
    ];

    private static bool IsAny(Actor actor, params string[] roles) => actor.IsSignedIn && roles.Any(actor.IsInRole);
}
