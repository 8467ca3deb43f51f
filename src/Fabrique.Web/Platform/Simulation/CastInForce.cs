using Fabrique.Data;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Simulation;

internal static class CastInForce
{
    /// <summary>Gives a simulation the reminder policies, when the drawing names one.</summary>
    public static async Task<SimulationCast> WithPoliciesAsync(this SimulationCast cast, FabriqueDbContext db, WorkflowDocument document, CancellationToken cancellationToken) =>
        document.ToModelJson().Contains(HumanTask.PolicyInput, StringComparison.OrdinalIgnoreCase) ? cast with { Policies = await db.ReminderPolicies.AsNoTracking().ToListAsync(cancellationToken) } : cast;

    /// <summary>Gives it what administrators made of the messages too.</summary>
    public static async Task<SimulationCast> WithInForceAsync(this SimulationCast cast, FabriqueDbContext db, WorkflowDocument document, CancellationToken cancellationToken) => await cast.WithPoliciesAsync(db, document, cancellationToken) with
    {
        Messages = await MessagesInForce.Current(db.MessageOverrides, db).ToListAsync(cancellationToken),
    };
}
