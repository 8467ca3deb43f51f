namespace Fabrique.Web.Features.Calls;

public static class CallLinks
{
    public const string All = "/appels";

    public static string Show(string slug) => $"/appels/{slug}";
}
