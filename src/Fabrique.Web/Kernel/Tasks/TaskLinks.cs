using Fabrique.Domain.Work;

namespace Fabrique.Web.Kernel.Tasks;

public static class TaskLinks
{
    public const string MySpace = "/mon-espace";

    public const string All = "/taches";

    public static string Open(Guid id) => $"/taches/{id:D}";

    /// <summary>The page of the task's own kind.</summary>
    public static string Page(WorkItemKind kind, Guid id) => Open(id) + kind switch
    {
        WorkItemKind.Opinion => "/avis",
        WorkItemKind.Decision => "/decision",
        WorkItemKind.TeamNaming => "/equipe",
        WorkItemKind.Checkpoint => "/jalon",
        WorkItemKind.Task => "",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
