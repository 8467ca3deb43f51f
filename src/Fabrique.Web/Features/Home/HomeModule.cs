using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Home;

/// <summary>« Accueil ».</summary>
public sealed class HomeModule : FabriqueModule
{
    public override string Code => "accueil";

    public override void Declare(ModuleBuilder module) => module.Navigate(new NavigationEntry("Accueil", "/", 10, NavigationEntry.Everybody));
}
