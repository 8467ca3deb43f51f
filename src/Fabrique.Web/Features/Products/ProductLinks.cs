namespace Fabrique.Web.Features.Products;

public static class ProductLinks
{
    public const string All = "/produits";

    public static string Show(string ghid) => $"/produits/{ghid}";

    public static string Follow(string ghid) => $"/produits/{ghid}/suivi";

    /// <summary>Where the meeting of the next checkpoint is planned.</summary>
    public static string PlanCheckpoint(string ghid) => $"/produits/{ghid}/jalon/rendez-vous";
}
