using Fabrique.Domain.People;
using Fabrique.Domain.Work;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>What tasks let people read: whoever does one reads what whoever was asked would, and who was asked or entrusted it goes on reading it.</summary>
internal static class TaskSight
{
    private static readonly string[] ReadersOfAll = [AppRoles.Team, AppRoles.Administrator, AppRoles.Auditor];

    /// <summary>The tasks that let a person read what they are about.</summary>
    /// <param name="tasks">Composed into a query.</param>
    /// <param name="personId">The person.</param>
    /// <param name="roles">Theirs.</param>
    /// <param name="shownToRoles">The kinds of tasks that let the holders of a role read what they are about; any other lets those who are named.</param>
    public static IQueryable<WorkItem> LettingRead(this IQueryable<WorkItem> tasks, Guid personId, IReadOnlyList<string> roles, params string[] shownToRoles) => tasks.Where(item =>
        ((item.AssigneeId == personId || item.AskedId == personId || item.DelegatedById == personId)
            && (item.AskedRole == null || shownToRoles.Contains(item.Kind) || ReadersOfAll.Contains(item.AskedRole)))
        || (shownToRoles.Contains(item.Kind) && ((item.AssigneeRole != null && roles.Contains(item.AssigneeRole)) || (item.AskedRole != null && roles.Contains(item.AskedRole)))));
}
