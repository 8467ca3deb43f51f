using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>A message that one of our activities names must exist.</summary>
/// <param name="exists">Whether a message of this key exists.</param>
internal sealed class MessageRule(Func<string, bool> exists) : DrawingRule
{
    public static readonly ProblemCode UnknownMessage = new("unknown-message");

    public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
    {
        if (OurActivities.Has(activity, "Message") && activity.TryGetWritten<string>("Message", out var key) && key is { Length: > 0 } && !exists(key))
        {
            yield return new DrawingFault(UnknownMessage, $"le message « {key} » n’existe pas");
        }
    }
}
