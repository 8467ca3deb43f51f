using System.Globalization;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products;

/// <summary>What messages may tell of a product.</summary>
public sealed record ProductFacts(string Ghid, string Name)
{
    public static ProductFacts Of(Product product) => new(product.Ghid, product.Name);
}

/// <summary>The full names of the people who make a product.</summary>
public sealed record TeamFacts(string Intrapreneur, string Coach, string Developer);

/// <summary>What messages may tell of a product's last cycle.</summary>
public sealed record CycleFacts(int Number, DateOnly StartsOn, DateOnly EndsOn, int Months)
{
    public static CycleFacts Of(FundingCycle cycle) => new(cycle.Number, cycle.StartsOn, cycle.EndsOn, cycle.Months);
}

/// <summary>« Produit ».</summary>
public sealed class ProductSubject : SubjectType
{
    public const string SubjectCode = "Product";

    private static readonly TimeOnly Hour = new(9, 0);

    /// <summary>Everybody who makes it.</summary>
    public static PeopleRole Team { get; } = new("ProductTeam", "L’équipe du produit")
    {
        NotHere = "Cette procédure ne porte pas sur un produit : il n’y a pas d’équipe à qui écrire.",
    };

    public static PeopleRole Coach { get; } = new("ProductCoach", "Le coach du produit")
    {
        IsOnePerson = true,
        NotHere = "Cette procédure ne porte pas sur un produit : il n’y a pas de coach à qui confier la tâche.",
    };

    public static PeopleRole Developer { get; } = new("ProductDeveloper", "Le développeur ou la développeuse du produit")
    {
        IsOnePerson = true,
        NotHere = "Cette procédure ne porte pas sur un produit : il n’y a pas de développeur à qui confier la tâche.",
    };

    public override string Code => SubjectCode;

    public override string Label => "Produit";

    public override IReadOnlyList<string> MessageFolders { get; } = ["incubation"];

    public override IReadOnlyList<SubjectRole> Roles { get; } =
    [
        Holder(ApplicationSubject.Applicant, MissionRole.Intrapreneur, "intrapreneur"),
        new(Team, FindTeamAsync),
        Holder(Coach, MissionRole.Coach, "coach"),
        Holder(Developer, MissionRole.Developer, "développeur"),
    ];

    public override IReadOnlyList<SubjectDate> Dates { get; } =
    [
        new("CycleEnd", "La fin du cycle", ReadCycleEndAsync, "Ce produit n’a pas de cycle en cours : sa fin ne peut pas être attendue."),
    ];

    public override IReadOnlyList<SubjectScope> Scopes { get; } =
    [
        new(
            SubjectCode,
            "Un produit",
            async (db, cancellationToken) => await db.Products.Where(product => product.Missions.Any(mission => mission.EndsOn == null)).OrderBy(product => product.Name).ThenBy(product => product.Id).Select(product => new ScopeChoice(product.Id, product.Name)).ToListAsync(cancellationToken),
            (db, product) => db.Products.Where(other => other.Id == product).Select(other => other.Id)),
    ];

