using System.Globalization;

namespace Fabrique.Web.Kernel.Time;

/// <summary>How names are sorted and numbers written.</summary>
public static class FrenchCulture
{
    public static CultureInfo Instance { get; } = CultureInfo.GetCultureInfo("fr-FR");
}
