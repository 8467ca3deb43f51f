using Fabrique.Domain.Panels;

namespace Fabrique.Web.Features.Panels.Deliberate;

internal static class DeliberationBadges
{
    /// <summary>Kind of the badge that shows a decision.</summary>
    public static string Of(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Retained => "success",
        DecisionOutcome.WaitingList => "info",
        _ => "",
    };
}
