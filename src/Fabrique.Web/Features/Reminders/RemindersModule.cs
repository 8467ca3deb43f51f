using Fabrique.Web.Features.Reminders.WritePolicy;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;

namespace Fabrique.Web.Features.Reminders;

/// <summary>« Politiques de relance »: reminders that have a name, which drawings choose.</summary>
public sealed class RemindersModule : FabriqueModule
{
    public override string Code => "relances";

    public override void Declare(ModuleBuilder module)
    {
        module.Administer(new AdministrationEntry("Politiques de relance", PolicyLinks.All, "Quand ce qui est demandé est rappelé, et qui est prévenu d’un retard.", 26));
        module.Services
            .AddScoped<PolicyEffects>()
            .AddScoped<CreatePolicyHandler>()
            .AddScoped<ChangePolicyHandler>();
    }
}

public static class PolicyLinks
{
    public const string All = "/administration/relances";

    public const string New = All + "/nouvelle";

    public static string Edit(Guid id) => $"{All}/{id:D}";
}
