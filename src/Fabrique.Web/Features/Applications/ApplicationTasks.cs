using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Applications;

/// <summary>What is asked of people about an application.</summary>
public static class ApplicationTasks
{
    /// <summary>« Visa » of the line manager.</summary>
    public const string Approval = "HierarchicalApproval";

    /// <summary>The name of their line manager, of the applicant.</summary>
    public const string ManagerNaming = "ManagerNaming";

    /// <summary>What becomes of an application whose « visa » was refused, of the team.</summary>
    public const string RefusalFollowUp = "RefusalFollowUp";

    /// <summary>« Avis » of a director.</summary>
    public const string Opinion = "Opinion";

    /// <summary>« Décision » of the team.</summary>
    public const string Decision = "Decision";

    /// <summary>Leaves out what was asked of a line manager until it was asked of another.</summary>
    internal static IQueryable<WorkItem> ButOfFormerManagers(this IQueryable<WorkItem> tasks, FabriqueDbContext db) => tasks.Where(item =>
        item.Kind != Approval || item.Status != WorkItemStatus.Cancelled
        || db.Applications.Any(application => application.Id == item.SubjectId && application.Approvals.Any(approval => approval.ManagerId == (item.AskedId ?? item.AssigneeId))));

    public static IReadOnlyList<TaskKind> All { get; } =
    [
        new TaskKind(Approval, "Visa hiérarchique", "le visa hiérarchique", "/visa") { AnonymousHolder = "la personne nommée", Action = "Donner mon visa" },
        new TaskKind(ManagerNaming, "Responsable à nommer", "le nom du responsable, à la charge", "/responsable") { AnonymousHolder = "la personne qui candidate", Action = "Nommer mon responsable" },
        new TaskKind(RefusalFollowUp, "Suite d’un visa défavorable", "la suite du visa défavorable, à la charge", "/suite-du-visa") { Action = "Passer outre ou clore" },

        // Others than the staff are told that a direction is awaited, not which one.
        new TaskKind(Opinion, "Avis", "l’avis", "/avis") { AnonymousHolder = AppRoles.Label(AppRoles.Director), Action = "Donner mon avis" },
        new TaskKind(Decision, "Décision", "la décision", "/decision") { Action = "Décider" },
    ];
}
