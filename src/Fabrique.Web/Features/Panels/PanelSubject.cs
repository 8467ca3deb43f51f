using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>« Jury ».</summary>
public sealed class PanelSubject : SubjectType
{
    public const string SubjectCode = "Panel";

    public const string ChairCode = "PanelChair";

    public const string ClerkCode = "PanelClerk";

    private const string NotAPanel = "Cette procédure ne porte pas sur un jury : personne ne le préside ni n’en tient le secrétariat. Confiez la tâche à un rôle ou à une personne.";

    public static PeopleRole Chair { get; } = new(ChairCode, "La présidence du jury") { IsOnePerson = true, NotHere = NotAPanel };

    public static PeopleRole Clerk { get; } = new(ClerkCode, "Le secrétariat du jury") { IsOnePerson = true, NotHere = NotAPanel };

    public override string Code => SubjectCode;

    public override IReadOnlyList<string> MessageFolders { get; } = ["jury"];

    public override IReadOnlyList<SubjectRole> Roles { get; } =
    [
        new(Chair, (db, id, cancellationToken) => ReadAsync(db.Panels.Where(panel => panel.Id == id).Select(panel => panel.ChairId), cancellationToken)) { Nobody = "La présidence du jury n’est pas choisie : la tâche ne peut être confiée à personne." },
        new(Clerk, (db, id, cancellationToken) => ReadAsync(db.Panels.Where(panel => panel.Id == id).Select(panel => panel.ClerkId), cancellationToken)) { Nobody = "Le secrétariat du jury n’est pas choisi : la tâche ne peut être confiée à personne." },
    ];

    public override IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<PanelFacts>("jury.nom", "Nom du jury", "Jury de « Automne 2026 »", panel => panel.Name),
        MergeTag.Of<PanelFacts>("jury.appel", "Titre de l’appel dont il juge les candidatures", "Automne 2026", panel => panel.Call),
        MergeTag.Of<PanelFacts>("jury.manquantes", "Qui lui doit encore des évaluations, et combien (vide quand personne n’en doit)", "Dominique Petit (2) et Claude Martin (1)", panel => panel.Owed),
        MergeTag.Link<PanelFacts>("jury.lien", "Adresse de la page du jury", "https://fabrique.exemple.gouv.fr/jurys/0193a1b2-0000-7000-8000-000000000042", panel => PanelLinks.Show(panel.Id)),
    ];

    public override string Label => "Jury";

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Panels.Where(panel => ids.Contains(panel.Id)).Select(panel => new { panel.Id, panel.Name }).ToDictionaryAsync(panel => panel.Id, panel => new SubjectName(panel.Name, PanelLinks.Show(panel.Id)), cancellationToken);

    /// <summary>Without those of which somebody is a substitute only, or a member who is to leave: their days decide, and the page asks.</summary>
    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor)
    {
        if (actor.IsStaff)
        {
            return db.Panels.Select(panel => panel.Id);
        }

        var id = actor.Id;
        return db.Panels
            .Where(panel => panel.ChairId == id || panel.DeputyChairId == id || panel.ClerkId == id || panel.Members.Any(member => member.PersonId == id && member.RemovedFrom == null))
            .Select(panel => panel.Id);
    }

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var panel = await db.Panels.AsNoTracking().Include(panel => panel.Members).Include(panel => panel.Delegations).AsSingleQuery().SingleAsync(panel => panel.Id == id, cancellationToken);
        var call = await db.Calls.Where(call => call.Id == panel.SubjectId).Select(call => call.Title).SingleOrDefaultAsync(cancellationToken);

        var owed = (await PanelDuties.ReadAsync(db, panel, day: null, cancellationToken)).Where(duty => duty.Items.Count > 0).ToList();
        var people = owed.ConvertAll(duty => duty.ReviewerId);
        var names = await db.StaffMembers.Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        return MessageFacts.Of(new PanelFacts(panel.Id, panel.Name, call ?? "", French.List([.. owed.Select(duty => $"{names[duty.ReviewerId]} ({duty.Items.Count})").Order(FrenchCulture.Names)])));
    }

    private static async Task<IReadOnlyList<Guid>> ReadAsync(IQueryable<Guid?> people, CancellationToken cancellationToken) => [.. (await people.ToListAsync(cancellationToken)).OfType<Guid>()];
}

/// <summary>What messages may tell of a jury.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="Call">Title of its call.</param>
/// <param name="Owed">Who owes it assessments, and how many; empty when nobody does.</param>
public sealed record PanelFacts(Guid Id, string Name, string Call, string Owed);

internal static class PanelQueries
{
    /// <summary>Keeps those that somebody conducts, or in which they sit on a day in Paris or will, for themselves or for another.</summary>
    public static IQueryable<Panel> Of(this IQueryable<Panel> panels, Guid personId, DateOnly day) => panels.Where(panel =>
        panel.ChairId == personId || panel.DeputyChairId == personId || panel.ClerkId == personId
        || panel.Members.Any(member => member.PersonId == personId && (member.RemovedFrom == null || day < member.RemovedFrom))
        || panel.Delegations.Any(delegation => delegation.SubstituteId == personId && delegation.EndedAt == null && day <= delegation.Until));
}
