using System.Globalization;
using System.Text;
using Fabrique.Domain.Time;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>A simulation, as a person reads it: dates in Paris, what happens on each, and a summary.</summary>
internal static class SimulationText
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static string Of(SimulationReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(French, $"Simulation de la procédure « {report.Name} » ({report.DefinitionId}), à partir du {Instant(report.StartsAt)}");
        if (report.Problems.Count > 0)
        {
            text.AppendLine().AppendLine(report.HasErrors ? "Cette procédure ne peut pas être simulée :" : "À savoir :");
            foreach (var problem in report.Problems)
            {
                text.AppendLine(French, $"  {(problem.Severity is ProblemSeverity.Error ? "erreur" : "avertissement")} : {WorkflowSentences.Locate(problem)}");
            }
        }

        for (var index = 0; index < report.Paths.Count; index++)
        {
            AppendPath(text, report.Paths[index], report.Paths.Count == 1 ? "" : $"Chemin {index + 1} sur {report.Paths.Count} : ", report);
        }

        AppendSummary(text, report);
        return text.ToString().TrimEnd();
    }

    /// <summary>« lundi 5 janvier 2026, 9 h 00 ».</summary>
    public static string Instant(DateTime instant)
    {
        var local = ParisTime.FromUtc(instant);
        return $"{Day(instant)}, {local.ToString("%H", French)} h {local.ToString("mm", French)}";
    }

    /// <summary>« lundi 5 janvier 2026 ».</summary>
    public static string Day(DateTime instant) => $"{ParisTime.FromUtc(instant).ToString("dddd", French)} {FrenchDate.Day(instant)}";

    public static string Describe(SimulationEvent happened) => happened.Kind switch
    {
        SimulationEventKind.Started => $"« {happened.DefinitionName} » commence",
        SimulationEventKind.Done => $"{happened.ActivityName}",
        SimulationEventKind.Branch => $"{happened.ActivityName} : {happened.Answer}",
        SimulationEventKind.Wait => $"{happened.ActivityName} : jusqu’au {Instant(happened.DueAt!.Value)}",
        SimulationEventKind.Awaited => $"{happened.ActivityName} : en attente{(happened.Text is null ? "" : $" de l’événement « {happened.Text} »")}",
        SimulationEventKind.Task => $"Tâche pour {happened.Person} : « {happened.Text} », à faire avant le {Instant(happened.DueAt!.Value)}{Reminders(happened.Reminders)}",
        SimulationEventKind.Mail => $"Courriel pour {happened.Person} : « {happened.Text} »",
        SimulationEventKind.Answered => $"{happened.ActivityName} : {happened.Answer}",
        SimulationEventKind.Refused => $"{happened.ActivityName} : {happened.Answer}, refusé : {happened.Text}",
        SimulationEventKind.Call => $"{happened.ActivityName} : appel non fait ({happened.Text})",
        SimulationEventKind.Note => $"{happened.ActivityName} : {happened.Text}",
        SimulationEventKind.Abandoned => $"{happened.ActivityName} : n’est plus attendu",
        SimulationEventKind.Incident => $"INCIDENT{(happened.ActivityName is null ? "" : $" sur « {happened.ActivityName} »")} : {happened.Text}",
        SimulationEventKind.Finished => $"« {happened.DefinitionName} » se termine",
        SimulationEventKind.Cancelled => $"« {happened.DefinitionName} » est annulé",
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static void AppendPath(StringBuilder text, SimulationPath path, string title, SimulationReport report)
    {
        text.AppendLine();
        if (title.Length > 0)
        {
            text.AppendLine(French, $"═══ {title}{(path.Choices.Count == 0 ? "aucun choix" : string.Join(", ", path.Choices.Select(Describe)))}").AppendLine();
        }

        var day = "";
        foreach (var happened in path.Events.Where((happened, index) => !IsSaid(path.Events, happened, index)))
        {
            var instant = Instant(happened.At);
            if (instant != day)
            {
                text.AppendLine(instant);
                day = instant;
            }

            text.AppendLine(French, $"  · {Describe(happened)}");
        }

        text.AppendLine().AppendLine(French, $"{End(path)} Durée : {Duration(report.StartsAt, path.EndedAt)} ; {Count(path.Tasks, "tâche")} ; {Count(path.Mails, "courriel")}.");
    }

    private static void AppendSummary(StringBuilder text, SimulationReport report)
    {
        if (report.Paths.Count > 1)
        {
            var durations = report.Paths.OrderBy(path => path.EndedAt).ToList();
            text.AppendLine().AppendLine(French, $"Résumé : {report.Paths.Count} chemins, de {Duration(report.StartsAt, durations[0].EndedAt)} à {Duration(report.StartsAt, durations[^1].EndedAt)}.");
        }

        if (report.LeftOut is { } leftOut)
        {
            text.AppendLine(French, $"Attention : {WorkflowSentences.Tell(leftOut)}.");
        }

        if (report.Questions.Count > 0)
        {
            text.AppendLine().AppendLine("Issues possibles :");
            foreach (var question in report.Questions)
            {
                text.AppendLine(French, $"  {question.ActivityName} : {string.Join(", ", question.Answers)}");
            }
        }
    }

    /// <summary>Whether the end of an activity says nothing that its task, mail or answer at the same instant has not said.</summary>
    public static bool IsSaid(IReadOnlyList<SimulationEvent> events, SimulationEvent happened, int index) =>
        happened.Kind is SimulationEventKind.Done or SimulationEventKind.Branch
        && events.Take(index).Any(earlier => earlier.At == happened.At && earlier.ActivityId == happened.ActivityId && earlier.DefinitionId == happened.DefinitionId
            && (earlier.Kind is SimulationEventKind.Answered || (earlier.Kind is SimulationEventKind.Mail && happened.Kind is SimulationEventKind.Done)));

    public static string Describe(SimulationChoice choice) => $"{choice.ActivityName} = {choice.Answer}{(choice.IsForced ? " (essai)" : "")}";

    public static string Reminders(IReadOnlyList<DateTime> reminders) =>
        reminders.Count == 0 ? "" : $" ; relance{(reminders.Count > 1 ? "s" : "")} : {string.Join(", ", reminders.Select(Day))}";

    public static string End(SimulationPath path) => path.Reason is { } reason ? $"La procédure n’arrive pas à sa fin : {WorkflowSentences.Tell(reason)}." : "La procédure arrive à sa fin.";

    private static string Count(int count, string noun) => $"{(count == 0 ? $"aucun{(noun is "tâche" ? "e" : "")}" : count.ToString(French))} {noun}{(count > 1 ? "s" : "")}";

    /// <summary>« 6 mois et 3 jours »: from a day in Paris to another.</summary>
    public static string Duration(DateTime from, DateTime until)
    {
        var (first, last) = (ParisTime.DayOf(from), ParisTime.DayOf(until));
        var months = ((last.Year - first.Year) * 12) + last.Month - first.Month;
        if (first.AddMonths(months) > last)
        {
            months--;
        }

        var days = last.DayNumber - first.AddMonths(months).DayNumber;
        return (months, days) switch
        {
            (0, 0) => "moins d’un jour",
            (0, _) => Count(days, "jour"),
            (_, 0) => $"{months} mois",
            _ => $"{months} mois et {Count(days, "jour")}",
        };
    }
}
