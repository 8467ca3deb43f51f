using System.Globalization;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Platform.Mail;

/// <summary>What the tags of one mail are read from.</summary>
public sealed record MergeContext(StaffMember Recipient, MessageData Data, MessageLinks Links);

/// <summary>« Balise »: a name that the text of a message may use between braces.</summary>
/// <param name="Name">As written in a message, for example <c>candidature.titre</c>.</param>
/// <param name="Meaning">French, for the person who writes messages.</param>
/// <param name="Sample">A plausible value, for previews.</param>
/// <param name="Read">The value; null when the mail was not given the facts that the tag tells.</param>
public sealed record MergeTag(string Name, string Meaning, string Sample, Func<MergeContext, string?> Read);

/// <summary>Every tag that exists. Messages see nothing else of the application.</summary>
public static class MergeTags
{
    public static IReadOnlyList<MergeTag> All { get; } =
    [
        new("destinataire.nom", "Prénom et nom de la personne qui reçoit le message", "Camille Martin",
            context => context.Recipient.FullName),
        new("espace.lien", "Adresse de l’espace personnel", "https://fabrique.exemple.gouv.fr/mon-espace",
            context => context.Links.MySpace),
        new("appel.titre", "Titre de l’appel à candidatures", "Simplifier le quotidien des services",
            context => context.Data.Call?.Title),
        new("appel.cloture", "Date et heure de clôture de l’appel", "30 novembre 2026 à 18 h",
            context => context.Data.Call is { } call ? FrenchDate.Instant(call.ClosesAt) : null),
        new("appel.lien", "Adresse de la page de l’appel", "https://fabrique.exemple.gouv.fr/appels/automne-2026",
            context => context.Data.Call is { } call ? context.Links.Call(call.Slug) : null),
        new("candidature.reference", "Référence de la candidature", "C-2026-0042",
            context => context.Data.Application?.Reference),
        new("candidature.titre", "Titre de la candidature (vide sur un brouillon sans titre)", "Suivre les plantations d’arbres",
            context => context.Data.Application?.Title),
        new("candidature.porteur", "Prénom et nom de la personne qui candidate", "Dominique Petit",
            context => context.Data.Application?.ApplicantName),
        new("candidature.lien", "Adresse de la page de la candidature", "https://fabrique.exemple.gouv.fr/candidatures/C-2026-0042",
            context => context.Data.Application is { } application ? context.Links.Application(application.Reference) : null),
        new("decision.motif", "Motif de la décision, tel qu’il a été rédigé", "Le besoin est établi et les premiers usagers sont prêts.",
            context => context.Data.Decision?.Reason),
        new("produit.nom", "Nom du produit", "Canopée",
            context => context.Data.Product?.Name),
        new("produit.lien", "Adresse de la page publique du produit", "https://fabrique.exemple.gouv.fr/produits/canopee",
            context => context.Data.Product is { } product ? context.Links.Product(product.Ghid) : null),
        new("produit.suivi", "Adresse de la page de suivi du produit", "https://fabrique.exemple.gouv.fr/produits/canopee/suivi",
            context => context.Data.Product is { } product ? context.Links.ProductFollowUp(product.Ghid) : null),
        new("equipe.intrapreneur", "Prénom et nom de l’intrapreneur ou intrapreneuse", "Dominique Petit",
            context => context.Data.Team?.Intrapreneur),
        new("equipe.coach", "Prénom et nom du ou de la coach", "Claude Robert",
            context => context.Data.Team?.Coach),
        new("equipe.developpeur", "Prénom et nom du développeur ou de la développeuse", "Sacha Bernard",
            context => context.Data.Team?.Developer),
        new("cycle.numero", "Rang du cycle de six mois", "1",
            context => context.Data.Cycle?.Number.ToString(CultureInfo.InvariantCulture)),
        new("cycle.debut", "Premier jour du cycle", "1er décembre 2026",
            context => context.Data.Cycle is { } cycle ? FrenchDate.Day(cycle.StartsOn) : null),
        new("cycle.fin", "Dernier jour du cycle", "31 mai 2027",
            context => context.Data.Cycle is { } cycle ? FrenchDate.Day(cycle.EndsOn) : null),
        new("tache.titre", "Intitulé de la tâche", "Donner un avis sur « Suivre les plantations d’arbres »",
            context => context.Data.Task?.Title),
        new("tache.echeance", "Dernier jour pour faire la tâche", "15 décembre 2026",
            context => context.Data.Task is { } task ? FrenchDate.Day(task.DueAt) : null),
        new("tache.responsable", "À qui la tâche est confiée", "l’équipe de la Fabrique",
            context => context.Data.Task?.Holder),
        new("tache.lien", "Adresse de la page de la tâche", "https://fabrique.exemple.gouv.fr/taches/0193a1b2-0000-7000-8000-000000000042",
            context => context.Data.Task is { } task ? context.Links.Task(task.Id) : null),
    ];

    public static IReadOnlyDictionary<string, MergeTag> ByName { get; } = All.ToDictionary(tag => tag.Name);
}
