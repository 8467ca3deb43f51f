using Fabrique.Domain.Calendars;
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
            .Keep(new PersonalData(
                "Les rendez-vous",
                "Titre, heures, lieu, personnes invitées et leurs réponses, nom de qui l’a fixé ou annulé",
                "Les personnes invitées, celles qui invitent",
                "Réunir les personnes et tenir leur agenda à jour",
                "tant que le service fonctionne, passés et annulés compris",
                FinalDisposition.Destruction).In<Appointment>().In<Attendee>())
            .Keep(new PersonalData(
                "L’adresse d’agenda",
                "Empreinte du secret, dates de création, de révocation et de dernière lecture",
                "Les personnes qui l’ont demandée",
                "Que leur logiciel d’agenda lise leurs rendez-vous et leurs échéances",
                "pour l’empreinte, jusqu’à ce que la personne la renouvelle ou la révoque\u00a0; pour les dates, tant qu’elle a une fiche ici",
                FinalDisposition.Destruction).In<CalendarFeed>());
        module.Services
            .AddScoped<FeedReader>()
            .AddScoped<MakeFeedAddressHandler>()
            .AddScoped<RevokeFeedHandler>();
    }
}
