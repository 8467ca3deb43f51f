namespace Fabrique.Domain.Products;

/// <summary>The phases of beta.gouv.fr; <see cref="PhaseCodes.ToBeta"/> gives their published spelling.</summary>
public enum PhaseCode
{
    Investigation,
    Construction,
    Acceleration,
    Consolidation,
    Operated,
    Transferred,
    Abandoned,
    AbandonedInvestigation,
}

public static class PhaseCodes
{
    /// <summary>The value of <c>phases[].name</c> in beta.gouv.fr's product files.</summary>
    public static string ToBeta(this PhaseCode phase) => phase switch
    {
        PhaseCode.Investigation => "investigation",
        PhaseCode.Construction => "construction",
        PhaseCode.Acceleration => "acceleration",
        PhaseCode.Consolidation => "consolidation",
        PhaseCode.Operated => "opere",
        PhaseCode.Transferred => "transfere",
        PhaseCode.Abandoned => "abandon",
        PhaseCode.AbandonedInvestigation => "abandon-investigation",
        _ => throw new ArgumentOutOfRangeException(nameof(phase)),
    };
}
