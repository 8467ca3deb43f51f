namespace Fabrique.Web.Features.Applications;

public static class ApplicationLinks
{
    public const string Screening = "/instruction";

    public static string Apply(string callSlug) => $"/candidatures/nouvelle?appel={Uri.EscapeDataString(callSlug)}";

    /// <summary>The form that will save the application of this identifier.</summary>
    public static string Apply(string callSlug, Guid id) => $"{Apply(callSlug)}&id={id:D}";

    public static string Show(string reference) => $"/candidatures/{reference}";

    public static string Edit(string reference) => $"/candidatures/{reference}/modifier";

    public static string NameManager(string reference) => $"/candidatures/{reference}/responsable";

    public static string Withdraw(string reference) => $"/candidatures/{reference}/retirer";
}
