using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Panels;

/// <summary>Who does what with panels: the team runs them, and administrators in its place; members read theirs; auditors read all of them.</summary>
public static class PanelRights
{
    public static bool MayRunPanels(this Actor actor) => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotRunPanels(this Actor actor) => actor.MayRunPanels() ? null : new Refusal("not-of-the-team", "Seule l’équipe de la Fabrique organise les jurys : vous lisez celui-ci, sans rien y changer.");

    /// <summary>Whether they enter and withdraw the recusals of others, and read why there are any.</summary>
    public static bool MayRuleOnRecusals(this Actor actor, Panel panel) => actor.MayRunPanels() || panel.IsConductedBy(actor.Id);

    /// <summary>Whether they hold its votes, record what it decides and write its minutes: those who preside or hold the pen, and those who run panels.</summary>
    public static bool MayConduct(this Actor actor, Panel panel) => actor.MayRunPanels() || panel.IsConductedBy(actor.Id);

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotConduct(this Actor actor, Panel panel) => actor.MayConduct(panel) ? null : new Refusal("not-conducting", "La présidence, le secrétariat et l’équipe de la Fabrique conduisent ce jury : vous le lisez, sans rien y changer.");

    /// <summary>Whether they sit in a panel that reads without names, on a day in Paris; what they have heard has its names again.</summary>
    public static bool ReadsUnnamed(this Actor actor, Panel panel, DateOnly day) => panel.IsAnonymised && PanelReader.SittingOf(panel, day).Contains(actor.Id);

    /// <summary>Whether they prepare and release what the panel reads without names: those who run panels, and the clerk when they do not sit.</summary>
    public static bool MayAnonymise(this Actor actor, Panel panel, DateOnly day) => actor.MayRunPanels() || (panel.ClerkId == actor.Id && !PanelReader.SittingOf(panel, day).Contains(actor.Id));

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotAnonymise(this Actor actor, Panel panel, DateOnly day) => actor.MayAnonymise(panel, day)
        ? null
        : new Refusal("reading-not-yours", "Seuls l’équipe de la Fabrique et le secrétariat du jury préparent les versions anonymisées.");

    /// <summary>Whether the panel is open to them on a day in Paris: the staff, those who conduct it, its members and substitutes, those to come included.</summary>
    public static bool MayRead(this Actor actor, Panel panel, DateOnly day) => actor.IsStaff
        || panel.IsConductedBy(actor.Id)
        || panel.Members.Any(member => member.PersonId == actor.Id && (member.RemovedFrom is null || day < member.RemovedFrom))
        || panel.Delegations.Any(delegation => delegation.SubstituteId == actor.Id && delegation.EndedAt is null && day <= delegation.Until);
}
