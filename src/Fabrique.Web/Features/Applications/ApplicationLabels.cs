using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>How the states of an application, and the opinions on it, are named to people.</summary>
public static class ApplicationLabels
{
    public static string Of(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Draft => "Brouillon",
        ApplicationStatus.Submitted => "Déposée",
        ApplicationStatus.AwaitingApproval => "En attente de visa",
        ApplicationStatus.UnderScreening => "En instruction",
        ApplicationStatus.CorrectionRequested => "Compléments demandés",
        ApplicationStatus.Shortlisted => "Présélectionnée",
        ApplicationStatus.Retained => "Retenue",
        ApplicationStatus.NotRetained => "Non retenue",
        ApplicationStatus.NotShortlisted => "Non présélectionnée",
        ApplicationStatus.Inadmissible => "Irrecevable",
        ApplicationStatus.Withdrawn => "Retirée",
        ApplicationStatus.Redirected => "Réorientée",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static string Of(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Favourable => "Favorable",
        OpinionVerdict.FavourableWithReservation => "Favorable avec réserve",
        OpinionVerdict.Unfavourable => "Défavorable",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    public static string Of(HierarchicalApprovalStatus status) => status switch
    {
        HierarchicalApprovalStatus.Requested => "Visa demandé",
        HierarchicalApprovalStatus.Approved => "Favorable",
        HierarchicalApprovalStatus.ApprovedWithReservation => "Favorable avec réserve",
        HierarchicalApprovalStatus.Refused => "Défavorable",
        HierarchicalApprovalStatus.NoAnswer => "Sans réponse",
        HierarchicalApprovalStatus.Overridden => "Passé outre",
        HierarchicalApprovalStatus.NotRequired => "Non requis",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>So many half-days, as days a week.</summary>
    public static string OfHalfDays(int half) => half switch
    {
        0 => "aucun",
        1 => "une demi-journée par semaine",
        2 => "1 jour par semaine",
        3 => "1 jour et demi par semaine",
        _ => $"{half / 2} jours{(half % 2 == 1 ? " et demi" : "")} par semaine",
    };

    /// <summary>The kind of badge that shows a status.</summary>
    public static string? BadgeOf(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Submitted or ApplicationStatus.AwaitingApproval or ApplicationStatus.UnderScreening or ApplicationStatus.Shortlisted => "info",
        ApplicationStatus.CorrectionRequested => "warning",
        ApplicationStatus.Retained => "success",
        ApplicationStatus.NotRetained or ApplicationStatus.NotShortlisted or ApplicationStatus.Inadmissible => "error",
        _ => null,
    };

    public static string? BadgeOf(HierarchicalApprovalStatus status) => status switch
    {
        HierarchicalApprovalStatus.Requested => "info",
        HierarchicalApprovalStatus.Approved => "success",
        HierarchicalApprovalStatus.ApprovedWithReservation or HierarchicalApprovalStatus.Overridden => "warning",
        HierarchicalApprovalStatus.Refused => "error",
        _ => null,
    };

    public static string? BadgeOf(OpinionVerdict verdict) => verdict switch
    {
        OpinionVerdict.Favourable => "success",
        OpinionVerdict.FavourableWithReservation => "warning",
        OpinionVerdict.Unfavourable => "error",
        _ => null,
    };
}
