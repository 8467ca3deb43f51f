using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>Finds the tasks that are addressed to the signed-in person; anyone else's does not exist for them.</summary>
public sealed class TaskLoader(FabriqueDbContext db, Actor actor)
{
    public async Task<WorkItem?> FindMineAsync(Guid id, string kind, CancellationToken cancellationToken)
    {
        var item = await db.WorkItems.SingleOrDefaultAsync(item => item.Id == id && item.Kind == kind, cancellationToken);
        return item is not null && item.IsAddressedTo(actor.Id, actor.Roles) ? item : null;
    }

    public IQueryable<WorkItem> Mine()
    {
        var id = actor.Id;
        var roles = actor.Roles;
        return db.WorkItems.Where(item => item.AssigneeId == id || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole)));
    }
}
