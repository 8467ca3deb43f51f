using Fabrique.Domain.Work;
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
        module
            .Administer(new AdministrationEntry("Politiques de relance", PolicyLinks.All, "Quand ce qui est demandé est rappelé, et qui est prévenu d’un retard.", 26))
            .Keep(new PersonalData(
                "Les politiques de relance",
                "Adresse de courriel de la personne à prévenir d’un retard, quand une politique en nomme une",
                "Les agents que l’administration désigne",
                "Prévenir quelqu’un de ce qui n’est pas fait à temps",
                "tant que la politique nomme cette personne",
                FinalDisposition.Destruction).In<NamedReminderPolicy>());
        module.Services
            .AddScoped<PolicyPeople>()
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
