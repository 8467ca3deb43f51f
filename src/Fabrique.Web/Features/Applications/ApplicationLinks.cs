namespace Fabrique.Web.Features.Applications;

public static class ApplicationLinks
{
    public const string Screening = "/instruction";

    public static string Apply(string callSlug) => $"/candidatures/nouvelle?appel={Uri.EscapeDataString(callSlug)}";

    public static string Show(string reference) => $"/candidatures/{reference}";

    public static string Edit(string reference) => $"/candidatures/{reference}/modifier";

    public static string Withdraw(string reference) => $"/candidatures/{reference}/retirer";
}
