using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls;

/// <summary>What messages may tell of a call.</summary>
/// <param name="Slug">Its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="ClosesAt">UTC.</param>
/// <param name="PersonalUntil">Until when the person written about may submit after the closing, UTC; null when they may not.</param>
public sealed record CallFacts(string Slug, string Title, DateTime ClosesAt, DateTime? PersonalUntil = null)
{
    public static CallFacts Of(CallForApplications call, CallGrace? grace = null) =>
        new(call.Slug, call.Title, call.ClosesAt, call.DeadlineOf(grace) is { IsPersonal: true } personal ? personal.At : null);
}

/// <summary>« Appel à candidatures ».</summary>
public sealed class CallSubject : SubjectType
{
    public const string SubjectCode = "Call";

    /// <summary>The directors whose opinion is asked.</summary>
    public static PeopleRole Jurors { get; } = new("Jurors", "Les directions de l’appel")
    {
        IsInternal = true,
        NotHere = "Cette procédure ne porte ni sur un appel ni sur une candidature : il n’y a pas de directions à qui écrire.",
    };

    public override string Code => SubjectCode;

    public override string Label => "Appel à candidatures";

    public override IReadOnlyList<string> MessageFolders { get; } = ["appel"];

    public override IReadOnlyList<SubjectRole> Roles { get; } =
    [
        new(Jurors, async (db, id, cancellationToken) => await db.Calls.Where(call => call.Id == id).SelectMany(call => call.Jurors).Select(juror => juror.StaffMemberId).ToListAsync(cancellationToken)),
    ];

    public override IReadOnlyList<SubjectDate> Dates { get; } =
    [
        new("CallOpening", "L’ouverture de l’appel", (db, id, cancellationToken) => ReadDateAsync(db, id, call => call.OpensAt, cancellationToken), "Cet appel n’a pas de date d’ouverture : elle ne peut pas être attendue."),
        new("CallClosing", "La clôture de l’appel", (db, id, cancellationToken) => ReadDateAsync(db, id, call => call.ClosesAt, cancellationToken), "Cet appel n’a pas de date de clôture : elle ne peut pas être attendue."),
    ];

    public override IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<CallFacts>("appel.titre", "Titre de l’appel à candidatures", "Simplifier le quotidien des services", call => call.Title),
        MergeTag.Of<CallFacts>("appel.cloture", "Date et heure de clôture de l’appel", "30 novembre 2026 à 18 h", call => FrenchDate.Instant(call.ClosesAt)),
        MergeTag.Of<CallFacts>("appel.delai", "Fin du délai personnel de la personne qui candidate (vide quand elle n’en a pas)", "15 décembre 2026 à 18 h", call => call.PersonalUntil is { } until ? FrenchDate.Instant(until) : ""),
        MergeTag.Link<CallFacts>("appel.lien", "Adresse de la page de l’appel", "https://fabrique.exemple.gouv.fr/appels/automne-2026", call => CallLinks.Show(Uri.EscapeDataString(call.Slug))),
    ];

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Calls.Where(call => ids.Contains(call.Id)).Select(call => new { call.Id, call.Title, call.Slug })
            .ToDictionaryAsync(call => call.Id, call => new SubjectName(call.Title, CallLinks.Show(call.Slug)), cancellationToken);

    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor) => actor.IsStaff
        ? db.Calls.Select(call => call.Id)
        : db.Calls.Where(call => call.Status != CallStatus.Draft).Select(call => call.Id);

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) =>
        MessageFacts.Of(CallFacts.Of(await db.Calls.SingleAsync(call => call.Id == id, cancellationToken)));

    private static async Task<DateTime?> ReadDateAsync(FabriqueDbContext db, Guid id, Func<CallForApplications, DateTime> date, CancellationToken cancellationToken) =>
        date(await db.Calls.SingleAsync(call => call.Id == id, cancellationToken));
}
