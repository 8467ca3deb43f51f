using Fabrique.Data;
using Fabrique.Domain.Products;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Platform.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Products.ListProducts;

public sealed record ProductSummary(string Ghid, string Name, string Pitch, PhaseCode Phase);

[AllowAnonymous]
public sealed class ListProductsModel(FabriqueDbContext db, ExportSources exports) : PageModel
{
    public const int PageSize = 24;

    private static readonly ListOrders<Product> Orders = new ListOrders<Product>().SettledBy(product => product.Ghid).By("nom", product => product.Name);

    public PagedList<ProductSummary> List { get; private set; } = null!;

    /// <summary>Whether the reader may take the list away.</summary>
    public bool MayExport => exports.Find(ProductsExport.SourceCode) is not null;

    public async Task OnGetAsync(CancellationToken cancellationToken) => List = await PagedList.ReadAsync(
        db.Products,
        new ListAddress(Request),
        PageSize,
        Orders,
        product => new ProductSummary(product.Ghid, product.Name, product.Pitch, product.Phase),
        cancellationToken);
}
