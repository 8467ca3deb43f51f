using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Features.Appointments.ReadFeed;
using Fabrique.Web.Kernel.Modules;

namespace Fabrique.Web.Features.Appointments;

/// <summary>« Rendez-vous »: what somebody is invited to, and the calendar that reads it.</summary>
public sealed class AppointmentsModule : FabriqueModule
{
    public override string Code => "rendez-vous";

    public override void Declare(ModuleBuilder module)
    {
        module
            .Space<MyAppointments>()
            .Today<TodayAppointments>()
            .Keep(new RetentionRule("Les rendez-vous\u00a0: titre, heures, lieu, personnes invitées et réponses", "tant que ce dont ils parlent est conservé"))
            .Keep(new RetentionRule("L’adresse d’agenda\u00a0: l’empreinte du secret et l’instant de la dernière lecture", "jusqu’à ce que la personne la révoque"));
        module.Services
            .AddScoped<FeedReader>()
            .AddScoped<MakeFeedAddressHandler>()
            .AddScoped<RevokeFeedHandler>();
    }
}
