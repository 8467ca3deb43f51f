using Fabrique.Domain.People;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>What a message may tell: facts copied from the entities at the moment of writing, each of a type of its own.</summary>
public sealed class MessageFacts
{
    private readonly Dictionary<Type, object> facts;

    private MessageFacts(Dictionary<Type, object> facts) => this.facts = facts;

    public static MessageFacts None { get; } = new([]);

    /// <summary>These facts; those that are null are not known.</summary>
    public static MessageFacts Of(params IEnumerable<object?> facts) => None.With(facts);

    /// <summary>The same, and others.</summary>
    public MessageFacts With(params IEnumerable<object?> others)
    {
        var all = new Dictionary<Type, object>(facts);
        foreach (var fact in others.OfType<object>())
        {
            all[fact.GetType()] = fact;
        }

        return new MessageFacts(all);
    }

    public T? Find<T>()
        where T : class => facts.GetValueOrDefault(typeof(T)) as T;
}

/// <summary>What the tags of one mail are read from.</summary>
public sealed record MergeContext(StaffMember Recipient, MessageFacts Facts, PublicAddress Address);

/// <summary>« Balise »: a name that the text of a message may use between braces.</summary>
/// <param name="Name">As written in a message, in two parts or three: <c>candidature.titre</c>.</param>
/// <param name="Meaning">French, for the person who writes messages.</param>
/// <param name="Sample">A plausible value, for previews.</param>
/// <param name="Read">The value; null when the mail was not given the facts that the tag tells.</param>
public sealed record MergeTag(string Name, string Meaning, string Sample, Func<MergeContext, string?> Read)
{
    /// <summary>What stands for the free part of a tag where tags are listed.</summary>
    public const string FreePart = "CLE";

    /// <summary>The tag that a free last part makes of it; null when its name is whole.</summary>
    public Func<string, MergeTag>? Complete { get; private init; }

    /// <summary>Whether its value is Markdown of ours, in which what people wrote is inert already.</summary>
    public bool IsMarkup { get; init; }

    /// <summary>What it is about, which is the first part of its name: tags of one group are known together.</summary>
    public string Group => Name.Split('.')[0];

    /// <summary>A tag that tells facts of one type.</summary>
    public static MergeTag Of<TFacts>(string name, string meaning, string sample, Func<TFacts, string?> read)
        where TFacts : class => new(name, meaning, sample, context => context.Facts.Find<TFacts>() is { } facts ? read(facts) : null);

    /// <summary>Tags of which the last part is free: what it names is read, and nothing when it names nothing.</summary>
    /// <param name="prefix">The parts before it, in two parts: <c>candidature.reponses</c>.</param>
    /// <param name="meaning">French.</param>
    /// <param name="sample">A plausible value.</param>
    /// <param name="read">The value of a last part.</param>
    public static MergeTag Open<TFacts>(string prefix, string meaning, string sample, Func<TFacts, string, string?> read)
        where TFacts : class
    {
        return Named(FreePart) with { Complete = Named };

        MergeTag Named(string part) => Of<TFacts>($"{prefix}.{part}", meaning, sample, facts => read(facts, part) ?? "");
    }

    /// <summary>A tag that gives the absolute address of a page.</summary>
    /// <param name="name">As written in a message.</param>
    /// <param name="meaning">French.</param>
    /// <param name="sample">A plausible value.</param>
    /// <param name="path">Path of the page.</param>
    public static MergeTag Link<TFacts>(string name, string meaning, string sample, Func<TFacts, string> path)
        where TFacts : class => new(name, meaning, sample, context => context.Facts.Find<TFacts>() is { } facts ? context.Address.Of(path(facts)) : null);
}

/// <summary>Every tag that exists. Messages see nothing else of the application.</summary>
public sealed class MergeTags(IReadOnlyList<MergeTag> tags)
{
    public IReadOnlyList<MergeTag> All { get; } = tags;

    private readonly Dictionary<string, MergeTag> byName = tags.ToDictionary(tag => tag.Name, StringComparer.Ordinal);

    /// <summary>The tag that a message names; null when there is none.</summary>
    public MergeTag? Find(string name) => byName.GetValueOrDefault(name) ?? (name.LastIndexOf('.') is > 0 and var dot && byName.GetValueOrDefault($"{name[..dot]}.{MergeTag.FreePart}") is { Complete: { } complete }
        ? complete(name[(dot + 1)..])
        : null);
}

/// <summary>The address of the site as people reach it: a mail is read far from it.</summary>
public sealed class PublicAddress(Uri publicUrl)
{
    private readonly string root = publicUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>The absolute address of a page.</summary>
    /// <param name="path">Its path: <c>/mon-espace</c>.</param>
    public string Of(string path) => root + path;
}

/// <summary>The reason of a decision, whatever was decided.</summary>
public sealed record DecisionFacts(string Reason);
