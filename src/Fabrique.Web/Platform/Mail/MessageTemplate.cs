using Fabrique.Web.Kernel.Subjects;
using Fluid;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The text of one kind of mail: a subject, the reason one receives it, and a Markdown body, all three with tags.</summary>
public sealed class MessageTemplate
{
    private const string Fence = "---";

    // One parser serves every thread: it is immutable, and functions and parentheses stay off.
    private static readonly FluidParser Parser = new();

    private MessageTemplate(string key, IFluidTemplate subject, IFluidTemplate reason, IFluidTemplate body, IReadOnlyCollection<string> tags)
    {
        Key = key;
        Subject = subject;
        Reason = reason;
        Body = body;
        Tags = tags;
    }

    /// <summary><c>process/name</c>, for example <c>candidature/accuse-de-reception</c>.</summary>
    public string Key { get; }

    /// <summary>The names of the tags in use, sorted.</summary>
    public IReadOnlyCollection<string> Tags { get; }

    internal IFluidTemplate Subject { get; }

    internal IFluidTemplate Reason { get; }

    internal IFluidTemplate Body { get; }

    /// <exception cref="MessageFormatException">The text cannot be a message; the exception says why, in French.</exception>
    public static MessageTemplate Parse(string key, string source, MergeTags known)
    {
        var lines = source.ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].Trim() == Fence ? Array.FindIndex(lines, 1, line => line.Trim() == Fence) : -1;
        if (end < 0)
        {
            throw new MessageFormatException("le fichier doit commencer par un en-tête entre deux lignes « --- »");
        }

        var header = ReadHeader(lines[1..end]);
        var body = string.Join('\n', lines[(end + 1)..]).Trim();
        if (body.Length == 0)
        {
            throw new MessageFormatException("le corps du message est vide");
        }

        var tags = new SortedSet<string>(StringComparer.Ordinal);
        return new MessageTemplate(
            key,
            Compile("objet", Required(header, "objet"), known, tags),
            Compile("pourquoi", Required(header, "pourquoi"), known, tags),
            Compile("corps", body, known, tags),
            tags);
    }

    private static Dictionary<string, string> ReadHeader(IEnumerable<string> lines)
    {
        var header = new Dictionary<string, string>();
        foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? line.Trim() : line[..colon].Trim();
            if (name is not ("objet" or "pourquoi"))
            {
                throw new MessageFormatException($"l’en-tête ne connaît que « objet » et « pourquoi », pas « {name} »");
            }

            if (!header.TryAdd(name, line[(colon + 1)..].Trim()))
            {
                throw new MessageFormatException($"l’en-tête donne deux fois « {name} »");
            }
        }

        return header;
    }

    private static string Required(Dictionary<string, string> header, string name) =>
        header.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new MessageFormatException($"l’en-tête ne donne pas « {name} »");

    private static IFluidTemplate Compile(string part, string source, MergeTags known, SortedSet<string> tags)
    {
        if (!Parser.TryParse(source, out var template, out var error))
        {
            throw new MessageFormatException($"{part} : {error}");
        }

        new TagCollector(part, known, tags).VisitTemplate(template);
        return template;
    }
}

/// <summary>Why a text cannot be a message, in French.</summary>
public sealed class MessageFormatException(string reason) : Exception(reason);
