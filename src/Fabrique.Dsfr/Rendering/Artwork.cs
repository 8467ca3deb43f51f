using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Fabrique.Dsfr.Rendering;

/// <summary>Pictograms, drawn from the design system's own files so that they follow the theme.</summary>
internal static class Artwork
{
    public static IHtmlContent Pictogram(ViewContext view, string name, Func<string, DsfrUsageException> misuse)
    {
        if (!DsfrIcons.Pictograms.Contains(name))
        {
            throw misuse($"pictogram=\"{name}\" is not one of DsfrIcons.Pictograms.");
        }

        var file = $"{view.HttpContext.Request.PathBase}/lib/dsfr/artwork/pictograms/{name}.svg";
        return Markup.Element("svg", "fr-artwork", Part(file, "decorative"), Part(file, "minor"), Part(file, "major"))
            .With("aria-hidden", "true")
            .With("viewBox", "0 0 80 80")
            .With("width", "80px")
            .With("height", "80px");
    }

    private static TagBuilder Part(string file, string part) => Markup.Element("use", $"fr-artwork-{part}").With("href", $"{file}#artwork-{part}");
}
