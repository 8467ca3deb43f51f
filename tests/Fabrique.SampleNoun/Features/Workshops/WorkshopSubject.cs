using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.SampleNoun.Features.Workshops;

public static class WorkshopLinks
{
    public static string Show(Guid id) => $"/ateliers/{id:D}";
}

public sealed record WorkshopFacts(Guid Id, string Title, DateOnly HeldOn);

public sealed class WorkshopSubject : SubjectType
{
    public const string SubjectCode = "Workshop";

    private static readonly TimeOnly Evening = new(18, 0);

    public static PeopleRole Host { get; } = new("WorkshopHost", "La personne qui anime l’atelier")
    {
        IsOnePerson = true,
        NotHere = "Cette procédure ne porte pas sur un atelier : personne ne l’anime.",
    };

    public override string Code => SubjectCode;

    public override string Label => "Atelier";

    public override IReadOnlyList<string> MessageFolders { get; } = ["atelier"];

    public override IReadOnlyList<SubjectRole> Roles { get; } =
    [
        new(Host, async (db, id, cancellationToken) => await db.Set<Workshop>().Where(workshop => workshop.Id == id).Select(workshop => workshop.HostId).ToListAsync(cancellationToken)),
    ];

    public override IReadOnlyList<SubjectDate> Dates { get; } =
    [
        new(
            "WorkshopEnd",
            "La fin de l’atelier",
            async (db, id, cancellationToken) => ParisTime.ToUtc((await db.Set<Workshop>().SingleAsync(workshop => workshop.Id == id, cancellationToken)).HeldOn, Evening),
            "Cet atelier n’a pas de date."),
    ];

    public override IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<WorkshopFacts>("atelier.titre", "Titre de l’atelier", "Cartographier les usages", workshop => workshop.Title),
        MergeTag.Of<WorkshopFacts>("atelier.jour", "Jour de l’atelier", "12 mars 2026", workshop => FrenchDate.Day(workshop.HeldOn)),
        MergeTag.Link<WorkshopFacts>("atelier.lien", "Adresse de la page de l’atelier", "https://fabrique.exemple.gouv.fr/ateliers/1", workshop => WorkshopLinks.Show(workshop.Id)),
    ];

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Set<Workshop>().Where(workshop => ids.Contains(workshop.Id)).ToDictionaryAsync(workshop => workshop.Id, workshop => new SubjectName(workshop.Title, WorkshopLinks.Show(workshop.Id)), cancellationToken);

    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor) => db.Set<Workshop>().Select(workshop => workshop.Id);

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var workshop = await db.Set<Workshop>().SingleAsync(workshop => workshop.Id == id, cancellationToken);
        return MessageFacts.Of(new WorkshopFacts(workshop.Id, workshop.Title, workshop.HeldOn));
    }
}
