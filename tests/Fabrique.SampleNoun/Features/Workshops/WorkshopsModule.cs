using System.Reflection;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Simulation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.SampleNoun.Features.Workshops;

public sealed class WorkshopsModule : FabriqueModule
{
    public const string Category = "Ateliers";
    public const string Report = "WorkshopReport";
    public const string ReadersPolicy = "workshop-readers";

    public override string Code => "ateliers";

    public override Assembly Mappings => typeof(WorkshopsModule).Assembly;

    public override void Declare(ModuleBuilder module)
    {
        module
            .Subject(new WorkshopSubject())
            .Simulate<WorkshopSimulation>()
            .Task(new TaskKind(Report, "Compte rendu", "le compte rendu, à la charge", "/compte-rendu"))
            .Activity<AskReport>()
            .Space<MyWorkshops>()
            .Search<WorkshopSearch>()
            .Policy(new ModulePolicy(ReadersPolicy, AppRoles.Team, AppRoles.Agent))
            .Navigate(new NavigationEntry("Ateliers", "/ateliers", 35, NavigationEntry.SignedIn))
            .Administer(new AdministrationEntry("Ateliers", "/ateliers", "Les ateliers de l’incubateur.", 35))
            .Keep(new PersonalData("Les ateliers", "Nom de qui l’anime, compte rendu", "Les personnes qui animent", "Tenir l’atelier", "deux ans après leur tenue", FinalDisposition.Destruction).In<Workshop>())
            .Export(new ExportOffer("Les ateliers en CSV", "/ateliers.csv", actor => actor.IsStaff))
            .Explain(new HelpTopic("Animer un atelier", "/aide/ateliers"));
        module.Services.AddScoped<RecordReportHandler>();
    }
}

public sealed record MyWorkshop(Guid Id, string Title);

public sealed class MyWorkshops(FabriqueDbContext db, Actor actor) : SpaceSection
{
    public override string Name => "ateliers";

    public override int Order => 35;

    public override string View => "/Features/Workshops/_MyWorkshops.cshtml";

    public override async Task<object?> ReadAsync(ListAddress address, CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var mine = await db.Set<Workshop>().Where(workshop => workshop.HostId == id).OrderBy(workshop => workshop.Title).Take(PageSize).Select(workshop => new MyWorkshop(workshop.Id, workshop.Title)).ToListAsync(cancellationToken);
        return mine.Count > 0 ? mine : null;
    }
}

public sealed class WorkshopSearch(FabriqueDbContext db) : SearchSource
{
    public override async Task<IReadOnlyList<SearchHit>> FindAsync(string words, int most, CancellationToken cancellationToken) =>
        [.. (await db.Set<Workshop>().Where(workshop => workshop.Title.Contains(words)).Take(most).ToListAsync(cancellationToken)).Select(workshop => new SearchHit("Atelier", workshop.Title, WorkshopLinks.Show(workshop.Id)))];
}
