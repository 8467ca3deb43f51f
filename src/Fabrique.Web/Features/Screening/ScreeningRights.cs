using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Screening;

/// <summary>Who changes anything on the list: the team, and administrators in its place. Auditors read.</summary>
public static class ScreeningRights
{
    public static bool MayScreen(this Actor actor) => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotScreen(this Actor actor) => actor.MayScreen() ? null : new Refusal("not-of-the-team", "Seule l’équipe de la Fabrique peut faire cela : vous lisez l’instruction, sans rien y changer.");
}
