using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Panels.Sessions;

/// <summary>Who does what with the sessions of a jury: those who run juries and the clerk plan them; whoever conducts one leads it.</summary>
public static class SessionRights
{
    public static bool MayPlanSessions(this Actor actor, Panel panel) => actor.MayRunPanels() || panel.ClerkId == actor.Id;

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotPlanSessions(this Actor actor, Panel panel) => actor.MayPlanSessions(panel)
        ? null
        : new Refusal("session-not-yours-to-plan", "Seuls l’équipe de la Fabrique et le secrétariat du jury organisent ses séances.");

    /// <summary>Whether they lead the session: whoever presides at that moment does, a substitute too.</summary>
    public static bool MayLead(this Actor actor, Panel panel, SeatRoll roll) => actor.MayRunPanels() || panel.IsConductedBy(actor.Id) || roll.Presiding?.OccupantId == actor.Id;

    /// <summary>Null when they may.</summary>
    public static Refusal? WhyNotLead(this Actor actor, Panel panel, SeatRoll roll) => actor.MayLead(panel, roll)
        ? null
        : new Refusal("session-not-yours-to-lead", "Seuls la présidence, le secrétariat et l’équipe de la Fabrique mènent la séance.");

    /// <summary>What somebody who left for the item being heard is told; null when they did not.</summary>
    public static Refusal? WhyOut(this Actor actor, SeatRoll roll) => roll.IsRecused(actor.Id)
        ? new Refusal("session-recused", "Vous ne prenez pas part à cette candidature\u00a0: laissez-en le soin à quelqu’un d’autre.")
        : null;
}
