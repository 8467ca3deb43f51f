using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>A kind of thing that procedures, tasks, mails and timelines may be about. It holds no state: one object serves a whole host.</summary>
public abstract class SubjectType
{
    /// <summary>What the rows and the correlation ids hold: <c>Application</c>. It never changes; at most <see cref="Domain.Subject.KindLength"/> letters and digits.</summary>
    public abstract string Code { get; }

    /// <summary>French, with a capital: « Candidature ».</summary>
    public abstract string Label { get; }

    /// <summary>The folders of <c>workflows/</c> whose messages are about such a thing.</summary>
    public virtual IReadOnlyList<string> MessageFolders => [];

    /// <summary>The people found by the part that they play in it.</summary>
    public virtual IReadOnlyList<SubjectRole> Roles => [];

    /// <summary>The dates of it that a procedure may wait for.</summary>
    public virtual IReadOnlyList<SubjectDate> Dates => [];

    /// <summary>What a « suppléance » may be limited to among them.</summary>
    public virtual IReadOnlyList<SubjectScope> Scopes => [];

    /// <summary>What messages may tell of it.</summary>
    public virtual IReadOnlyList<MergeTag> Tags => [];

    /// <summary>Whose own case each of them is: people who are never asked, as holders of a role, to judge it. Composed into queries.</summary>
    /// <returns>Null when they are nobody’s.</returns>
    public virtual IQueryable<Party>? Parties(FabriqueDbContext db) => null;

    /// <summary>Those whose name holds a text, for searches. Composed into queries.</summary>
    /// <returns>Null when they are not looked for by name.</returns>
    public virtual IQueryable<Guid>? Named(FabriqueDbContext db, string text) => null;

    /// <summary>Names some of them, in one query.</summary>
    /// <returns>Without those that do not exist.</returns>
    public abstract Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Those whose page the signed-in person may open.</summary>
    public abstract IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor);

    /// <summary>Why the signed-in person may not plan an appointment about one of them; null when they may.</summary>
    public virtual Task<Refusal?> MayPlanAsync(FabriqueDbContext db, Actor actor, Guid id, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(NotPlanned);

    /// <summary>Where those who may plan appointments about one of them do, and change the one to come.</summary>
    /// <returns>The path of a page; null when there is none.</returns>
    public virtual Task<string?> FindPlanningPageAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Nobody plans an appointment about it.</summary>
    protected internal static Refusal NotPlanned { get; } = new("appointment-not-planned-here", "Vous ne pouvez pas prévoir de rendez-vous à ce sujet.");

    /// <summary>The facts that its tags, and those of what it belongs to, are read from.</summary>
    public abstract Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken);
}

/// <summary>A person, and something that is their own case.</summary>
public sealed record Party
{
    public required Guid SubjectId { get; init; }

    /// <summary>Key of the <see cref="Domain.People.StaffMember"/>.</summary>
    public required Guid PersonId { get; init; }
}

/// <param name="Name">For example « C-2026-0042 – Suivre les plantations d’arbres ».</param>
/// <param name="Href">Path of its page.</param>
public sealed record SubjectName(string Name, string Href);

/// <summary>A part that people play in things of one or several kinds: « La personne qui porte la candidature ou le produit ».</summary>
/// <param name="Code">As drawings write it: <c>Applicant</c>. It never changes.</param>
/// <param name="Label">French, with a capital.</param>
public sealed record PeopleRole(string Code, string Label)
{
    /// <summary>Whether one person plays it at a time, to whom a task may be given.</summary>
    public bool IsOnePerson { get; init; }

    /// <summary>Whether what is written to them is read by the staff only, on the timeline.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Why nobody plays it in a thing of another kind, in a French sentence.</summary>
    public required string NotHere { get; init; }
}

/// <summary>Who plays a part in things of a kind.</summary>
/// <param name="Role">The part. Several kinds of things may have it.</param>
/// <param name="FindAsync">Keys of the people, for one of those things.</param>
public sealed record SubjectRole(PeopleRole Role, Func<FabriqueDbContext, Guid, CancellationToken, Task<IReadOnlyList<Guid>>> FindAsync)
{
    /// <summary>Why nobody does at the moment, in a French sentence.</summary>
    public string Nobody { get; init; } = "Personne ne tient ce rôle en ce moment : la tâche ne peut être confiée à personne.";
}

/// <summary>Some things of a kind, to which a « suppléance » may be limited: those of one call, say.</summary>
/// <param name="Code">As the rows hold it: <c>Call</c>. It never changes.</param>
/// <param name="Label">French, with a capital: « Un appel ».</param>
/// <param name="ListAsync">What may be chosen, by key, with its name.</param>
/// <param name="Subjects">Keys of the things that one choice covers; composed into queries.</param>
public sealed record SubjectScope(
    string Code,
    string Label,
    Func<FabriqueDbContext, CancellationToken, Task<IReadOnlyList<ScopeChoice>>> ListAsync,
    Func<FabriqueDbContext, Guid, IQueryable<Guid>> Subjects);

/// <param name="Key">Of what is chosen.</param>
/// <param name="Name">As people read it.</param>
public sealed record ScopeChoice(Guid Key, string Name);

/// <summary>A date that a procedure may wait for.</summary>
/// <param name="Code">As drawings write it: <c>CallClosing</c>. It never changes.</param>
/// <param name="Label">French, with a capital: « La clôture de l’appel ».</param>
/// <param name="ReadAsync">The instant (UTC), for one of those things; null when it has none.</param>
/// <param name="Missing">Why it may have none, in a French sentence.</param>
public sealed record SubjectDate(string Code, string Label, Func<FabriqueDbContext, Guid, CancellationToken, Task<DateTime?>> ReadAsync, string Missing);
