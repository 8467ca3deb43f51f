using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Instances;

/// <summary>« Procédures en cours ».</summary>
public sealed class InstancesModule : FabriqueModule
{
    public override string Code => "instances";

    public override void Declare(ModuleBuilder module) =>
        module.Administer(new AdministrationEntry("Procédures en cours", AdministrationLinks.Instances, "Ce que chaque procédure attend, ses incidents.", 20));
}
