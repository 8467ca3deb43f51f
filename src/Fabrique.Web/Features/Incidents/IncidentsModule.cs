using Fabrique.Domain.Incidents;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Features.Incidents;

/// <summary>« Incidents »: what failed and waits for somebody. The kinds of incidents are brought by other modules.</summary>
public sealed class IncidentsModule : FabriqueModule
{
    public override string Code => "incidents";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Administer(new AdministrationEntry("Incidents", AdministrationLinks.Incidents, "Ce qui a échoué et attend quelqu’un\u00a0: à relancer, ou à clore.", 10))
            .Tag(MergeTag.Of<IncidentFacts>("incidents.nombre", "Nombre d’incidents ouverts", "3", facts => facts.Count))
            .Tag(MergeTag.Of<IncidentFacts>("incidents.detail", "Nombre d’incidents de chaque genre", "Messages non partis : 2, Exécutions arrêtées : 1", facts => facts.Detail))
            .Tag(MergeTag.Link<IncidentFacts>("incidents.lien", "Adresse de la page des incidents", "https://fabrique.exemple.gouv.fr/administration/incidents", _ => AdministrationLinks.Incidents))
            .Job<IncidentWatch>("incidents", RecurringJobs.EveryMinute, 45, "Prévenir l’administration des incidents")
            .Keep(new PersonalData(
                "Les incidents clos",
                "Nom de qui a clos l’incident, raison, date, ce qui avait échoué",
                "Les personnes qui administrent",
                "Savoir pourquoi un incident a été clos",
                "tant que le service fonctionne",
                FinalDisposition.Anonymisation).In<ClosedIncident>());
        module.Services
            .AddScoped<AdministrationNotices, OpenIncidents>()
            .AddScoped<RetryIncidentHandler>()
            .AddScoped<CloseIncidentHandler>()
            .AddScoped<TellAdministratorsHandler>();
    }
}

/// <summary>Tells how many incidents are open.</summary>
internal sealed class OpenIncidents(IncidentInbox inbox) : AdministrationNotices
{
    public override int Order => 10;

    public override async Task<IReadOnlyList<AdministrationNotice>> ReadAsync(CancellationToken cancellationToken)
    {
        var facts = IncidentFacts.Of(inbox.Kinds, await inbox.CountAsync(new IncidentFilter(), cancellationToken));
        return facts.Total == 0
            ? []
            : [new AdministrationNotice("warning", $"{(facts.Total == 1 ? "Un incident attend" : $"{facts.Count} incidents attendent")} d’être réglé{(facts.Total == 1 ? "" : "s")} ({facts.Detail})", "voir les incidents", AdministrationLinks.Incidents)];
    }
}
