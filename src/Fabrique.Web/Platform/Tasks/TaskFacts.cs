using Fabrique.Domain.Screening;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>What messages may tell of a task.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Title">As its holder reads it.</param>
/// <param name="DueAt">End of the last day given, UTC.</param>
/// <param name="Holder">The person asked, or the holders of a role as they are named.</param>
/// <param name="Late">How late it is, as people say it: « deux jours »; empty when it is not.</param>
public sealed record TaskFacts(Guid Id, string Title, DateTime DueAt, string Holder, string Late = "")
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<TaskFacts>("tache.titre", "Intitulé de la tâche", "Donner un avis sur « Suivre les plantations d’arbres »", task => task.Title),
        MergeTag.Of<TaskFacts>("tache.echeance", "Dernier jour pour faire la tâche", "15 décembre 2026", task => FrenchDate.Day(Deadline.DayOf(task.DueAt))),
        MergeTag.Of<TaskFacts>("tache.retard", "De combien la tâche est en retard (vide quand elle ne l’est pas)", "2 jours", task => task.Late),
        MergeTag.Of<TaskFacts>("tache.responsable", "À qui la tâche est confiée", "l’équipe de la Fabrique", task => task.Holder),
        MergeTag.Link<TaskFacts>("tache.lien", "Adresse de la page de la tâche", "https://fabrique.exemple.gouv.fr/taches/0193a1b2-0000-7000-8000-000000000042", task => TaskLinks.Open(task.Id)),
    ];

    /// <param name="task">Which.</param>
    /// <param name="holder">See <see cref="Holder"/>.</param>
    /// <param name="now">When it is told, UTC.</param>
    public static TaskFacts Of(WorkItem task, string holder, DateTime now) =>
        new(task.Id, task.Title, task.DueAt, holder, task.Status is WorkItemStatus.Open ? Lateness.Say(Deadline.DayOf(task.DueAt), ParisTime.DayOf(now)) ?? "" : "");
}

/// <summary>What messages may tell of tasks that change hands.</summary>
/// <param name="By">Name of who entrusts them, or hands one back.</param>
/// <param name="Word">What they have to say; perhaps empty.</param>
/// <param name="Count">How many tasks.</param>
public sealed record EntrustedFacts(string By, string Word, int Count = 1)
{
    public static IReadOnlyList<MergeTag> Tags { get; } =
    [
        MergeTag.Of<EntrustedFacts>("remise.auteur", "Qui confie une tâche, ou la rend", "Perrine Bouleau", entrusted => entrusted.By),
        MergeTag.Of<EntrustedFacts>("remise.mot", "Le mot qui accompagne la tâche (vide s’il n’y en a pas)", "Je suis en déplacement cette semaine.", entrusted => entrusted.Word),
        MergeTag.Of<EntrustedFacts>("remise.nombre", "Nombre de tâches confiées", "12 tâches", entrusted => entrusted.Count == 1 ? "une tâche" : string.Create(FrenchCulture.Instance, $"{entrusted.Count:N0} tâches")),
        MergeTag.Link<EntrustedFacts>("remise.lien", "Adresse de la liste des tâches", "https://fabrique.exemple.gouv.fr/taches", _ => TaskLinks.All),
    ];
}
