using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A message in the page: the content between the tags, under a title or not.</summary>
[HtmlTargetElement("dsfr-alert")]
public sealed class DsfrAlertTagHelper : DsfrTagHelper
{
    /// <summary><c>info</c> (default), <c>success</c>, <c>warning</c> or <c>error</c>.</summary>
    public string Kind { get; set; } = "info";

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The title's level, 3 by default.</summary>
    public int HeadingLevel { get; set; } = 3;

    /// <summary>Less room around the message.</summary>
    public bool Small { get; set; }

    /// <summary>Read out as soon as it is shown: for the answer to what the person has just done.</summary>
    public bool Live { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var kind = OneOf(Kind, "kind", "info", "success", "warning", "error");
        var title = Title is null ? null : Heading(HeadingLevel, "fr-alert__title", Markup.Text(Require(Title, "title")));
        var content = await ContentAsync(output);
        if (title is null && content is null)
        {
            throw Misuse("it has neither title nor text.");
        }

        var text = content is not null && !PlainText.Markup(content).TrimStart().StartsWith('<') ? Markup.Element("p", null, content) : content;
        var alert = Markup.Element("div", Markup.Classes("fr-alert", $"fr-alert--{kind}", Small ? "fr-alert--sm" : null), title, text)
            .With("role", !Live ? null : kind is "error" or "warning" ? "alert" : "status");
        Pass(output, alert);
        return alert;
    }
}
