namespace Fabrique.Domain.Messages;

/// <summary>A part of a message, as an administrator writes it.</summary>
public enum MessagePart
{
    Subject,
    Preheader,
    Reason,
    Body,
}

/// <summary>Why a text cannot be a message.</summary>
/// <param name="Part">Where.</param>
/// <param name="Line">Which line of that part, from 1; null when it is about the whole part.</param>
/// <param name="Reason">French, without a capital nor a stop.</param>
public sealed record MessageProblem(MessagePart Part, int? Line, string Reason);

/// <summary>The text of a message, its tags not replaced yet.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Preheader">One line, which mail readers show after the subject; empty when the message has none.</param>
/// <param name="Reason">Why one receives it: one line.</param>
/// <param name="Body">Markdown, lines separated by <c>\n</c>.</param>
public sealed record MessageText(string Subject, string Preheader, string Reason, string Body)
{
    public const int SubjectLength = 200;
    public const int PreheaderLength = 200;
    public const int ReasonLength = 500;
    public const int BodyLength = 20_000;

    /// <summary>What keeps it from being a message, whatever its tags are; none when nothing does.</summary>
    public IEnumerable<MessageProblem> FindProblems()
    {
        foreach (var (part, text, length, isRequired) in new[]
        {
            (MessagePart.Subject, Subject, SubjectLength, true),
            (MessagePart.Preheader, Preheader, PreheaderLength, false),
            (MessagePart.Reason, Reason, ReasonLength, true),
            (MessagePart.Body, Body, BodyLength, true),
        })
        {
            if (isRequired && string.IsNullOrWhiteSpace(text))
            {
                yield return new MessageProblem(part, null, "ce texte est vide");
            }
            else if (part is not MessagePart.Body && text.AsSpan().ContainsAny('\n', '\r'))
            {
                yield return new MessageProblem(part, null, "ce texte tient sur une seule ligne");
            }
            else if (text.Length > length)
            {
                yield return new MessageProblem(part, null, $"ce texte compte {text.Length} caractères, pour {length} au plus");
            }
        }
    }

    /// <summary>All of it, one part after the other, to be compared with another text.</summary>
    public IReadOnlyList<string> ToLines() => [$"Objet : {Subject}", $"Aperçu : {Preheader}", $"Pourquoi : {Reason}", "", .. Body.Split('\n')];
}
