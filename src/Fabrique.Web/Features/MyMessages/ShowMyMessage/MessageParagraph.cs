using System.Text.RegularExpressions;

namespace Fabrique.Web.Features.MyMessages.ShowMyMessage;

/// <summary>A piece of a line: words, or an address that can be followed.</summary>
/// <param name="Text">As it is read.</param>
/// <param name="Href">Where it leads; null when it is only words.</param>
public sealed record MessagePiece(string Text, string? Href);

/// <summary>A paragraph of the text part of a mail, line by line.</summary>
public sealed partial record MessageParagraph(IReadOnlyList<IReadOnlyList<MessagePiece>> Lines)
{
    public static IReadOnlyList<MessageParagraph> Of(string text) =>
        [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => new MessageParagraph([.. paragraph.Trim('\n').Split('\n').Select(Read)]))];

    private static List<MessagePiece> Read(string line)
    {
        var (pieces, last) = (new List<MessagePiece>(), 0);
        foreach (var match in Addresses().EnumerateMatches(line))
        {
            pieces.Add(new MessagePiece(line[last..match.Index], null));
            last = match.Index + match.Length;
            pieces.Add(new MessagePiece(line[match.Index..last], line[match.Index..last]));
        }

        pieces.Add(new MessagePiece(line[last..], null));
        return pieces.FindAll(piece => piece.Text.Length > 0);
    }

    [GeneratedRegex(@"https?://[^\s<>()«»]+[^\s<>()«».,;:!?]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Addresses();
}
