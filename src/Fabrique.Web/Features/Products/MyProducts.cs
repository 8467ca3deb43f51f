using Fabrique.Data;
using Fabrique.Domain.Products;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Products;

public sealed record MyProductLine(string Ghid, string Name, PhaseCode Phase, DateOnly? CycleEndsOn);

/// <summary>The products that the signed-in person makes, or made.</summary>
public sealed class MyProducts(FabriqueDbContext db, Actor actor) : SpaceSection
{
    private static readonly ListOrders<Product> Orders = new ListOrders<Product>().SettledBy(product => product.Ghid).By("nom", product => product.Name);

    public override string Name => "produits";

    public override int Order => 30;

    public override string View => "/Features/Products/_MyProducts.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var products = await PagedList.ReadAsync(
            db.Products.Where(product => product.Missions.Any(mission => mission.StaffMemberId == id)),
            address,
            PageSize,
            Orders,
            product => new MyProductLine(
                product.Ghid,
                product.Name,
                product.Phase,
                product.Cycles.Where(cycle => cycle.Status == CycleStatus.InProgress).Select(cycle => (DateOnly?)cycle.EndsOn).FirstOrDefault()),
            cancellationToken);
        return products.Total > 0 ? products : null;
    }
}