    public override IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<ProductFacts>("produit.nom", "Nom du produit", "Canopée", product => product.Name),
        MergeTag.Link<ProductFacts>("produit.lien", "Adresse de la page publique du produit", "https://fabrique.exemple.gouv.fr/produits/canopee", product => ProductLinks.Show(Uri.EscapeDataString(product.Ghid))),
        MergeTag.Link<ProductFacts>("produit.suivi", "Adresse de la page de suivi du produit", "https://fabrique.exemple.gouv.fr/produits/canopee/suivi", product => ProductLinks.Follow(Uri.EscapeDataString(product.Ghid))),
        MergeTag.Of<TeamFacts>("equipe.intrapreneur", "Prénom et nom de l’intrapreneur ou intrapreneuse", "Dominique Petit", team => team.Intrapreneur),
        MergeTag.Of<TeamFacts>("equipe.coach", "Prénom et nom du ou de la coach", "Claude Robert", team => team.Coach),
        MergeTag.Of<TeamFacts>("equipe.developpeur", "Prénom et nom du développeur ou de la développeuse", "Sacha Bernard", team => team.Developer),
        MergeTag.Of<CycleFacts>("cycle.numero", "Rang du cycle", "1", cycle => cycle.Number.ToString(CultureInfo.InvariantCulture)),
        MergeTag.Of<CycleFacts>("cycle.debut", "Premier jour du cycle", "1er décembre 2026", cycle => FrenchDate.Day(cycle.StartsOn)),
        MergeTag.Of<CycleFacts>("cycle.fin", "Dernier jour du cycle", "31 mai 2027", cycle => FrenchDate.Day(cycle.EndsOn)),
        MergeTag.Of<CycleFacts>("cycle.duree", "Durée du cycle ; celui qui suivrait dure autant", "six mois", cycle => FrenchDate.Months(cycle.Months)),
    ];

    public override IQueryable<Party> Parties(FabriqueDbContext db) => db.Products
        .SelectMany(product => product.Missions)
        .Where(mission => mission.EndsOn == null)
        .Select(mission => new Party { SubjectId = mission.ProductId, PersonId = mission.StaffMemberId });

    public override async Task<IReadOnlyDictionary<Guid, SubjectName>> NameAsync(FabriqueDbContext db, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        await db.Products.Where(product => ids.Contains(product.Id)).Select(product => new { product.Id, product.Name, product.Ghid })
            .ToDictionaryAsync(product => product.Id, product => new SubjectName(product.Name, ProductLinks.Show(product.Ghid)), cancellationToken);

    public override IQueryable<Guid> Named(FabriqueDbContext db, string text)
    {
        var folded = SearchText.Fold(text);
        return db.Products.Where(product => SearchText.Fold(product.Name).Contains(folded)).Select(product => product.Id);
    }

    public override IQueryable<Guid> Readable(FabriqueDbContext db, Actor actor) => db.Products.Select(product => product.Id);

    public override async Task<Refusal?> MayPlanAsync(FabriqueDbContext db, Actor actor, Guid id, CancellationToken cancellationToken) =>
        await db.Products.Include(product => product.Cycles).Include(product => product.Missions).AsSingleQuery().SingleOrDefaultAsync(product => product.Id == id, cancellationToken) is { } product
            ? product.MayPlanCheckpoint(actor.Id, actor.Roles)
            : NotPlanned;

    public override async Task<string?> FindPlanningPageAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken) =>
        await db.Products.Where(product => product.Id == id).Select(product => product.Ghid).SingleOrDefaultAsync(cancellationToken) is { } ghid ? ProductLinks.PlanCheckpoint(ghid) : null;

    public override async Task<MessageFacts> ReadFactsAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).SingleAsync(product => product.Id == id, cancellationToken);
        return MessageFacts.Of(
            ProductFacts.Of(product),
            await ReadTeamAsync(db, product, cancellationToken),
            product.Cycles.Count > 0 ? CycleFacts.Of(product.Cycles[^1]) : null,
            product.Cycles.LastOrDefault(cycle => cycle.DecisionReason is not null) is { DecisionReason: { } decided } ? new DecisionFacts(decided) : null);
    }

    private static SubjectRole Holder(PeopleRole part, MissionRole role, string name) => new(part, async (db, id, cancellationToken) =>
    {
        var product = await db.Products.Include(product => product.Missions).SingleAsync(product => product.Id == id, cancellationToken);
        return product.Holder(role) is { } holder ? [holder] : [];
    })
    {
        Nobody = $"Ce produit n’a pas de {name} en ce moment : la tâche ne peut pas lui être confiée.",
    };

    // A stopped product's missions ended that very day: its team still has to be told.
    private static async Task<IReadOnlyList<Guid>> FindTeamAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var missions = await db.Products.Where(product => product.Id == id).SelectMany(product => product.Missions).ToListAsync(cancellationToken);
        var last = missions.Max(mission => mission.EndsOn);
        return [.. missions
            .Where(mission => mission.EndsOn is null || (missions.TrueForAll(other => other.EndsOn is not null) && mission.EndsOn == last))
            .Select(mission => mission.StaffMemberId)];
    }

    private static async Task<DateTime?> ReadCycleEndAsync(FabriqueDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var product = await db.Products.Include(product => product.Cycles).SingleAsync(product => product.Id == id, cancellationToken);
        return product.CurrentCycle is { } cycle ? ParisTime.ToUtc(cycle.EndsOn, Hour) : null;
    }

    private static async Task<TeamFacts?> ReadTeamAsync(FabriqueDbContext db, Product product, CancellationToken cancellationToken)
    {
        var last = product.Missions.GroupBy(mission => mission.Role).ToDictionary(group => group.Key, group => group.MaxBy(mission => mission.StartsOn)!.StaffMemberId);
        if (!last.TryGetValue(MissionRole.Intrapreneur, out var intrapreneur) || !last.TryGetValue(MissionRole.Coach, out var coach) || !last.TryGetValue(MissionRole.Developer, out var developer))
        {
            return null;
        }

        Guid[] ids = [intrapreneur, coach, developer];
        var names = await db.StaffMembers.Where(person => ids.Contains(person.Id))
            .Select(person => new { person.Id, person.FullName }).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        return new TeamFacts(names[intrapreneur], names[coach], names[developer]);
    }
}
