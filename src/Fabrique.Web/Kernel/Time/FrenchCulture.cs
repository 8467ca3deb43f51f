using System.Globalization;

namespace Fabrique.Web.Kernel.Time;

/// <summary>How names are sorted and numbers written.</summary>
public static class FrenchCulture
{
    public static CultureInfo Instance { get; } = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>The order of a dictionary: « Été » is among the « e ». Databases have their own.</summary>
    public static StringComparer Names { get; } = StringComparer.Create(Instance, ignoreCase: true);
}
