using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>Text that unfolds under its title. Without script it is open.</summary>
[HtmlTargetElement("dsfr-accordion")]
public sealed class DsfrAccordionTagHelper : DsfrTagHelper
{
    /// <summary>The title, which is the button.</summary>
    public string? Title { get; set; }

    /// <summary>The title's level, 3 by default.</summary>
    public int HeadingLevel { get; set; } = 3;

    /// <summary>Open from the start.</summary>
    public bool Expanded { get; set; }

    /// <summary>The id of the folded part.</summary>
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var id = ClaimOrGenerateId(Id, "accordion");
        var title = Heading(
            HeadingLevel,
            "fr-accordion__title",
            Markup.Element("button", "fr-accordion__btn", Markup.Text(Require(Title, "title")))
                .With("type", "button")
                .With("aria-expanded", Expanded ? "true" : "false")
                .With("aria-controls", id));
        var content = await ContentAsync(output) ?? throw Misuse("there is nothing between the tags.");
        var accordion = Markup.Element("section", "fr-accordion", title, Markup.Element("div", "fr-collapse", content).With("id", id));
        Pass(output, accordion);
        return accordion;
    }
}

/// <summary>Accordions of which one at most is open; the content is made of <c>dsfr-accordion</c>.</summary>
[HtmlTargetElement("dsfr-accordions")]
public sealed class DsfrAccordionsTagHelper : DsfrTagHelper
{
    /// <summary>Each opens and closes alone.</summary>
    public bool Independent { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var group = Markup.Element("div", "fr-accordions-group", await ContentAsync(output) ?? throw Misuse("there is no dsfr-accordion between the tags."))
            .With("data-fr-group", Independent ? "false" : null);
        Pass(output, group);
        return group;
    }
}
