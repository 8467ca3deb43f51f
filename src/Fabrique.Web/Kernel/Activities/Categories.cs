namespace Fabrique.Web.Kernel.Activities;

/// <summary>The toolbox categories that belong to no noun, as admins read them.</summary>
public static class Categories
{
    public const string Dates = "Dates";
    public const string People = "Personnes";
    public const string Messages = "Messages";
}
