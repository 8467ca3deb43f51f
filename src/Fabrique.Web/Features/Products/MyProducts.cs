using Fabrique.Data;
using Fabrique.Domain.Products;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products;

public sealed record MyProductLine(string Ghid, string Name, PhaseCode Phase, DateOnly? CycleEndsOn);

/// <summary>The products that the signed-in person makes, or made.</summary>
public sealed class MyProducts(FabriqueDbContext db, Actor actor) : SpaceSection
{
    public override int Order => 30;

    public override string View => "/Features/Products/_MyProducts.cshtml";

    public override async Task<object?> ReadAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var products = await db.Products
            .Where(product => product.Missions.Any(mission => mission.StaffMemberId == id))
            .OrderBy(product => product.Name)
            .Select(product => new MyProductLine(
                product.Ghid,
                product.Name,
                product.Phase,
                product.Cycles.Where(cycle => cycle.Status == CycleStatus.InProgress).Select(cycle => (DateOnly?)cycle.EndsOn).FirstOrDefault()))
            .ToListAsync(cancellationToken);
        return products.Count > 0 ? products : null;
    }
}
