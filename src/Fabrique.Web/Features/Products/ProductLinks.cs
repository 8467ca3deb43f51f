namespace Fabrique.Web.Features.Products;

public static class ProductLinks
{
    public const string All = "/produits";

    public static string Show(string ghid) => $"/produits/{ghid}";

    public static string Follow(string ghid) => $"/produits/{ghid}/suivi";
}
