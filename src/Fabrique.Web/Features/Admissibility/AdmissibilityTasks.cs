using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>What is asked of people between the submission of an application and the opinions on it.</summary>
public static class AdmissibilityTasks
{
    /// <summary>« Recevabilité », of the team.</summary>
    public const string Admissibility = "Admissibility";

    /// <summary>« Compléments », of those who write the application.</summary>
    public const string Corrections = "Corrections";

    /// <summary>« Présélection », of the team.</summary>
    public const string Shortlisting = "Shortlisting";

    public static IReadOnlyList<TaskKind> All { get; } =
    [
        new TaskKind(Admissibility, "Recevabilité", "la recevabilité, à la charge", "/recevabilite") { Action = "Dire la recevabilité" },
        new TaskKind(Corrections, "Compléments", "les compléments, à la charge", "/complements") { AnonymousHolder = "la personne qui candidate", Action = "Répondre aux compléments" },
        new TaskKind(Shortlisting, "Présélection", "la présélection, à la charge", "/preselection") { Action = "Dire la présélection" },
    ];
}
