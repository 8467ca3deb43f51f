using Fabrique.Data;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Simulation;

internal static class CastInForce
{
    /// <summary>Gives a simulation what administrators made of the messages, and the reminder policies when the drawing names one.</summary>
    public static async Task<SimulationCast> WithInForceAsync(this SimulationCast cast, FabriqueDbContext db, WorkflowDocument document, CancellationToken cancellationToken) => cast with
    {
        Policies = document.ToModelJson().Contains(HumanTask.PolicyInput, StringComparison.OrdinalIgnoreCase) ? await db.ReminderPolicies.AsNoTracking().ToListAsync(cancellationToken) : [],
        Messages = await MessagesInForce.Current(db.MessageOverrides, db).ToListAsync(cancellationToken),
    };
}
