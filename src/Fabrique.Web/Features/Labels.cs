using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;

namespace Fabrique.Web.Features;

/// <summary>How states and kinds are named to people.</summary>
public static class Labels
{
    public static string Of(CallStatus status) => status switch
    {
        CallStatus.Draft => "Brouillon",
        CallStatus.Scheduled => "Programmé",
        CallStatus.Open => "Ouvert",
        CallStatus.Closed => "Clos",
        CallStatus.Reviewing => "En examen",
        CallStatus.Decided => "Décidé",
        CallStatus.Archived => "Archivé",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Draft => "Brouillon",
        ApplicationStatus.Submitted => "Déposée",
        ApplicationStatus.UnderScreening => "En instruction",
        ApplicationStatus.Retained => "Retenue",
        ApplicationStatus.NotRetained => "Non retenue",
        ApplicationStatus.Withdrawn => "Retirée",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Favourable => "Favorable",
        OpinionVerdict.FavourableWithReservation => "Favorable avec réserve",
        OpinionVerdict.Unfavourable => "Défavorable",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    public static string Of(PhaseCode phase) => phase switch
    {
        PhaseCode.Investigation => "En investigation",
        PhaseCode.Construction => "En construction",
        PhaseCode.Acceleration => "En accélération",
        PhaseCode.Consolidation => "En consolidation",
        PhaseCode.Operated => "Opéré",
        PhaseCode.Transferred => "Transféré",
        PhaseCode.Abandoned => "Arrêté",
        PhaseCode.AbandonedInvestigation => "Investigation non concluante",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };

    public static string Of(CycleStatus status) => status switch
    {
        CycleStatus.InProgress => "En cours",
        CycleStatus.Renewed => "Renouvelé",
        CycleStatus.Stopped => "Arrêté",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(MissionRole role) => role switch
    {
        MissionRole.Intrapreneur => "Intrapreneur ou intrapreneuse",
        MissionRole.Coach => "Coach",
        MissionRole.Developer => "Développement",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static string Of(WorkItemKind kind) => kind switch
    {
        WorkItemKind.Opinion => "Avis",
        WorkItemKind.Decision => "Décision",
        WorkItemKind.TeamNaming => "Équipe à nommer",
        WorkItemKind.Checkpoint => "Jalon",
        WorkItemKind.Task => "Tâche",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The kind of badge that shows a status.</summary>
    public static string? BadgeOf(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Submitted or ApplicationStatus.UnderScreening => "info",
        ApplicationStatus.Retained => "success",
        ApplicationStatus.NotRetained => "error",
        _ => null,
    };

    public static string? BadgeOf(CallStatus status) => status switch
    {
        CallStatus.Open => "success",
        CallStatus.Scheduled => "info",
        _ => null,
    };

    public static string? BadgeOf(PhaseCode phase) => phase switch
    {
        PhaseCode.Abandoned or PhaseCode.AbandonedInvestigation => null,
        PhaseCode.Transferred or PhaseCode.Operated => "success",
        _ => "info",
    };

    public static string? BadgeOf(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Favourable => "success",
        OpinionVerdict.FavourableWithReservation => "warning",
        OpinionVerdict.Unfavourable => "error",
        _ => null,
    };
}
