using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Applications;

/// <summary>What is asked of people about an application.</summary>
public static class ApplicationTasks
{
    /// <summary>« Avis » of a director.</summary>
    public const string Opinion = "Opinion";

    /// <summary>« Décision » of the team.</summary>
    public const string Decision = "Decision";

    public static IReadOnlyList<TaskKind> All { get; } =
    [
        // Others than the staff are told that a direction is awaited, not which one.
        new TaskKind(Opinion, "Avis", "l’avis", "/avis") { AnonymousHolder = AppRoles.Label(AppRoles.Director), Action = "Donner mon avis" },
        new TaskKind(Decision, "Décision", "la décision", "/decision") { Action = "Décider" },
    ];
}
