using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>Our activities among all kinds.</summary>
internal static class OurActivities
{
    private const string Prefix = "Fabrique.";

    public static bool IsOurs(string typeName) => typeName.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether an activity is ours and has an input of this name.</summary>
    public static bool Has(DrawnActivity activity, string input) => IsOurs(activity.Type.TypeName) && activity.Type.Inputs.Any(declared => declared.Name == input);
}
