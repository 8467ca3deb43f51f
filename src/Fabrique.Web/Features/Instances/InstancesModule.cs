using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Instances;

/// <summary>« Procédures en cours ».</summary>
public sealed class InstancesModule : FabriqueModule
{
    public override string Code => "instances";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Procédures en cours", AdministrationLinks.Instances, "Ce que chaque procédure attend, ses incidents.", 20));
        module.Services.AddScoped<AdministrationNotices, StoppedProcedures>();
    }
}

/// <summary>Tells of the procedures that an incident stops.</summary>
internal sealed class StoppedProcedures(IWorkflowRuntime runtime) : AdministrationNotices
{
    public override int Order => 10;

    public override async Task<IReadOnlyList<AdministrationNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        var count = (await runtime.FindInstancesAsync(new InstanceFilter { WithIncidents = true }, cancellationToken)).Count;
        return count == 0
            ? []
            : [new AdministrationNotice("warning", count == 1 ? "Une procédure est arrêtée par un incident" : $"{count} procédures sont arrêtées par un incident", "voir les procédures en cours", AdministrationLinks.Instances)];
    }
}
