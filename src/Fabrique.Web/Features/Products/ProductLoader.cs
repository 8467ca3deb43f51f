using Fabrique.Data;
using Fabrique.Domain.Products;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products;

/// <summary>Finds the products that the signed-in person may follow: those of which they are or were a member, those of which they are asked to decide, all of them for the incubator's staff.</summary>
public sealed class ProductLoader(FabriqueDbContext db, Actor actor, TaskLoader tasks)
{
    public async Task<bool> MayFollowAsync(Product product, CancellationToken cancellationToken)
    {
        if (!actor.IsSignedIn || actor.IsStaff || product.Missions.Any(mission => mission.StaffMemberId == actor.Id))
        {
            return actor.IsSignedIn;
        }

        var roles = actor.Roles;
        var mayFollow = await db.WorkItems
            .LettingRead(actor.Id, roles, ProductTasks.Checkpoint, ProductTasks.TeamNaming)
            .AnyAsync(item => item.SubjectKind == ProductSubject.SubjectCode && item.SubjectId == product.Id && (item.Kind == ProductTasks.Checkpoint || item.Kind == ProductTasks.TeamNaming), cancellationToken);
        return mayFollow || (await tasks.CoveredAsync(cancellationToken) is { } covered
            && await covered.AnyAsync(item => item.SubjectKind == ProductSubject.SubjectCode && item.SubjectId == product.Id && (item.Kind == ProductTasks.Checkpoint || item.Kind == ProductTasks.TeamNaming), cancellationToken));
    }

    public async Task<Product?> FindFollowableAsync(string ghid, CancellationToken cancellationToken)
    {
        // A product has a few cycles and a few missions: one query that repeats them costs less than three.
        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).AsSingleQuery()
            .SingleOrDefaultAsync(product => product.Ghid == ghid, cancellationToken);
        return product is not null && await MayFollowAsync(product, cancellationToken) ? product : null;
    }
}
