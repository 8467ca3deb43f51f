using Fabrique.Domain.Calendars;
using Fabrique.Web.Kernel.Subjects;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>What messages may tell of an appointment.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Title">What it is called.</param>
/// <param name="When">As people read it.</param>
/// <param name="Place">Empty when there is none.</param>
/// <param name="Link">Empty when there is none.</param>
public sealed record AppointmentFacts(Guid Id, string Title, string When, string Place, string Link)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<AppointmentFacts>("rendezvous.titre", "Titre du rendez-vous", "Jalon de Canopée", facts => facts.Title),
        MergeTag.Of<AppointmentFacts>("rendezvous.quand", "Jour et heures du rendez-vous, à Paris", "mardi 3 mars 2026, de 10\u00a0h à 11\u00a0h (heure de Paris)", facts => facts.When),
        MergeTag.Of<AppointmentFacts>("rendezvous.lieu", "Lieu du rendez-vous, s’il y en a un", "Salle Rachel Carson, tour Séquoia", facts => facts.Place.Length > 0 ? facts.Place : null),
        MergeTag.Of<AppointmentFacts>("rendezvous.visio", "Adresse de la visioconférence, s’il y en a une", "https://visio.exemple.gouv.fr/canopee", facts => facts.Link.Length > 0 ? facts.Link : null),
        MergeTag.Link<AppointmentFacts>("rendezvous.lien", "Adresse de la page du rendez-vous", "https://fabrique.exemple.gouv.fr/rendez-vous/0193a1b2-0000-7000-8000-000000000042", facts => AppointmentLinks.Show(facts.Id)),
    ];

    public static AppointmentFacts Of(Appointment appointment) => new(appointment.Id, appointment.Title, appointment.Time.ToString(), appointment.Place, appointment.Link);
}
