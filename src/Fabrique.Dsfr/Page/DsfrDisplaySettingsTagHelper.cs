using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Page;

/// <summary>
/// The window where the theme is chosen, at the end of the page. It needs script, as does the button that opens it (class <c>fr-btn--display</c>,
/// <c>aria-controls="fr-theme-modal"</c>); without script the theme is the system's.
/// </summary>
[HtmlTargetElement("dsfr-display-settings")]
public sealed class DsfrDisplaySettingsTagHelper : DsfrTagHelper
{
    private const string Id = "fr-theme-modal";

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var fieldset = Markup.Element(
            "fieldset",
            "fr-fieldset",
            Markup.Element("legend", "fr-fieldset__legend--regular fr-fieldset__legend", Markup.Text("Choisissez un thème pour personnaliser l’apparence du site.")),
            Theme("light", "Thème clair", null, "environment/sun"),
            Theme("dark", "Thème sombre", null, "environment/moon"),
            Theme("system", "Système", "Utilise les paramètres système", "system/system"));
        var dialog = Markup.Element(
            "dialog",
            "fr-modal",
            Markup.Element(
                "div",
                "fr-container fr-container--fluid fr-container-md",
                Markup.Element(
                    "div",
                    "fr-grid-row fr-grid-row--center",
                    Markup.Element(
                        "div",
                        "fr-col-12 fr-col-md-6 fr-col-lg-4",
                        Markup.Element(
                            "div",
                            "fr-modal__body",
                            Markup.Element(
                                "div",
                                "fr-modal__header",
                                Markup.Element("button", "fr-btn--close fr-btn", Markup.Text("Fermer")).With("aria-controls", Id).With("title", "Fermer").With("type", "button")),
                            Markup.Element(
                                "div",
                                "fr-modal__content",
                                Heading(2, "fr-modal__title", Markup.Text("Paramètres d’affichage")).With("id", $"{Id}-title"),
                                Markup.Element("div", "fr-display", fieldset).With("id", "fr-display")))))))
            .With("id", ClaimId(Id))
            .With("aria-labelledby", $"{Id}-title");
        Pass(output, dialog);
        return Task.FromResult<IHtmlContent>(dialog);
    }

    private TagBuilder Theme(string value, string label, string? hint, string pictogram)
    {
        var id = $"fr-radios-theme-{value}";
        return Markup.Element(
            "div",
            "fr-fieldset__element",
            Markup.Element(
                "div",
                "fr-radio-group fr-radio-rich",
                Markup.Element("input").With("value", value).With("type", "radio").With("id", id).With("name", "fr-radios-theme"),
                Markup.Element("label", "fr-label", Markup.Text(label), hint is null ? null : Markup.Element("span", "fr-hint-text", Markup.Text(hint))).With("for", id),
                Markup.Element("div", "fr-radio-rich__pictogram", Artwork.Pictogram(ViewContext, pictogram, Misuse))));
    }
}
