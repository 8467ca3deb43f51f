using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>An activity that ended.</summary>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="Outcomes">Ports that it was left by, as the definition names them.</param>
public sealed record RunStep(string ActivityId, IReadOnlyList<string> Outcomes);

/// <summary>What a run did so far, to be drawn.</summary>
public sealed record ProcedureRun
{
    /// <summary>What ended, several times if need be.</summary>
    public IReadOnlyList<RunStep> Ended { get; init; } = [];

    /// <summary>Identifiers of the activities under way.</summary>
    public IReadOnlyCollection<string> Current { get; init; } = [];

    /// <summary>Identifiers of the activities that an incident stopped.</summary>
    public IReadOnlyCollection<string> Faulted { get; init; } = [];

    /// <summary>Whether nothing can follow any more.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether an instance may still go on: one that an incident ended does, once the incident is resolved.</summary>
    public static bool GoesOn(InstanceSummary instance) => instance.Status is WorkflowStatus.Running || instance.IncidentCount > 0;

    /// <param name="executions">What the instance executed.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="showsFaults">Otherwise what an incident stopped is shown as under way: whoever reads it cannot do anything about it.</param>
    public static ProcedureRun Of(IReadOnlyList<ActivityExecutionRecord> executions, InstanceSummary instance, bool showsFaults) => new()
    {
        Ended = [.. executions.Where(step => step.Status is ActivityStatus.Completed).Select(step => new RunStep(step.ActivityId, step.Outcomes.Count == 0 ? ["Done"] : step.Outcomes))],
        Current = [.. executions.Where(step => step.Status is ActivityStatus.Running or ActivityStatus.Pending || (step.Status is ActivityStatus.Faulted && !showsFaults)).Select(step => step.ActivityId)],
        Faulted = [.. executions.Where(step => step.Status is ActivityStatus.Faulted && showsFaults).Select(step => step.ActivityId)],
        IsOver = !GoesOn(instance),
    };

    /// <param name="path">A path of a simulation.</param>
    /// <param name="definitionId">The definition that is drawn, among those that the path went through.</param>
    public static ProcedureRun Of(SimulationPath path, string definitionId)
    {
        var steps = path.Steps.Where(step => step.DefinitionId == definitionId).ToList();
        var faulted = path.Events.Where(happened => happened.Kind is SimulationEventKind.Incident && happened.DefinitionId == definitionId).Select(happened => happened.ActivityId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new ProcedureRun
        {
            Ended = [.. steps.Where(step => !step.IsOpen).Select(step => new RunStep(step.ActivityId, step.Outcomes))],
            Current = [.. steps.Where(step => step.IsOpen && !faulted.Contains(step.ActivityId)).Select(step => step.ActivityId)],
            Faulted = faulted,
            IsOver = path.End is SimulationEnd.Finished,
        };
    }
}

/// <summary>Tells what is done, under way, still possible, and left aside.</summary>
internal static class RunMarks
{
    public static DrawingMarks Of(DrawnStep sheet, ProcedureRun run)
    {
        var outcomes = run.Ended.ToLookup(step => step.ActivityId, step => step.Outcomes, StringComparer.Ordinal);
        var current = run.Current.ToHashSet(StringComparer.Ordinal);
        var faulted = run.Faulted.ToHashSet(StringComparer.Ordinal);
        var possible = run.IsOver ? [] : Possible(sheet, step => current.Contains(step.Id) || faulted.Contains(step.Id));
        var isAnywhere = current.Count + faulted.Count + outcomes.Count > 0;
        var steps = new Dictionary<string, StepMark>(StringComparer.Ordinal);
        var arrows = new Dictionary<ArrowKey, ArrowState>();
        foreach (var step in sheet.All())
        {
            steps.TryAdd(step.Id, new StepMark(
                faulted.Contains(step.Id) ? StepState.Faulted
                : current.Contains(step.Id) ? StepState.Current
                : outcomes.Contains(step.Id) ? StepState.Done
                : !run.IsOver && (!isAnywhere || possible.Contains(step)) ? StepState.Future
                : StepState.Skipped));
        }

        foreach (var container in sheet.All().Prepend(sheet))
        {
            foreach (var arrow in container.Arrows)
            {
                var (from, to) = (container.Children[arrow.From].Id, container.Children[arrow.To].Id);
                if (arrow.Port == DrawnArrow.Following
                    ? outcomes.Contains(from) && (outcomes.Contains(to) || current.Contains(to) || faulted.Contains(to))
                    : outcomes[from].Any(left => left.Contains(arrow.Port, StringComparer.Ordinal)))
                {
                    arrows.TryAdd(new ArrowKey(from, arrow.Port, to), ArrowState.Followed);
                }
            }
        }

        return new DrawingMarks { Steps = steps, Arrows = arrows };
    }

    /// <summary>The steps that may still come: those to which arrows lead from where the run is, with all that stands in them, and what follows their containers.</summary>
    private static HashSet<DrawnStep> Possible(DrawnStep sheet, Func<DrawnStep, bool> isHere)
    {
        var found = new HashSet<DrawnStep>();
        var seen = new HashSet<DrawnStep>();
        var remaining = new Stack<DrawnStep>(sheet.All().Where(isHere));
        while (remaining.TryPop(out var step))
        {
            if (!seen.Add(step))
            {
                continue;
            }

            foreach (var child in step.Children)
            {
                Reach(child);
            }

            if (step.Parent is not { } container)
            {
                continue;
            }

            foreach (var arrow in container.Leaving[step.Position])
            {
                Reach(container.Children[arrow.To]);
            }

            if (container.Parent is not null)
            {
                remaining.Push(container);
            }
        }

        return found;

        void Reach(DrawnStep next)
        {
            found.Add(next);
            remaining.Push(next);
        }
    }
}
