using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Looks at a text that an administrator wants in the place of a message of the software: what is refused here would fail on the day it is due.</summary>
public sealed class MessageReview(MessageCatalog shipped, MergeTags tags, MessageRenderer renderer)
{
    // The recipient, and the place where they find everything.
    private static readonly string[] AlwaysKnown = ["destinataire", "espace"];

    /// <summary>The tags that may stand in a message: those of which something is known where it is written.</summary>
    public IReadOnlyList<MergeTag> TagsOf(MessageTemplate message) => [.. tags.All.Where(tag => IsKnown(message, tag))];

    /// <summary>Whether something may be unknown of a tag where the message is written, so that it has to stand in a condition.</summary>
    public bool IsSometimesUnknown(MessageTemplate message, MergeTag tag) =>
        Array.IndexOf(AlwaysKnown, tag.Group) < 0 && renderer.FindNeeded(message, tag.Group) is null;

    /// <param name="key">The message of the software.</param>
    /// <param name="text">What it would say.</param>
    /// <param name="problems">Why it cannot; none when it can.</param>
    /// <returns>Null when it has problems.</returns>
    /// <exception cref="ArgumentException">No message has this key.</exception>
    public MessageTemplate? Read(string key, MessageText text, out IReadOnlyList<MessageProblem> problems)
    {
        var message = shipped[key];
        if (message.With(text, tags, out problems) is not { } template)
        {
            return null;
        }

        problems = [.. template.Tags.Select(name => tags.Find(name)!).Select(tag => FindProblem(message, template, tag)).OfType<MessageProblem>()];
        return problems.Count == 0 ? template : null;
    }

    private MessageProblem? FindProblem(MessageTemplate message, MessageTemplate template, MergeTag tag) =>
        !IsKnown(message, tag) ? Tell(template, tag, $"la balise « {tag.Name} » n’est pas connue là où ce message s’écrit")
        : IsSometimesUnknown(message, tag) && renderer.FindNeeded(template, tag.Group) == tag.Name ? Tell(template, tag, $"la balise « {tag.Name} » n’est pas toujours connue dans ce message : écrivez-la dans une condition « {{% if {tag.Name} %}} … {{% endif %}} »")
        : null;

    private static bool IsKnown(MessageTemplate message, MergeTag tag) =>
        Array.IndexOf(AlwaysKnown, tag.Group) >= 0 || message.Tags.Any(name => name.StartsWith($"{tag.Group}.", StringComparison.Ordinal));

    private static MessageProblem Tell(MessageTemplate template, MergeTag tag, string reason)
    {
        foreach (var (part, source) in new[] { (MessagePart.Subject, template.Text.Subject), (MessagePart.Preheader, template.Text.Preheader), (MessagePart.Reason, template.Text.Reason) })
        {
            if (MessageProblems.FindInTags(source, tag.Name) >= 0)
            {
                return new MessageProblem(part, null, reason);
            }
        }

        return MessageProblems.At(MessagePart.Body, template.Text.Body, MessageProblems.FindInTags(template.Text.Body, tag.Name), reason);
    }
}
