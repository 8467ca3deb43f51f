using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>What messages may tell of a task.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Title">As its holder reads it.</param>
/// <param name="DueAt">End of the last day given, UTC.</param>
/// <param name="Holder">The person asked, or the holders of a role as they are named.</param>
public sealed record TaskFacts(Guid Id, string Title, DateTime DueAt, string Holder)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<TaskFacts>("tache.titre", "Intitulé de la tâche", "Donner un avis sur « Suivre les plantations d’arbres »", task => task.Title),
        MergeTag.Of<TaskFacts>("tache.echeance", "Dernier jour pour faire la tâche", "15 décembre 2026", task => FrenchDate.Day(task.DueAt)),
        MergeTag.Of<TaskFacts>("tache.responsable", "À qui la tâche est confiée", "l’équipe de la Fabrique", task => task.Holder),
        MergeTag.Link<TaskFacts>("tache.lien", "Adresse de la page de la tâche", "https://fabrique.exemple.gouv.fr/taches/0193a1b2-0000-7000-8000-000000000042", task => TaskLinks.Open(task.Id)),
    ];

    public static TaskFacts Of(WorkItem task, string holder) => new(task.Id, task.Title, task.DueAt, holder);
}
