using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Platform.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>The reminder policies of a simulation: those of the product when it was given them; otherwise one of that name, without reminders.</summary>
internal sealed class SimulatedPolicies(FabriqueDbContext db, SimulationCast cast) : TaskPolicies(db)
{
    private readonly FabriqueDbContext db = db;

    public override async Task<NamedReminderPolicy?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (db.ReminderPolicies.Local.FirstOrDefault(policy => policy.Name == name) is { } added || (added = await db.ReminderPolicies.SingleOrDefaultAsync(policy => policy.Name == name, cancellationToken)) is not null)
        {
            return added;
        }

        var known = cast.Policies.FirstOrDefault(policy => policy.Name == name);
        var copy = NamedReminderPolicy.Create(known?.Id ?? Guid.CreateVersion7(), name, known?.Text ?? "", known?.EscalatesTo, known?.EscalatesAfter);
        db.ReminderPolicies.Add(copy);
        return copy;
    }
}
