using Fabrique.Workflows;

namespace Fabrique.Web.Features.Administration;

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

    /// <summary>What the journal says; an activity's own event keeps its name.</summary>
    public static string OfEvent(string eventName) => eventName switch
    {
        "Started" => "Commencée",
        "Completed" => "Achevée",
        "Suspended" => "Mise en attente",
        "Resumed" => "Reprise",
        "Faulted" => "En échec",
        "Canceled" => "Annulée",
        _ => eventName,
    };

    public static string? BadgeOf(InstanceSummary instance) => instance.IncidentCount > 0 || instance.SubStatus is WorkflowSubStatus.Faulted
        ? "error"
        : instance.SubStatus switch
        {
            WorkflowSubStatus.Suspended or WorkflowSubStatus.Executing => "info",
            WorkflowSubStatus.Finished => "success",
            _ => null,
        };
}
