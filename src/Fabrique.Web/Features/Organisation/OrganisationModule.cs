using Fabrique.Domain.People;
using Fabrique.Web.Features.Organisation.ApplyOrganisation;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Organisation.FollowSources;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Graph;
using Microsoft.Extensions.Options;

namespace Fabrique.Web.Features.Organisation;

/// <summary>« Organisation »: the units, who belongs to which, and who manages whom.</summary>
public sealed class OrganisationModule : FabriqueModule
{
    public override string Code => "organisation";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Administer(new AdministrationEntry("Organisation", OrganisationLinks.All, "Les unités, qui y travaille et qui est responsable de qui.", 33))
            .Job<OrganisationJob>("organisation", RecurringJobs.EveryMinute, 60, "Suivre, chaque nuit, les sources de l’organisation")
            .Incident<OrganisationIncidents>(OrganisationIncidents.Own)
            .Keep(new PersonalData(
                "Le rattachement des personnes",
                "Unité, responsable, et par l’unité le territoire et le fuseau horaire",
                "Les personnes de l’annuaire qui se sont connectées",
                "Fixer les échéances et les relances selon les jours ouvrés de chaque personne, savoir qui est responsable de qui",
                "tant que la personne a une fiche ici, chaque rattachement remplaçant le précédent",
                FinalDisposition.Destruction).In<StaffMember>());
        module.Services.AddOptions<OrganisationOptions>().BindConfiguration(OrganisationOptions.Section).ValidateOnStart();
        module.Services.AddHttpClient<GraphDirectory>();
        module.Services
            .AddSingleton<IValidateOptions<OrganisationOptions>, OrganisationOptionsValidator>()
            .AddScoped<OrganisationComparer>()
            .AddScoped<OrganisationSheets>()
            .AddScoped<ApplyOrganisationHandler>();
    }
}
