using System.Text;
using System.Text.Encodings.Web;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Fluid;
using Fluid.Values;

namespace Fabrique.Web.Platform.Mail;

/// <param name="Subject">One line.</param>
/// <param name="Text">The whole message, readable by itself; every link is visible.</param>
/// <param name="Html">A whole document.</param>
public sealed record RenderedMessage(string Subject, string Text, string Html);

/// <summary>A message filled for somebody to look at.</summary>
/// <param name="Message">As it would leave.</param>
/// <param name="Samples">The tags of which nothing is known in this case: their samples stand in their places.</param>
public sealed record MessagePreview(RenderedMessage Message, IReadOnlyList<MergeTag> Samples);

/// <summary>Makes a mail out of a message and facts. What people typed can neither form markup nor add a line to a header.</summary>
public sealed class MessageRenderer(MessageCatalog catalog, MergeTags tags, PublicAddress address, MailOptions options)
{
    /// <summary>Characters of one part, filled: a mail that is longer is no letter.</summary>
    private const int LongestPart = 500_000;

    private const string TrialMark = "[Essai] ";
    private const string TrialNotice = "**Ceci est un essai**, que vous avez demandé. Personne d’autre ne l’a reçu.";

    private static readonly TemplateOptions LiquidOptions = new() { MaxSteps = 10_000, MaxRecursion = 20 };

    /// <summary>The messages that the software ships.</summary>
    public MessageCatalog Catalog => catalog;

    /// <exception cref="PermanentFailureException">The message shows a tag whose facts were not given, or is too long once filled.</exception>
    /// <param name="template">The message.</param>
    /// <param name="recipient">Who reads it.</param>
    /// <param name="facts">What it tells.</param>
    /// <param name="inPlaceOf">Names of those in whose place they are written to; null when it is to themselves.</param>
    public RenderedMessage Render(MessageTemplate template, StaffMember recipient, MessageFacts facts, string? inPlaceOf = null)
    {
        var context = new MergeContext(recipient, facts, address);
        return Render(template, tag => tag.Read(context), isTrial: false, inPlaceOf is null ? null : $"Vous recevez ce message parce que vous suppléez {inPlaceOf}.");
    }

    /// <summary>The message with each tag's sample.</summary>
    public RenderedMessage RenderSample(MessageTemplate template) => Render(template, tag => tag.Sample, isTrial: false);

    /// <summary>The subject and the reason of a text that stands in the place of a message, with each tag's sample; as they are written when the text cannot be read.</summary>
    public (string Subject, string Reason) FillSample(MessageTemplate message, MessageText text)
    {
        if ((text == message.Text ? message : message.With(text, tags, out _)) is not { } template)
        {
            return (text.Subject, text.Reason);
        }

        var values = Values(template, tag => tag.Sample);
        return (SingleLine(Run(template, MessagePart.Subject, values, NullEncoder.Default)), SingleLine(Run(template, MessagePart.Reason, values, NullEncoder.Default)));
    }

    /// <summary>The message as the person would receive it, the samples of tags in the place of what is not known.</summary>
    /// <param name="template">The message.</param>
    /// <param name="recipient">Who looks at it.</param>
    /// <param name="facts">Those of a case; <see cref="MessageFacts.None"/> for samples only.</param>
    /// <param name="isTrial">Whether it is to say that it is an attempt.</param>
    /// <exception cref="PermanentFailureException">The message is too long once filled.</exception>
    public MessagePreview Preview(MessageTemplate template, StaffMember recipient, MessageFacts facts, bool isTrial)
    {
        var context = new MergeContext(recipient, facts, address);
        var samples = new List<MergeTag>();
        var message = Render(template, Read, isTrial);
        return new MessagePreview(message, samples);

        string Read(MergeTag tag)
        {
            if (tag.Read(context) is { } value)
            {
                return value;
            }

            samples.Add(tag);
            return tag.Sample;
        }
    }

