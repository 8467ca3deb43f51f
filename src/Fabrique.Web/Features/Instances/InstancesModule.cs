using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Instances;

/// <summary>« Exécutions ».</summary>
public sealed class InstancesModule : FabriqueModule
{
    public override string Code => "instances";

    public override void Declare(ModuleBuilder module) =>
        module.Administer(new AdministrationEntry("Exécutions", AdministrationLinks.Instances, "Ce que chaque exécution attend, ses incidents.", 20));
}
