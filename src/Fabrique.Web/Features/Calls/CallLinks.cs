namespace Fabrique.Web.Features.Calls;

public static class CallLinks
{
    public const string All = "/appels";

    /// <summary>What the team makes of all calls.</summary>
    public const string Management = All + "/gestion";

    public const string New = Management + "/nouveau";

    public static string Show(string slug) => $"/appels/{slug}";

    /// <summary>What the team makes of one call.</summary>
    public static string Manage(string slug) => $"/appels/{slug}/gestion";

    public static string Change(string slug) => $"{Manage(slug)}/modifier";

    public static string Duplicate(string slug) => $"{Manage(slug)}/dupliquer";

    public static string Delete(string slug) => $"{Manage(slug)}/supprimer";

    public static string Schedule(string slug) => $"{Manage(slug)}/programmer";

    public static string Graces(string slug) => $"{Manage(slug)}/delais";

    public static string Revoke(string slug, Guid grace) => $"{Graces(slug)}/{grace:D}/retrait";

    public static string Audience(string slug) => $"{Manage(slug)}/public";

    public static string Jurors(string slug) => $"{Manage(slug)}/directions";

    public static string Advance(string slug) => $"{Manage(slug)}/etape";
}
