using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Navigation;

/// <summary>Where one is in a form of several pages.</summary>
[HtmlTargetElement("dsfr-stepper")]
public sealed class DsfrStepperTagHelper : DsfrTagHelper
{
    /// <summary>The titles of all steps (2 to 8), in order.</summary>
    public IReadOnlyList<string>? Steps { get; set; }

    /// <summary>The current step, from 1.</summary>
    public int Current { get; set; } = 1;

    /// <summary>The title's level, 2 by default.</summary>
    public int HeadingLevel { get; set; } = 2;

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Steps is not { Count: >= 2 and <= 8 })
        {
            throw Misuse("steps gives the titles of two to eight steps.");
        }

        if (Current < 1 || Current > Steps.Count)
        {
            throw Misuse($"current goes from 1 to {Steps.Count.ToString(CultureInfo.InvariantCulture)}.");
        }

        var (number, total) = (Current.ToString(CultureInfo.InvariantCulture), Steps.Count.ToString(CultureInfo.InvariantCulture));
        var stepper = Markup.Element(
            "div",
            "fr-stepper",
            Heading(
                HeadingLevel,
                "fr-stepper__title",
                Markup.Text(Require(Steps[Current - 1], "the title of a step")),
                Markup.Text(" "),
                Markup.Element("span", "fr-stepper__state", Markup.Text($"Étape {number} sur {total}"))),
            Markup.Element("div", "fr-stepper__steps").With("data-fr-current-step", number).With("data-fr-steps", total),
            Current == Steps.Count
                ? null
                : Markup.Element(
                    "p",
                    "fr-stepper__details",
                    Markup.Element("span", "fr-text--bold", Markup.Text("Étape suivante\u00A0:")),
                    Markup.Text($" {Require(Steps[Current], "the title of a step")}")));
        Pass(output, stepper);
        return Task.FromResult<IHtmlContent>(stepper);
    }
}
