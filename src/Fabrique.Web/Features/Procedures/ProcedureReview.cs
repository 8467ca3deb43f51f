using System.Globalization;
using Fabrique.Data;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Time;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures;

/// <summary>Something wrong in a procedure, as an administrator reads it.</summary>
/// <param name="IsBlocking">It keeps the procedure from being published.</param>
/// <param name="StepId">Identifier of the step of the drawing where it is; null when it concerns the whole procedure.</param>
/// <param name="Step">Name of the step; null when it concerns the whole procedure.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Advice">What to do.</param>
/// <param name="IsToConfirm">Whoever publishes says that it is meant.</param>
public sealed record ReviewedProblem(bool IsBlocking, string? StepId, string? Step, string Reason, string Advice, bool IsToConfirm = false);

/// <summary>A version with what is wrong in it, and a drawing that shows where. For <c>_Problems.cshtml</c>.</summary>
/// <param name="DefinitionId">Definition id.</param>
/// <param name="Caption">What the list of problems is.</param>
/// <param name="Problems">The problems.</param>
/// <param name="Picture">The drawing; null when there is no problem.</param>
public sealed record ReviewedVersion(string DefinitionId, string Caption, IReadOnlyList<ReviewedProblem> Problems, ProcedurePicture? Picture)
{
    public int Errors => Problems.Count(problem => problem.IsBlocking);

    /// <summary>Whether it is the version that the editor opens.</summary>
    public required bool IsEdited { get; init; }

    /// <summary>Whether the reader may change it.</summary>
    public required bool MayEdit { get; init; }

    /// <summary>When its tasks would be recalled if it began now; none unless it was tried.</summary>
    public IReadOnlyList<StepReminders> Reminders { get; init; } = [];
}

/// <summary>Reviews a stored version, with the messages that this product has.</summary>
public sealed class ProcedureReview(WorkflowPublisher publisher, IEnumerable<DrawingRule> rules, ProcedureTrial trial, ActivityRegistry registry, FabriqueDbContext db, TimeProvider clock)
{
    private AudienceRule? audience;

    /// <summary>What the drawing shows to be wrong, without trying it.</summary>
    public async Task<IReadOnlyList<ReviewedProblem>> ReviewAsync(WorkflowVersion version, CancellationToken cancellationToken)
    {
        var document = WorkflowDocument.Parse(version.Json);
        return Read(document, await ProblemsAsync(document, cancellationToken));
    }

    /// <summary>Reads the problems of a definition as an administrator does.</summary>
    public IReadOnlyList<ReviewedProblem> Read(WorkflowDocument document, IEnumerable<DefinitionProblem> problems)
    {
        var names = DefinitionNames.Of(document, registry);
        var root = document.Root?["id"]?.ToString();
        return [.. problems.Select(problem => Read(problem, names, root))];
    }

    /// <summary>Reviews a version, tries it when it can run, and draws where its problems are.</summary>
    /// <param name="procedure">The procedure.</param>
    /// <param name="version">One of its versions.</param>
    /// <param name="caption">What the list of problems is.</param>
    /// <param name="mayEdit">Whether the reader may change it.</param>
    /// <param name="cancellationToken">Abandons the review.</param>
    public async Task<ReviewedVersion> DrawAsync(Procedure procedure, WorkflowVersion version, string caption, bool mayEdit, CancellationToken cancellationToken)
    {
        var document = WorkflowDocument.Parse(version.Json);
        var found = await ProblemsAsync(document, cancellationToken);
        var tried = found.All(problem => problem.Severity is not ProblemSeverity.Error) ? await trial.TryAsync(document, cancellationToken) : null;

        // What is written tells why a step fails; that many people are concerned does not.
        var told = found.Where(problem => problem.Code != AudienceRule.Crowd).Select(problem => problem.ActivityId).ToHashSet(StringComparer.Ordinal);
        found = [.. found, .. tried?.Problems.Where(problem => !told.Contains(problem.ActivityId)) ?? []];

        var problems = Read(document, found);
        var number = version.Version.ToString(CultureInfo.InvariantCulture);
        var title = $"Procédure «\u00a0{procedure.Name}\u00a0», version\u00a0{number}";
        var picture = problems.Count == 0 ? null : ProcedurePicture.Of(document, registry, $"dessin-{number}", title, ProblemMarks.Of(problems));
        return new ReviewedVersion(procedure.DefinitionId, caption, problems, picture) { IsEdited = version.Id == procedure.Latest.Id, MayEdit = mayEdit, Reminders = tried?.Reminders ?? [] };
    }

    private static ReviewedProblem Read(DefinitionProblem problem, IReadOnlyDictionary<string, string> names, string? root)
    {
        var stepId = StepOf(problem.ActivityId, names);
        var step = stepId is null ? problem.ActivityId == root ? "" : problem.ActivityName : stepId == problem.ActivityId ? names[stepId] : $"{names[stepId]}, «\u00a0{problem.ActivityName}\u00a0»";
        return new ReviewedProblem(problem.Severity == ProblemSeverity.Error, stepId, step.Length == 0 ? null : step, Sentence(WorkflowSentences.Tell(problem.Reason)), ProblemAdvice.For(problem), problem.Code == AudienceRule.Crowd);
    }

    /// <summary>The step that the drawing shows: a problem inside a procedure used as a step is the business of that step.</summary>
    private static string? StepOf(string activityId, IReadOnlyDictionary<string, string> names)
    {
        while (activityId.Length > 0 && !names.ContainsKey(activityId))
        {
            activityId = activityId[..Math.Max(0, activityId.LastIndexOf(':'))];
        }

        return activityId.Length == 0 ? null : activityId;
    }

    private async Task<IReadOnlyList<DefinitionProblem>> ProblemsAsync(WorkflowDocument document, CancellationToken cancellationToken)
    {
        try
        {
            // Who holds the roles may change between two pages, not on one.
            audience ??= new AudienceRule(await db.CountHoldersAsync(clock.GetUtcNow().UtcDateTime, cancellationToken));
            return await publisher.HeldTo([.. rules, audience]).CheckAsync(document, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or FormatException)
        {
            return [new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.MalformedValue, "", "", ProblemCodes.MalformedValue.With(new WorkflowMessage(MessageCodes.UnexpectedShape, exception.Message)))];
        }
    }

    /// <summary>The reason as a sentence begins, with the spaces that no line may break.</summary>
    private static string Sentence(string reason)
    {
        var spaced = FrenchSpacing.Keep(reason);
        return spaced.Length == 0 ? spaced : $"{char.ToUpper(spaced[0], FrenchCulture.Instance)}{spaced.AsSpan(1)}";
    }
}

/// <summary>Marks a drawing with the problems of its steps.</summary>
public static class ProblemMarks
{
    public static DrawingMarks Of(IEnumerable<ReviewedProblem> problems) => new()
    {
        Steps = problems
            .Where(problem => problem.StepId is not null)
            .GroupBy(problem => problem.StepId!, StringComparer.Ordinal)
            .ToDictionary(step => step.Key, step => Mark([.. step]), StringComparer.Ordinal),
    };

    private static StepMark Mark(IReadOnlyList<ReviewedProblem> problems) => new(problems.Any(problem => problem.IsBlocking) ? StepState.Wrong : StepState.Doubtful)
    {
        Notes = [.. problems.OrderByDescending(problem => problem.IsBlocking).Select(problem => $"{(problem.IsBlocking ? "Erreur" : "Avertissement")}\u00a0: {problem.Reason.TrimEnd('.')}.")],
    };
}
