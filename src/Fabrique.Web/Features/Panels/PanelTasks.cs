using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Panels;

/// <summary>What is asked of people about a jury, and about the places that it gives.</summary>
public static class PanelTasks
{
    public const string Composition = "PanelComposition";

    public const string Assigning = "PanelAssigning";

    /// <summary>« Avis » of a juror on the applications entrusted to them.</summary>
    public const string Assessments = "PanelAssessments";

    public const string Hearing = "PanelHearing";

    public const string Deliberation = "PanelDeliberation";

    public const string Announcement = "PanelAnnouncement";

    /// <summary>Whether whoever was promoted from the waiting list takes the place.</summary>
    public const string Place = "JuryPlace";

    /// <summary>Those that are done on the pages of the jury, and end with what is done there.</summary>
    public static IReadOnlyList<TaskKind> OfPanels { get; } =
    [
        new TaskKind(Composition, "Jury à constituer", "la constitution du jury, à la charge", "/jury-a-constituer") { Action = "Ouvrir le jury" },
        new TaskKind(Assigning, "Candidatures à répartir", "la répartition des candidatures, à la charge", "/candidatures-a-repartir") { Action = "Répartir les candidatures" },
        new TaskKind(Assessments, "Évaluations du jury", "les évaluations, à la charge", "/evaluations") { Action = "Évaluer la prochaine candidature" },
        new TaskKind(Hearing, "Audition", "l’audition, à la charge", "/audition") { Action = "Ouvrir le jury" },
        new TaskKind(Deliberation, "Délibération", "la délibération, à la charge", "/deliberation") { Action = "Ouvrir le jury" },
        new TaskKind(Announcement, "Décisions à publier", "la publication des décisions, à la charge", "/decisions-a-publier") { Action = "Préparer l’annonce" },
    ];

    public static IReadOnlyList<TaskKind> All { get; } =
    [
        .. OfPanels,
        new TaskKind(Place, "Place proposée", "la réponse à la place proposée, à la charge", "/place") { AnonymousHolder = "la personne qui candidate", Action = "Accepter ou renoncer" },
    ];
}
