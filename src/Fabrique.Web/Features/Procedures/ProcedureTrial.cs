using Fabrique.Data;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>What came of trying a drawing.</summary>
/// <param name="Problems">A warning for each step that always fails.</param>
/// <param name="Reminders">When those that are asked something would be recalled.</param>
public sealed record TriedDrawing(IReadOnlyList<DefinitionProblem> Problems, IReadOnlyList<StepReminders> Reminders);

/// <summary>Tries a drawing in all its simulated paths, and tells the steps that fail in each of those that come to them: nothing written there told it before.</summary>
public sealed class ProcedureTrial(FabriqueDbContext db, ProcedureSimulator simulator, SimulatedSubjects subjects, TimeProvider clock, ILogger<ProcedureTrial> logger)
{
    public static readonly ProblemCode AlwaysFails = new("always-fails");

    /// <summary>A page waits for it: what is not tried by then is left out.</summary>
    private static readonly SimulationLimits Limits = new() { Steps = 400, Paths = 20, Patience = TimeSpan.FromSeconds(10) };

    private IReadOnlyList<WorkflowDocument>? published;

    /// <param name="document">The definition, without errors.</param>
    /// <param name="cancellationToken">Abandons the trial.</param>
    /// <returns>Empty when the trial itself fails, which concerns nobody who reads what is written.</returns>
    public async Task<TriedDrawing> TryAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return await SimulateAsync(document, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "{DefinitionId} could not be tried", document.DefinitionId);
            return new TriedDrawing([], []);
        }
    }

    private async Task<TriedDrawing> SimulateAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        published ??= await simulator.ReadPublishedAsync(cancellationToken);
        var request = ProcedureSimulator.Among(published, document, clock.GetUtcNow().UtcDateTime);
        var cast = await new SimulationCast(subjects.KindOf(document)).WithPoliciesAsync(db, document, cancellationToken);
        var report = await simulator.SimulateAsync(request with { Limits = Limits, Scenario = new SimulationScenario { Explores = true } }, cast, cancellationToken);
        return new TriedDrawing(AlwaysFailing(report, document), StepReminders.Of(report.Paths, document.DefinitionId));
    }

    private static List<DefinitionProblem> AlwaysFailing(SimulationReport report, WorkflowDocument document) =>
    [
        .. report.Paths
            .SelectMany(path => path.Events)
            .Where(happened => happened.Kind is SimulationEventKind.Incident && happened.DefinitionId == document.DefinitionId && happened is { ActivityId: not null, Text.Length: > 0 })
            .DistinctBy(happened => happened.ActivityId, StringComparer.Ordinal)
            .Where(happened => report.Paths.Where(path => CameTo(path, document.DefinitionId, happened.ActivityId!)).All(path => FailedAt(path, document.DefinitionId, happened.ActivityId!)))
            .Select(happened => new DefinitionProblem(
                ProblemSeverity.Warning, AlwaysFails, happened.ActivityId!, "", new WorkflowMessage(MessageCodes.Said, $"dans chaque parcours simulé, cette étape échoue : {happened.Text!.TrimEnd('.')}"))
            {
                ActivityName = happened.ActivityName ?? "",
            }),
    ];

    private static bool CameTo(SimulationPath path, string definitionId, string activityId) =>
        FailedAt(path, definitionId, activityId) || path.Steps.Any(step => step.DefinitionId == definitionId && step.ActivityId == activityId);

    private static bool FailedAt(SimulationPath path, string definitionId, string activityId) =>
        path.Events.Any(happened => happened.Kind is SimulationEventKind.Incident && happened.DefinitionId == definitionId && happened.ActivityId == activityId);
}
