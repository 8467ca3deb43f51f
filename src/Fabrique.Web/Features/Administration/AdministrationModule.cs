using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Administration;

/// <summary>« Administration »: the way to what the modules let administrators do.</summary>
public sealed class AdministrationModule : FabriqueModule
{
    public override string Code => "administration";

    public override void Declare(ModuleBuilder module) =>
        module.Navigate(new NavigationEntry("Administration", AdministrationLinks.Index, 70, NavigationEntry.Holding(AppRoles.Administrator, AppRoles.Auditor)));
}
