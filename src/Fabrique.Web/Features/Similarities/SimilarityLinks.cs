namespace Fabrique.Web.Features.Similarities;

public static class SimilarityLinks
{
    /// <summary>All that an application is close to.</summary>
    public static string List(string reference) => $"/candidatures/{reference}/rapprochements";

    /// <summary>An application beside what it is close to.</summary>
    public static string Compare(string reference, Guid resemblance) => $"{List(reference)}/{resemblance:D}";

    /// <param name="reference">Of the application.</param>
    /// <param name="ghid">Of the product that is proposed; null to choose it there.</param>
    public static string Redirect(string reference, string? ghid = null) => $"/candidatures/{reference}/reorienter" + (ghid is null ? "" : $"?produit={Uri.EscapeDataString(ghid)}");
}
