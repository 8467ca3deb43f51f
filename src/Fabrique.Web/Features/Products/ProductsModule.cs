using Fabrique.Domain.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Simulation;

namespace Fabrique.Web.Features.Products;

/// <summary>« Produits », their cycles and their teams.</summary>
public sealed class ProductsModule : FabriqueModule
{
    /// <summary>The toolbox category of what products need.</summary>
    public const string Category = "Incubation";

    public override string Code => "produits";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Subject(new ProductSubject())
            .Simulate<ProductSimulation>()
            .Activity<HoldCheckpoint.HoldCheckpoint>()
            .Activity<LaunchProduct.LaunchProduct>()
            .Activity<NameProductTeam>()
            .Activity<StartCycle.StartCycle>()
            .Rule<CycleRule>()
            .Space<MyProducts>()
            .Keep(new PersonalData(
                "Les équipes des produits",
                "Nom, rôle dans le produit, dates de début et de fin",
                "Intrapreneuses et intrapreneurs, coachs, développeuses et développeurs",
                "Accompagner le produit, savoir qui en fait partie et depuis quand",
                "tant que le produit est conservé, missions terminées comprises",
                FinalDisposition.Archiving).In<Mission>())
            .Keep(new PersonalData(
                "Les décisions de jalon",
                "Nom de la personne qui décide, décision, motif, date",
                "Les personnes qui tiennent les jalons",
                "Rendre compte du renouvellement ou de l’arrêt d’un produit",
                "tant que le produit est conservé",
                FinalDisposition.Archiving).In<FundingCycle>())
            .Today<TodayCheckpoints>()
            .Navigate(new NavigationEntry("Produits", ProductLinks.All, 30, NavigationEntry.Everybody));
        foreach (var kind in ProductTasks.All)
        {
            module.Task(kind);
        }

        module.Services
            .AddScoped<ExportSource, ListProducts.ProductsExport>()
            .AddScoped<NameTeamHandler>()
            .AddScoped<ProductLoader>()
            .AddScoped<RecordCheckpointHandler>();
    }
}
