using Fabrique.Data;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Finds the reminder policy that a drawing names.</summary>
public class TaskPolicies(FabriqueDbContext db)
{
    /// <returns>Null when there is none of this name.</returns>
    public virtual Task<NamedReminderPolicy?> FindAsync(string name, CancellationToken cancellationToken) =>
        db.ReminderPolicies.AsNoTracking().SingleOrDefaultAsync(policy => policy.Name == name, cancellationToken);
}
