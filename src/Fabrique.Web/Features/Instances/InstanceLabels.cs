using System.Globalization;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Instances;

/// <summary>How an instance's state is named to administrators.</summary>
public static class InstanceLabels
{
    public static string Of(InstanceSummary instance) => instance.IncidentCount > 0 ? "Incident" : instance.SubStatus switch
    {
        WorkflowSubStatus.Pending or WorkflowSubStatus.Executing => "En exécution",
        WorkflowSubStatus.Suspended => "En attente",
        WorkflowSubStatus.Finished => "Terminée",
        WorkflowSubStatus.Cancelled => "Annulée",
        WorkflowSubStatus.Faulted => "Arrêtée",
        _ => throw new ArgumentOutOfRangeException(nameof(instance)),
    };

    /// <summary>How a step stands.</summary>
    public static string OfStep(ActivityExecutionRecord step) => step.Status switch
    {
        ActivityStatus.Pending => "À venir",
        ActivityStatus.Running => step.HasBookmarks ? "En attente" : "En cours",
        ActivityStatus.Completed => "Achevée",
        ActivityStatus.Canceled => "Abandonnée",
        ActivityStatus.Faulted => "En échec",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    public static string? BadgeOfStep(ActivityExecutionRecord step) => step.Status switch
    {
        ActivityStatus.Faulted => "error",
        ActivityStatus.Completed => "success",
        ActivityStatus.Running => "info",
        _ => null,
    };

    /// <summary>How it ended, when there was a choice.</summary>
    public static string OutcomesOf(ActivityExecutionRecord step) => step.Outcomes is [] or ["Done"] ? "–" : string.Join(", ", step.OutcomeNames);

    /// <summary>A length of time in its two largest units: « 3 j 4 h », « 12 min », « 250 ms ».</summary>
    public static string Duration(TimeSpan time)
    {
        (long Count, string Unit)[] parts = time < TimeSpan.FromSeconds(1)
            ? [((long)time.TotalMilliseconds, "ms")]
            : [(time.Days, "j"), (time.Hours, "h"), (time.Minutes, "min"), (time.Seconds, "s")];
        var shown = parts.SkipWhile(part => part.Count == 0).Take(2).Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count}\u00a0{part.Unit}"));
        return string.Join(' ', shown) is { Length: > 0 } text ? text : "0\u00a0ms";
    }

    public static string? BadgeOf(InstanceSummary instance) => instance.IncidentCount > 0 || instance.SubStatus is WorkflowSubStatus.Faulted
        ? "error"
        : instance.SubStatus switch
        {
            WorkflowSubStatus.Suspended or WorkflowSubStatus.Executing => "info",
            WorkflowSubStatus.Finished => "success",
            _ => null,
        };
}
