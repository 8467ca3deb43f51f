using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
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
            .Today<TodayCheckpoints>()
            .Navigate(new NavigationEntry("Produits", ProductLinks.All, 30, NavigationEntry.Everybody));
        foreach (var kind in ProductTasks.All)
        {
            module.Task(kind);
        }

        module.Services
            .AddScoped<NameTeamHandler>()
            .AddScoped<ProductLoader>()
            .AddScoped<RecordCheckpointHandler>();
    }
}
