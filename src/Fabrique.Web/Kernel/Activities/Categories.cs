namespace Fabrique.Web.Kernel.Activities;

/// <summary>The toolbox categories of our activities, as admins read them.</summary>
internal static class Categories
{
    public const string Applications = "Candidature";
    public const string Jury = "Jury";
    public const string Incubation = "Incubation";
    public const string People = "Personnes";
    public const string Messages = "Messages";

    public static IReadOnlyList<string> All { get; } = [Applications, Jury, Incubation, People, Messages];
}
