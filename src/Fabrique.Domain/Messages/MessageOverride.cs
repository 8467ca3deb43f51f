namespace Fabrique.Domain.Messages;

/// <summary>What administrators made of a message of the software, everywhere or in one scope: its revisions, of which the last is in force.</summary>
public sealed class MessageOverride : IAggregate
{
    public const int KeyLength = 100;
    public const int ProcedureLength = 200;

    /// <summary>In <see cref="Procedure"/>, when it holds whatever the procedure.</summary>
    public const string Everywhere = "";

    private readonly List<MessageRevision> revisions = [];

    private MessageOverride()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The message: <c>commun/tache-a-faire</c>.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Identifier of the definition in which it holds; <see cref="Everywhere"/> when it holds in all.</summary>
    public string Procedure { get; private init; } = Everywhere;

    /// <summary>Identifier of the activity; empty when it holds in all.</summary>
    public string Step { get; private init; } = "";

    /// <summary>The cases, as <see cref="MessageScope.OfCases"/> writes them; empty when it holds for all.</summary>
    public string Cases { get; private init; } = "";

    public MessageScope Scope => new(Procedure, Step, Cases);

    /// <summary>That of the revision in force.</summary>
    public int Number { get; private set; }

    public int Version { get; private set; }

    /// <summary>From the first to the last.</summary>
    public IReadOnlyList<MessageRevision> Revisions => [.. revisions.OrderBy(revision => revision.Number)];

    /// <summary>The revision in force; null as long as nobody did anything.</summary>
    public MessageRevision? Current => revisions.Find(revision => revision.Number == Number);

    public static MessageOverride Of(Guid id, string key, MessageScope scope)
    {
        Limits.ThrowIfLonger(key, KeyLength);
        Limits.ThrowIfLonger(scope.Procedure, ProcedureLength);
        Limits.ThrowIfLonger(scope.Step, MessageScope.StepLength);
        Limits.ThrowIfLonger(scope.Cases, MessageScope.CasesLength);
        return new MessageOverride { Id = id, Key = key, Procedure = scope.Procedure, Step = scope.Step, Cases = scope.Cases };
    }

    /// <summary>Another text is in force.</summary>
    /// <param name="text">Without problems.</param>
    /// <param name="shipped">What the software ships.</param>
    /// <param name="inherited">What is in force as long as nothing is written here: what is less precise says, or what the software ships.</param>
    /// <param name="author">Who.</param>
    public Outcome Write(MessageText text, MessageText shipped, MessageText inherited, RevisionAuthor author)
    {
        if (text.FindProblems().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException($"{problem.Part}: {problem.Reason}", nameof(text));
        }

        if (text == (Current?.Text ?? inherited))
        {
            return new Refusal("message-unchanged", "Ce texte est déjà celui qui est en vigueur : il n’y a rien à enregistrer.");
        }

        Add(MessageAct.Written, author, text, MessageRevision.Joined(shipped), IsOff);
        return Outcome.Done;
    }

    /// <summary>The text of an earlier revision is in force again.</summary>
    public Outcome Restore(int number, RevisionAuthor author)
    {
        if (revisions.Find(revision => revision.Number == number) is not { } earlier)
        {
            return new Refusal("message-revision-unknown", $"Ce message n’a pas de version {number}.");
        }

        if (earlier.Text == Current!.Text)
        {
            return new Refusal("message-unchanged", $"Le texte de la version {number} est déjà celui qui est en vigueur.");
        }

        Add(MessageAct.Restored, author, earlier.Text, earlier.Shipped, IsOff, number);
        return Outcome.Done;
    }

    /// <summary>The text of the software is in force again; what was written stays among the revisions.</summary>
    public Outcome Revert(RevisionAuthor author)
    {
        if (Current?.Text is null)
        {
            return new Refusal("message-unchanged", "Ce message est déjà celui d’origine.");
        }

        Add(MessageAct.Reverted, author, text: null, shipped: null, IsOff);
        return Outcome.Done;
    }

    /// <summary>Why nobody may switch it off; null when one may.</summary>
    /// <param name="isMandatory">Whether it notifies a decision.</param>
    public Refusal? MaySwitchOff(bool isMandatory) => isMandatory
        ? new Refusal("message-mandatory", "Ce message notifie une décision aux personnes qu’elle concerne : il ne peut pas être coupé. Son texte peut être modifié.")
        : IsOff ? new Refusal("message-off", "Ce message est déjà coupé.") : null;

    /// <summary>Nothing leaves any more.</summary>
    /// <param name="isMandatory">Whether it notifies a decision.</param>
    /// <param name="author">Who, and why: compulsory.</param>
    public void SwitchOff(bool isMandatory, RevisionAuthor author)
    {
        BrokenRuleException.ThrowIf(MaySwitchOff(isMandatory));
        if (string.IsNullOrWhiteSpace(author.Why))
        {
            throw new ArgumentException("Nobody switches a message off without saying why.", nameof(author));
        }

        Add(MessageAct.SwitchedOff, author, Current?.Text, Current?.Shipped, isOff: true);
    }

    /// <summary>What is written from now on leaves.</summary>
    public Outcome SwitchOn(RevisionAuthor author)
    {
        if (!IsOff)
        {
            return new Refusal("message-on", "Ce message n’est pas coupé.");
        }

        Add(MessageAct.SwitchedOn, author, Current!.Text, Current.Shipped, isOff: false);
        return Outcome.Done;
    }

    /// <summary>What is in force here, for other cases: the first revision of another text.</summary>
    /// <param name="id">Of the other.</param>
    /// <param name="cases">As <see cref="MessageScope.OfCases"/> writes them.</param>
    /// <param name="author">Who, and why.</param>
    public MessageOverride CopyFor(Guid id, string cases, RevisionAuthor author)
    {
        var copy = Of(id, Key, Scope with { Cases = cases });
        if (Current is { } current)
        {
            copy.Add(current.Text is null && current.IsOff ? MessageAct.SwitchedOff : MessageAct.Written, author, current.Text, current.Shipped, current.IsOff);
        }

        return copy;
    }

    private bool IsOff => Current is { IsOff: true };

    private void Add(MessageAct act, RevisionAuthor author, MessageText? text, string? shipped, bool isOff, int? restored = null)
    {
        var revision = MessageRevision.After(Current, Id, act, author, text, shipped, isOff, restored);
        revisions.Add(revision);
        Number = revision.Number;
    }
}