    /// <summary>The tag without which the message cannot be written, when nothing is known of those of a group; null when it can.</summary>
    internal string? FindNeeded(MessageTemplate template, string group)
    {
        try
        {
            Render(template, tag => tag.Group == group ? null : tag.Sample, isTrial: false);
            return null;
        }
        catch (PermanentFailureException missing) when (missing.Data[MissingTagValue.Tag] is string tag)
        {
            return tag;
        }
    }

    private RenderedMessage Render(MessageTemplate template, Func<MergeTag, string?> read, bool isTrial, string? reason = null)
    {
        var values = Values(template, read);
        var subject = SingleLine(FrenchSpacing.Keep((isTrial ? TrialMark : "") + Run(template, MessagePart.Subject, values, NullEncoder.Default)));
        var preheader = SingleLine(FrenchSpacing.Keep(Run(template, MessagePart.Preheader, values, NullEncoder.Default)));
        var filled = FrenchSpacing.Keep(Run(template, MessagePart.Body, values, MarkdownBody.ValueEncoder));
        var body = new MarkdownBody(isTrial ? $"{TrialNotice}\n\n{filled}" : filled);
        var footer = new MailFooter(
            SingleLine(FrenchSpacing.Keep(reason ?? Run(template, MessagePart.Reason, values, NullEncoder.Default))),
            options.ReplyTo is null,
            address.Of("/"));
        return new RenderedMessage(subject, MailLayout.Text(body.ToText(), footer), MailLayout.Html(subject, body.ToHtml(), footer, preheader));
    }

    private Dictionary<string, Dictionary<string, FluidValue>> Values(MessageTemplate template, Func<MergeTag, string?> read)
    {
        var groups = new Dictionary<string, Dictionary<string, FluidValue>>();
        var inner = new Dictionary<string, Dictionary<string, FluidValue>>();
        foreach (var tag in template.Tags.Select(name => tags.Find(name)!))
        {
            var parts = tag.Name.Split('.');
            var group = parts[0];
            if (!groups.TryGetValue(group, out var members))
            {
                groups[group] = members = [];
            }

            var value = read(tag);
            FluidValue filled = value is null
                ? new MissingTagValue(template.Key, tag.Name)
                : string.IsNullOrWhiteSpace(value) ? NilValue.Instance : new StringValue(Printable(value), encode: !tag.IsMarkup);
            if (parts.Length == 2)
            {
                members[parts[1]] = filled;
                continue;
            }

            if (!inner.TryGetValue($"{group}.{parts[1]}", out var named))
            {
                inner[$"{group}.{parts[1]}"] = named = [];
            }

            named[parts[2]] = filled;
            members[parts[1]] = new DictionaryValue(new FluidValueDictionaryFluidIndexable(named));
        }

        return groups;
    }

    private static string Run(MessageTemplate template, MessagePart part, Dictionary<string, Dictionary<string, FluidValue>> values, TextEncoder encoder)
    {
        var context = new TemplateContext(LiquidOptions);
        foreach (var (group, members) in values)
        {
            context.SetValue(group, new DictionaryValue(new FluidValueDictionaryFluidIndexable(members)));
        }

        var filled = template[part].Render(context, encoder);
        return filled.Length <= LongestPart ? filled : throw new PermanentFailureException($"Le message « {template.Key} » dépasse {LongestPart} caractères une fois rempli : une balise y est sans doute répétée.");
    }

    /// <summary>Line feeds are kept, any other control character is not; no outer blanks.</summary>
    private static string Printable(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var character in value.ReplaceLineEndings("\n"))
        {
            if (character == '\n' || !char.IsControl(character))
            {
                text.Append(character);
            }
            else if (character == '\t')
            {
                text.Append(' ');
            }
        }

        return text.ToString().Trim();
    }

    private static string SingleLine(string value)
    {
        var line = string.Join(' ', value.Split((char[]?)['\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= OutgoingMail.SubjectLength ? line : $"{line[..(OutgoingMail.SubjectLength - 1)]}…";
    }
}
