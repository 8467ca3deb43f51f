using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>When a simulated step is recalled to whoever is asked. For <c>_Reminders.cshtml</c>.</summary>
/// <param name="Step">Name of the step.</param>
/// <param name="Title">Of the task, as whoever is asked reads it.</param>
/// <param name="DueAt">End of the last day given, UTC.</param>
/// <param name="Dates">UTC; none when it is not recalled.</param>
public sealed record StepReminders(string Step, string Title, DateTime DueAt, IReadOnlyList<DateTime> Dates)
{
    /// <summary>Those of the steps of a definition that ask something of people, each as the first path that comes to it has it.</summary>
    public static IReadOnlyList<StepReminders> Of(IEnumerable<SimulationPath> paths, string definitionId) =>
    [
        .. paths
            .SelectMany(path => path.Events)
            .Where(happened => happened is { Kind: SimulationEventKind.Task, DueAt: not null } && happened.DefinitionId == definitionId)
            .DistinctBy(happened => happened.ActivityId, StringComparer.Ordinal)
            .Select(happened => new StepReminders(happened.ActivityName ?? "", happened.Text ?? "", happened.DueAt!.Value, happened.Reminders)),
    ];
}
