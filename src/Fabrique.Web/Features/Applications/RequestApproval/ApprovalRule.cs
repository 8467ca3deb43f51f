using Fabrique.Web.Kernel.Activities;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Applications.RequestApproval;

/// <summary>How long the applicant may be given to name their line manager.</summary>
internal sealed class ApprovalRule : DrawingRule
{
    public static readonly ProblemCode Naming = new("approval-naming-delay");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (activity.Type.Activity is RequestHierarchicalApproval && activity.TryGetWritten<int>(RequestHierarchicalApproval.NamingDays, out var days) && ProblemOf(days) is { } problem)
        {
            yield return new DrawingFault(Naming, problem);
        }
    }

    /// <returns>Why it makes no sense, in French, as a sentence goes on; null when it does.</returns>
    internal static string? ProblemOf(int days) => WorkingDelay.ProblemOf(days, least: 0) is { } problem ? $"pour nommer un responsable, {problem}" : null;
}
