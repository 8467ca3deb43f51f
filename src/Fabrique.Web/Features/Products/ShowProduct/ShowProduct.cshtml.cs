using Fabrique.Data;
using Fabrique.Domain.Products;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.ShowProduct;

/// <summary>The public page of a product: no name of a person.</summary>
[AllowAnonymous]
public sealed class ShowProductModel(FabriqueDbContext db, ProductLoader loader) : PageModel
{
    public Product Product { get; private set; } = null!;

    public bool MayFollow { get; private set; }

    public async Task<IActionResult> OnGetAsync(string ghid, CancellationToken cancellationToken)
    {
        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions)
            .SingleOrDefaultAsync(product => product.Ghid == ghid, cancellationToken);
        if (product is null)
        {
            return NotFound();
        }

        Product = product;
        MayFollow = await loader.MayFollowAsync(product, cancellationToken);
        return Page();
    }
}
