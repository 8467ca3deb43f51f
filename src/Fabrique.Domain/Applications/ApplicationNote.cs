namespace Fabrique.Domain.Applications;

/// <summary>« Note interne » on an application: the team writes it for itself; administrators and auditors read it, those who carry the application never do.</summary>
public sealed class ApplicationNote : IAggregate
{
    public const int TextLength = 4_000;

    private readonly List<ApplicationNoteRevision> revisions = [];

    private ApplicationNote()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Guid AuthorId { get; private init; }

    public string Text { get; private set; } = "";

    public DateTime WrittenAt { get; private init; }

    /// <summary>When its author last changed it; null when they never did.</summary>
    public DateTime? EditedAt { get; private set; }

    /// <summary>When it was put above the others, UTC; null when it was not. Of several, the last counts.</summary>
    public DateTime? PinnedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>What it said before, from the first.</summary>
    public IReadOnlyList<ApplicationNoteRevision> Revisions => [.. revisions.OrderBy(revision => revision.Number)];

    /// <param name="id">Chosen by the page that sends it, so that a note sent twice is one.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="authorId">Who writes.</param>
    /// <param name="text">From 1 to <see cref="TextLength"/> characters.</param>
    /// <param name="now">UTC.</param>
    public static ApplicationNote Write(Guid id, Guid applicationId, Guid authorId, string text, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Limits.ThrowIfLonger(text, TextLength);
        return new ApplicationNote { Id = id, ApplicationId = applicationId, AuthorId = authorId, Text = text, WrittenAt = now };
    }

    public Refusal? MayEdit(Guid actorId) => actorId == AuthorId ? null : new Refusal("note-not-yours", "Seule la personne qui a écrit une note peut la modifier. Écrivez-en une autre.");

    /// <summary>Its author says it otherwise; what it said stays.</summary>
    public void Edit(Guid actorId, string text, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayEdit(actorId));
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Limits.ThrowIfLonger(text, TextLength);
        if (text != Text)
        {
            revisions.Add(new ApplicationNoteRevision(Id, revisions.Count + 1, Text, EditedAt ?? WrittenAt));
            (Text, EditedAt) = (text, now);
        }
    }

    /// <param name="at">UTC; null to put it back among the others.</param>
    public void Pin(DateTime? at) => PinnedAt = at;
}

/// <summary>What a note said before it was changed.</summary>
public sealed class ApplicationNoteRevision
{
    internal ApplicationNoteRevision(Guid noteId, int number, string text, DateTime writtenAt) => (NoteId, Number, Text, WrittenAt) = (noteId, number, text, writtenAt);

    private ApplicationNoteRevision()
    {
    }

    public Guid NoteId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    public string Text { get; private init; } = "";

    public DateTime WrittenAt { get; private init; }
}
