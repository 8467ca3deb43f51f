using System.Text;
using System.Text.Encodings.Web;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Fluid;
using Fluid.Values;

namespace Fabrique.Web.Platform.Mail;

/// <param name="Subject">One line.</param>
/// <param name="Text">The whole message, readable by itself; every link is visible.</param>
/// <param name="Html">A whole document.</param>
public sealed record RenderedMessage(string Subject, string Text, string Html);

/// <summary>Makes a mail out of a message and facts. What people typed can neither form markup nor add a line to a header.</summary>
public sealed class MessageRenderer(MessageCatalog catalog, MergeTags tags, PublicAddress address, MailOptions options)
{
    private static readonly TemplateOptions LiquidOptions = new() { MaxSteps = 10_000, MaxRecursion = 20 };

    /// <exception cref="ArgumentException">No message has this key.</exception>
    /// <exception cref="PermanentFailureException">The message shows a tag whose facts were not given.</exception>
    public RenderedMessage Render(string key, StaffMember recipient, MessageFacts facts)
    {
        var context = new MergeContext(recipient, facts, address);
        return Render(catalog[key], tag => tag.Read(context));
    }

    /// <summary>The message with each tag's sample, for previews.</summary>
    public RenderedMessage RenderSample(string key) => Render(catalog[key], tag => tag.Sample);

    private RenderedMessage Render(MessageTemplate template, Func<MergeTag, string?> read)
    {
        var values = Values(template, read);
        var subject = SingleLine(Run(template.Subject, values, NullEncoder.Default));
        var body = new MarkdownBody(Run(template.Body, values, MarkdownBody.ValueEncoder));
        var footer = new MailFooter(
            SingleLine(Run(template.Reason, values, NullEncoder.Default)),
            options.ReplyTo is null,
            address.Of("/"));
        return new RenderedMessage(subject, MailLayout.Text(body.ToText(), footer), MailLayout.Html(subject, body.ToHtml(), footer));
    }

    private Dictionary<string, Dictionary<string, FluidValue>> Values(MessageTemplate template, Func<MergeTag, string?> read)
    {
        var groups = new Dictionary<string, Dictionary<string, FluidValue>>();
        foreach (var tag in template.Tags.Select(name => tags.ByName[name]))
        {
            var (group, member) = (tag.Name.Split('.')[0], tag.Name.Split('.')[1]);
            if (!groups.TryGetValue(group, out var members))
            {
                groups[group] = members = [];
            }

            var value = read(tag);
            members[member] = value is null
                ? new MissingTagValue(template.Key, tag.Name)
                : string.IsNullOrWhiteSpace(value) ? NilValue.Instance : new StringValue(Printable(value));
        }

        return groups;
    }

    private static string Run(IFluidTemplate template, Dictionary<string, Dictionary<string, FluidValue>> values, TextEncoder encoder)
    {
        var context = new TemplateContext(LiquidOptions);
        foreach (var (group, members) in values)
        {
            context.SetValue(group, new DictionaryValue(new FluidValueDictionaryFluidIndexable(members)));
        }

        return template.Render(context, encoder);
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
