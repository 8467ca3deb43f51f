using System.Text.Json.Nodes;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Simulation;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows;

/// <summary>
/// Runs a definition, draft included, on scratch worlds: the same compiler, steps and activities as in reality, months in a moment, and nothing written, sent or
/// called outside. It tells the dates, the tasks, the mails and the branches.
/// </summary>
/// <param name="createWorld">Builds a world on a clock; called once for each path.</param>
/// <param name="realClock">Measures the time that a simulation may really take.</param>
public sealed class WorkflowSimulator(Func<SimulationClock, CancellationToken, ValueTask<SimulationWorld>> createWorld, TimeProvider realClock)
{
    private static readonly char[] Quotes = ['\'', '"', '`'];

    /// <summary>Simulates one path, or all when the scenario explores.</summary>
    /// <param name="request">What, from when, with which answers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The paths; none when the definition has errors.</returns>
    /// <exception cref="UnknownAnswerException">A scripted answer names what the definition does not have.</exception>
    public async Task<SimulationReport> SimulateAsync(SimulationRequest request, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(request.Limits.Patience, realClock);
        var choices = new SimulationChoices(request.Limits.Choices);
        var paths = new List<SimulationPath>();
        var report = new SimulationReport
        {
            DefinitionId = request.Document.DefinitionId,
            Name = request.Document.Name,
            StartsAt = request.StartsAt,
            Problems = [],
            Questions = [],
            Paths = paths,
        };
        do
        {
            await using var world = await createWorld(new SimulationClock(request.StartsAt), cancellationToken);
            var published = await PublishOthersAsync(world, request, cancellationToken);
            if (paths.Count == 0)
            {
                report = report with { Problems = await world.Services.GetRequiredService<WorkflowPublisher>().CheckAsync(request.Document, cancellationToken) };
                if (report.HasErrors)
                {
                    return report;
                }
            }

            var workflows = await PublishAsync(world, request.Document, published, cancellationToken);
            if (paths.Count == 0)
            {
                report = report with { Questions = Questions(workflows) };
                CheckScript(request.Scenario, workflows, report.Questions);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            paths.Add(await new SimulationRun(request, world, choices, stop).RunAsync(await world.BeginAsync(request.Document, cancellationToken), cancellationToken));
            if (paths.Count == request.Limits.Paths || patience.IsCancellationRequested)
            {
                return choices.MoveOn() ? report with { LeftOut = new WorkflowMessage(MessageCodes.MorePaths, paths.Count) } : report;
            }
        }
        while (choices.MoveOn());

        return choices.IsCut ? report with { LeftOut = new WorkflowMessage(MessageCodes.MoreChoices, request.Limits.Choices) } : report;
    }

    /// <summary>Runs a part of a definition for as long as nothing has to be waited for, and tells what one of its activities did. Nobody answers, and no time passes.</summary>
    /// <param name="request">The whole definition, which tells what it is about, and from when; its scenario is not followed.</param>
    /// <param name="part">What is run of it: the definition with another root.</param>
    /// <param name="activityId">Identifier of the activity.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the activity did; nothing when the part has errors.</returns>
    public async Task<ActivityTrial> TryAsync(SimulationRequest request, WorkflowDocument part, string activityId, CancellationToken cancellationToken = default)
    {
        using var patience = new CancellationTokenSource(request.Limits.Patience, realClock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await using var world = await createWorld(new SimulationClock(request.StartsAt), cancellationToken);
        var published = await PublishOthersAsync(world, request with { Document = part }, cancellationToken);
        var problems = await world.Services.GetRequiredService<WorkflowPublisher>().CheckAsync(part, cancellationToken);
        if (problems.Any(problem => problem.Severity == ProblemSeverity.Error))
        {
            return new ActivityTrial(problems, null, null);
        }

        await PublishAsync(world, part, published, cancellationToken);
        var start = await world.BeginAsync(request.Document, cancellationToken);
        start = start with { InstanceId = start.InstanceId ?? "trial" };
        var path = await new SimulationRun(request, world, new SimulationChoices(0), stop).BeginAsync(start, cancellationToken);
        var executions = await world.Services.GetRequiredService<IWorkflowRuntime>().GetExecutionsAsync(start.InstanceId, activityId, cancellationToken);
        return new ActivityTrial(problems, executions.Count == 0 ? null : executions[^1], path.End == SimulationEnd.LimitReached ? path.Reason : null);
    }

    /// <summary>Publishes in the scratch database the definitions that the simulated one names from near or far; one with errors is left aside.</summary>
    private static async Task<List<string>> PublishOthersAsync(SimulationWorld world, SimulationRequest request, CancellationToken cancellationToken)
    {
        // An activity that fails here would fail at each attempt: the incident is told at its date.
        world.Services.GetRequiredService<WorkflowOptions>().RetryLadder = [];
        var publisher = world.Services.GetRequiredService<WorkflowPublisher>();
        var others = request.Others.Where(other => other.DefinitionId != request.Document.DefinitionId && other.DefinitionId.Length > 0).ToList();
        var named = new List<WorkflowDocument> { request.Document };
        for (var index = 0; index < named.Count; index++)
        {
            var texts = Texts(named[index].Model).ToList();
            var found = others.FindAll(other => texts.Exists(text => Names(text, other)));
            others.RemoveAll(found.Contains);
            named.AddRange(found);
        }

        // What is named is published before what names it.
        var published = new List<string>();
        foreach (var document in named.Skip(1).Reverse())
        {
            try
            {
                await publisher.PublishAsync(document, cancellationToken);
                published.Add(document.DefinitionId);
            }
            catch (InvalidDefinitionException)
            {
                // Who starts it will find that it is not published, as in reality.
            }
        }

        return published;
    }

    private static async Task<List<CompiledWorkflow>> PublishAsync(SimulationWorld world, WorkflowDocument document, List<string> others, CancellationToken cancellationToken)
    {
        await world.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(document, cancellationToken);
        var compiled = world.Services.GetRequiredService<CompiledWorkflows>();
        var database = world.Services.GetRequiredService<IWorkflowDatabase>();
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step, database.Engine);

        // One start is followed: those that the calendar would bring are others.
        await sql.ExecuteAsync("DELETE FROM workflow_triggers WHERE due_at IS NOT NULL", [], cancellationToken);
        var workflows = new List<CompiledWorkflow>();
        foreach (var id in others.Prepend(document.DefinitionId))
        {
            workflows.Add(await compiled.PublishedAsync(sql, id, cancellationToken));
        }

        await step.CommitAsync(cancellationToken);
        return workflows;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(property => Texts(property.Value)),
        JsonArray array => array.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    /// <summary>Whether a value is the identifier or name of a definition, or a script that quotes its identifier.</summary>
    private static bool Names(string text, WorkflowDocument other) =>
        text == other.DefinitionId || text == other.Name || Quotes.Any(quote => text.Contains($"{quote}{other.DefinitionId}{quote}", StringComparison.Ordinal));

    private static List<SimulationQuestion> Questions(IEnumerable<CompiledWorkflow> workflows) =>
    [
        .. workflows.SelectMany(workflow => workflow.Nodes.Values
            .Select(node => (Node: node, Options: SimulationVocabulary.Options(node)))
            .Where(question => question.Options.Count > 1)
            .OrderBy(question => question.Node.Parent?.NodeId, StringComparer.Ordinal)
            .ThenBy(question => question.Node.Position)
            .Select(question => new SimulationQuestion(workflow.DefinitionId, question.Node.Id, question.Node.DisplayName, [.. question.Options.Select(option => option.Name)]))),
    ];

    private static void CheckScript(SimulationScenario scenario, IReadOnlyList<CompiledWorkflow> workflows, IReadOnlyList<SimulationQuestion> questions)
    {
        foreach (var script in scenario.Answers)
        {
            var named = workflows.SelectMany(workflow => workflow.Nodes.Values)
                .Where(node => SimulationVocabulary.IsNamed(node, script.Activity) && SimulationVocabulary.Options(node).Count > 0)
                .ToList();
            if (named.Count == 0)
            {
                throw new UnknownAnswerException(questions.Count == 0
                    ? new WorkflowMessage(MessageCodes.NoQuestion, script.Activity)
                    : new WorkflowMessage(MessageCodes.UnknownQuestion, script.Activity, questions.Select(Describe).ToList()));
            }

            if (!named.Exists(node => SimulationVocabulary.Find(node, SimulationVocabulary.Options(node), script.Answer) is not null))
            {
                var answers = named.SelectMany(SimulationVocabulary.Options).Select(option => option.Name).Distinct(StringComparer.Ordinal).ToList();
                throw new UnknownAnswerException(new WorkflowMessage(MessageCodes.UnknownAnswer, script.Answer, script.Activity, answers));
            }
        }
    }

    private static WorkflowMessage Describe(SimulationQuestion question) => new(MessageCodes.Question, question.ActivityName, string.Join(", ", question.Answers));
}
