using System.Globalization;
using System.Text.RegularExpressions;
using Fabrique.Domain.Messages;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Finds where a text cannot be a message, and tells it.</summary>
internal static partial class MessageProblems
{
    /// <summary>Conditions one inside the other: nobody reads more, and each costs the parser a call.</summary>
    private const int MostDepth = 10;

    private static readonly HashSet<string> Permitted = new(StringComparer.Ordinal) { "if", "elsif", "else", "endif", "unless", "endunless", "comment", "endcomment" };

    private const int MostTags = 300;
    private const int LongestTag = 200;

    /// <summary>« corps, ligne 3 : la balise « x » n’existe pas ».</summary>
    public static string Tell(MessageProblem problem) => $"{NameOf(problem.Part)}{(problem.Line is { } line ? $", ligne {line.ToString(CultureInfo.InvariantCulture)}" : "")} : {problem.Reason}";

    /// <summary>As people call it, without a capital.</summary>
    public static string NameOf(MessagePart part) => part switch
    {
        MessagePart.Subject => "objet",
        MessagePart.Preheader => "aperçu",
        MessagePart.Reason => "pourquoi",
        _ => "corps",
    };

    /// <summary>Looks, before it is parsed, for what is not permitted, and for what would make the parser or the message endless.</summary>
    public static MessageProblem? FindForbidden(MessagePart part, string source)
    {
        var (depth, count) = (0, 0);
        foreach (var tag in Tags().EnumerateMatches(source))
        {
            var text = source[tag.Index..(tag.Index + tag.Length)];
            var word = Instruction().Match(text) is { Success: true } found ? found.Groups["word"].Value : "";
            depth += word is "if" or "unless" ? 1 : word is "endif" or "endunless" ? -1 : 0;
            var reason = word.Length > 0 && !Permitted.Contains(word) ? NotPermitted(word)
                : depth > MostDepth ? $"plus de {MostDepth} conditions sont imbriquées les unes dans les autres"
                : ++count > MostTags ? $"ce texte a plus de {MostTags} balises et conditions"
                : text.Length > LongestTag ? $"cette balise ou cette condition dépasse {LongestTag} caractères"
                : null;
            if (reason is not null)
            {
                return At(part, source, tag.Index, reason);
            }
        }

        return null;
    }

    public static string NotPermitted(string instruction) => $"l’instruction « {instruction} » n’est pas permise : seules « if » et « unless » le sont dans un message";

    /// <summary>Says in French what the parser says in English.</summary>
    public static MessageProblem Of(MessagePart part, string source, string error)
    {
        var place = Place().Match(error);
        var line = place.Success ? int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) : (int?)null;
        var about = line is { } known && source.Split('\n') is var lines && known >= 1 && known <= lines.Length ? lines[known - 1].Trim() : "";
        var reason = Balance(source) switch
        {
            > 0 => "une condition « {% if … %} » ou « {% unless … %} » n’est pas fermée par « {% endif %} » ou « {% endunless %} »",
            < 0 => "une condition est fermée sans avoir été ouverte",
            _ when Count(source, "{{") != Count(source, "}}") => "une balise n’est pas fermée : elle s’écrit entre « {{ » et « }} »",
            _ when Count(source, "{%") != Count(source, "%}") => "une condition n’est pas fermée : elle s’écrit entre « {% » et « %} »",
            _ => "cette balise ou cette condition est mal écrite",
        };
        return new MessageProblem(part, part is MessagePart.Body ? line : null, about.Length is > 0 and <= 80 ? $"{reason} (près de « {about} »)" : reason);
    }

    /// <param name="part">Where.</param>
    /// <param name="source">Its text.</param>
    /// <param name="index">Where in it.</param>
    /// <param name="reason">What is wrong there.</param>
    public static MessageProblem At(MessagePart part, string source, int index, string reason) =>
        new(part, part is MessagePart.Body && index >= 0 ? source.AsSpan(0, index).Count('\n') + 1 : null, reason);

    /// <summary>Where a word stands between braces for the first time; negative when it does not.</summary>
    public static int FindInTags(string source, string word)
    {
        foreach (var tag in Tags().EnumerateMatches(source))
        {
            var place = source.AsSpan(tag.Index, tag.Length).IndexOf(word, StringComparison.Ordinal);
            if (place >= 0)
            {
                return tag.Index + place;
            }
        }

        return -1;
    }

    private static int Balance(string source) => Count(Opening(), source) - Count(Closing(), source);

    private static int Count(Regex what, string source) => what.Count(source);

    private static int Count(string source, string mark) => (source.Length - source.Replace(mark, "", StringComparison.Ordinal).Length) / mark.Length;

    [GeneratedRegex(@"\{\{[^}]*\}?\}?|\{%[^%]*%?\}?", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"^\{%-?\s*(?<word>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\{%-?\s*(if|unless)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\{%-?\s*(endif|endunless)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Closing();

    [GeneratedRegex(@"\((?<line>\d{1,6}):\d{1,6}\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Place();
}
