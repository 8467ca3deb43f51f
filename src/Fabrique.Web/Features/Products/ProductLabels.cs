using Fabrique.Domain.Products;

namespace Fabrique.Web.Features.Products;

/// <summary>How the states of a product, of its cycles and of its team are named to people.</summary>
public static class ProductLabels
{
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

    /// <summary>The kind of badge that shows a phase.</summary>
    public static string? BadgeOf(PhaseCode phase) => phase switch
    {
        PhaseCode.Abandoned or PhaseCode.AbandonedInvestigation => null,
        PhaseCode.Transferred or PhaseCode.Operated => "success",
        _ => "info",
    };
}
