using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Fabrique.Dsfr.Forms;

/// <summary>What a form field knows once its model has been read.</summary>
internal sealed record Field(
    string Name,
    string Id,
    string Label,
    string? Hint,
    bool IsRequired,
    bool IsDisabled,
    IReadOnlyList<string> Errors,
    string? Success)
{
    public string MessagesId => $"{Id}-messages";

    /// <summary>The state's suffix for a group's class: <c>fr-input-group--error</c>.</summary>
    public string? StateOf(string cssClass) => Errors.Count > 0 ? $"{cssClass}--error" : Success is not null ? $"{cssClass}--valid" : null;

    /// <summary>Label and hint: the content of a label or of a legend.</summary>
    public IHtmlContent Caption() => new HtmlContentBuilder()
        .Append(Label)
        .AppendHtml(Hint is null ? HtmlString.Empty : Markup.Element("span", "fr-hint-text", Markup.Text(Hint)));

    public TagBuilder LabelElement() => Markup.Element("label", "fr-label", Caption()).With("for", Id);

    /// <summary>The region where errors are read out. It is there even when empty, because the field refers to it.</summary>
    public TagBuilder Messages()
    {
        var messages = Markup.Element("div", "fr-messages-group").With("id", MessagesId).With("aria-live", "polite");
        for (var i = 0; i < Errors.Count; i++)
        {
            messages.InnerHtml.AppendHtml(Message("error", Errors[i]).With("id", i == 0 ? $"{Id}-message-error" : null));
        }

        if (Errors.Count == 0 && Success is not null)
        {
            messages.InnerHtml.AppendHtml(Message("valid", Success).With("id", $"{Id}-message-valid"));
        }

        return messages;
    }

    /// <summary>Gives a control its name, description and state.</summary>
    public TagBuilder Describe(TagBuilder control) => control
        .With("aria-describedby", MessagesId)
        .With("aria-invalid", Errors.Count > 0 ? "true" : null)
        .With("disabled", IsDisabled)
        .With("required", IsRequired)
        .With("id", Id)
        .With("name", Name);

    private static TagBuilder Message(string kind, string text) => Markup.Element("p", $"fr-message fr-message--{kind}", Markup.Text(text));
}
