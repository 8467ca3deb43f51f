using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using Fluid;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The text of one kind of mail, ready to be filled: a subject, what mail readers show after it, the reason one receives it, and a Markdown body, all with tags.</summary>
public sealed class MessageTemplate
{
    private const string Fence = "---";
    private const string SubjectName = "objet";
    private const string PreheaderName = "apercu";
    private const string ReasonName = "pourquoi";
    private const string MandatoryName = "obligatoire";
    private const string FamilyName = "famille";
    private const string UrgentName = "urgent";
    private const string NightName = "nuit";

    private static readonly string[] HeaderNames = [SubjectName, PreheaderName, ReasonName, MandatoryName, FamilyName, UrgentName, NightName];

    // One parser serves every thread: it is immutable, and functions and parentheses stay off.
    private static readonly FluidParser Parser = new();

    private readonly Dictionary<MessagePart, IFluidTemplate> parts;

    private MessageTemplate(string key, MessageText text, MailNature nature, Dictionary<MessagePart, IFluidTemplate> parts, IReadOnlyCollection<string> tags)
    {
        Key = key;
        Text = text;
        Nature = nature;
        this.parts = parts;
        Tags = tags;
    }

    /// <summary><c>process/name</c>, for example <c>candidature/accuse-de-reception</c>.</summary>
    public string Key { get; }

    /// <summary>As it is written.</summary>
    public MessageText Text { get; }

    /// <summary>Whether it notifies a decision, so that nobody may keep it from leaving.</summary>
    public bool IsMandatory => Nature.IsNotice;

    /// <summary>What it is for, and whether it can wait.</summary>
    public MailNature Nature { get; }

    /// <summary>The names of the tags in use, sorted.</summary>
    public IReadOnlyCollection<string> Tags { get; }

    internal IFluidTemplate this[MessagePart part] => parts[part];

    /// <summary>Reads a file of the software.</summary>
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

        var text = new MessageText(Required(header, SubjectName), header.GetValueOrDefault(PreheaderName, ""), Required(header, ReasonName), body);
        return Read(key, text, ReadNature(header), known, out var problems) ?? throw new MessageFormatException(string.Join(" ; ", problems.Select(MessageProblems.Tell)));
    }

    /// <summary>Reads a text that an administrator wrote in the place of this one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">The tags that exist.</param>
    /// <param name="problems">Why it cannot be a message; none when it can.</param>
    /// <returns>Null when it has problems.</returns>
    public MessageTemplate? With(MessageText text, MergeTags known, out IReadOnlyList<MessageProblem> problems) => Read(Key, text, Nature, known, out problems);

    private static MessageTemplate? Read(string key, MessageText text, MailNature nature, MergeTags known, out IReadOnlyList<MessageProblem> problems)
    {
        List<MessageProblem> found = [.. text.FindProblems()];
        problems = found;
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var read = new Dictionary<MessagePart, IFluidTemplate>();
        foreach (var (part, source) in new[] { (MessagePart.Subject, text.Subject), (MessagePart.Preheader, text.Preheader), (MessagePart.Reason, text.Reason), (MessagePart.Body, text.Body) })
        {
            if (!found.Exists(problem => problem.Part == part) && MessageProblems.FindForbidden(part, source) is { } forbidden)
            {
                found.Add(forbidden);
            }

            if (found.Exists(problem => problem.Part == part))
            {
                continue;
            }

            if (!Parser.TryParse(source, out var template, out var error))
            {
                found.Add(MessageProblems.Of(part, source, error));
                continue;
            }

            new TagCollector(part, source, known, tags, found).VisitTemplate(template);
            read[part] = template;
        }

        if (found.Count == 0 && !MarkdownBody.IsReadable(text.Body))
        {
            found.Add(new MessageProblem(MessagePart.Body, null, "trop de citations ou de listes sont imbriquées les unes dans les autres"));
        }

        return found.Count == 0 ? new MessageTemplate(key, text, nature, read, tags) : null;
    }

    private static Dictionary<string, string> ReadHeader(IEnumerable<string> lines)
    {
        var header = new Dictionary<string, string>();
        foreach (var line in lines.Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? line.Trim() : line[..colon].Trim();
            if (!HeaderNames.Contains(name, StringComparer.Ordinal))
            {
                throw new MessageFormatException($"l’en-tête ne connaît que {string.Join(", ", HeaderNames.Select(known => $"« {known} »"))}, pas « {name} »");
            }

            if (!header.TryAdd(name, line[(colon + 1)..].Trim()))
            {
                throw new MessageFormatException($"l’en-tête donne deux fois « {name} »");
            }
        }

        return header;
    }

    private static MailNature ReadNature(Dictionary<string, string> header) => new(
        header.GetValueOrDefault(FamilyName, "nouvelle") switch
        {
            "nouvelle" => MessageFamily.News,
            "demande" => MessageFamily.Request,
            "rappel" => MessageFamily.Reminder,
            var other => throw new MessageFormatException($"« {FamilyName} » est « demande », « rappel » ou « nouvelle », pas « {other} »"),
        },
        IsYes(header, MandatoryName),
        IsYes(header, UrgentName),
        IsForNight: IsYes(header, NightName));

    private static bool IsYes(Dictionary<string, string> header, string name) => header.GetValueOrDefault(name, "non") switch
    {
        "oui" => true,
        "non" => false,
        var other => throw new MessageFormatException($"« {name} » est « oui » ou « non », pas « {other} »"),
    };

    private static string Required(Dictionary<string, string> header, string name) =>
        header.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new MessageFormatException($"l’en-tête ne donne pas « {name} »");
}

/// <summary>Why a text cannot be a message, in French.</summary>
public sealed class MessageFormatException(string reason) : Exception(reason);
