using Fabrique.Domain.Applications;

namespace Fabrique.Web.Features.Applications;

/// <summary>How the states of an application, and the opinions on it, are named to people.</summary>
public static class ApplicationLabels
{
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

    /// <summary>The kind of badge that shows a status.</summary>
    public static string? BadgeOf(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Submitted or ApplicationStatus.UnderScreening => "info",
        ApplicationStatus.Retained => "success",
        ApplicationStatus.NotRetained => "error",
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
