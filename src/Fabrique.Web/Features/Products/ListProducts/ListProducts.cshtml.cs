using Fabrique.Data;
using Fabrique.Domain.Products;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.ListProducts;

public sealed record ProductSummary(string Ghid, string Name, string Pitch, PhaseCode Phase);

[AllowAnonymous]
public sealed class ListProductsModel(FabriqueDbContext db) : PageModel
{
    public IReadOnlyList<ProductSummary> Products { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Products = await db.Products
            .OrderBy(product => product.Name)
            .Select(product => new ProductSummary(product.Ghid, product.Name, product.Pitch, product.Phase))
            .ToListAsync(cancellationToken);
}
