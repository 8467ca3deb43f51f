using Fabrique.Workflows;

namespace Fabrique.Web.Features.Applications.CollectOpinions;

/// <summary>How many opinions a drawing may need.</summary>
internal sealed class OpinionsRule : DrawingRule
{
    public static readonly ProblemCode Number = new("opinions-number");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (activity.Type.Activity is CollectOpinions && activity.TryGetWritten<int>(CollectOpinions.Needed, out var needed) && ProblemOf(needed) is { } problem)
        {
            yield return new DrawingFault(Number, problem);
        }
    }

    /// <returns>Why it makes no sense, in French, as a sentence goes on; null when it does.</returns>
    internal static string? ProblemOf(int needed) => needed < 0 ? $"le nombre d’avis nécessaires ne peut pas être {needed} : écrivez 0 pour tous ceux qui sont demandés, ou un nombre d’au moins 1" : null;
}
