namespace Fabrique.Web.Features.Procedures;

/// <summary>The toolbox categories of our activities, as admins read them.</summary>
internal static class Categories
{
    public const string Calls = "Appel";
    public const string Applications = "Candidature";
    public const string Incubation = "Incubation";
    public const string Messages = "Messages";
    public const string Time = "Temps";
}
