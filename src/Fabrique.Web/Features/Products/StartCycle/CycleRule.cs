using Fabrique.Domain.Products;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Products.StartCycle;

/// <summary>How long a drawing lets a cycle last.</summary>
internal sealed class CycleRule : DrawingRule
{
    public static readonly ProblemCode Length = new("cycle-length");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (activity.Type.Activity is StartCycle && activity.TryGetWritten<int>("Months", out var months) && FundingCycle.ProblemOfMonths(months) is { } problem)
        {
            yield return new DrawingFault(Length, problem);
        }
    }
}
