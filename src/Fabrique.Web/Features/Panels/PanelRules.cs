using Fabrique.Domain.Panels;

namespace Fabrique.Web.Features.Panels;

/// <summary>How a panel decides.</summary>
/// <param name="Quorum">Who must be there.</param>
/// <param name="Majority">What a proposal needs.</param>
/// <param name="ChairHasCastingVote">Whether whoever presides decides when votes are tied.</param>
public sealed record PanelRules(QuorumRule Quorum, Majority Majority, bool ChairHasCastingVote)
{
    /// <summary>Whether those who sit read without names what they judge, until they hear it.</summary>
    public bool IsAnonymised { get; init; }
}
