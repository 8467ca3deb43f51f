using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Simulation;

/// <summary>One path: the runtime itself on a scratch world, its clock jumping from one due instant to the next, and people who answer.</summary>
internal sealed class SimulationRun(SimulationRequest request, SimulationWorld world, SimulationChoices choices, CancellationTokenSource stop)
{
    private readonly SimulationClock _clock = world.Services.GetRequiredService<SimulationClock>();
    private readonly IWorkflowDatabase _database = world.Services.GetRequiredService<IWorkflowDatabase>();
    private readonly IWorkflowRuntime _runtime = world.Services.GetRequiredService<IWorkflowRuntime>();
    private readonly WorkflowRunner _runner = world.Services.GetRequiredService<WorkflowRunner>();
    private readonly Dictionary<string, (CompiledWorkflow Workflow, bool IsFinished)> _instances = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Instance, int Execution), SimulationOption> _decided = [];
    private readonly Dictionary<(string Definition, string Activity), int> _visits = [];
    private readonly Dictionary<(string Definition, string Activity, string? Outcome), int> _taken = [];
    private readonly Dictionary<(string Instance, int Execution), string> _calls = [];
    private readonly List<Planned> _planned = [];
    private readonly List<SimulationEvent> _events = [];
    private readonly List<SimulationChoice> _choices = [];
    private readonly Dictionary<(string Instance, int Execution), (string Definition, string Activity)> _open = [];
    private readonly HashSet<(string Definition, string Activity, string Outcomes)> _known = [];
    private readonly List<SimulatedStep> _executed = [];
    private int _steps;
    private bool _hasIncident;
    private WorkflowMessage? _limit;

    /// <summary>An answer to come.</summary>
    private sealed record Planned(DateTime At, string InstanceId, int ExecutionId, ActivityNode Node, SimulationOption Option, object? Payload);

    /// <summary>An activity that waits now.</summary>
    private sealed record Waiting(string InstanceId, int ExecutionId, ActivityNode Node, IReadOnlyList<BookmarkRow> Bookmarks);

    public Task<SimulationPath> RunAsync(StartRequest start, CancellationToken cancellationToken) => RunAsync(start, LiveAsync, cancellationToken);

    /// <summary>Runs for as long as nothing has to be waited for.</summary>
    public Task<SimulationPath> BeginAsync(StartRequest start, CancellationToken cancellationToken) => RunAsync(start, async () => await EndAsync(await WaitingAsync()), cancellationToken);

    private async Task<SimulationPath> RunAsync(StartRequest start, Func<Task<(SimulationEnd End, WorkflowMessage? Reason)>> live, CancellationToken cancellationToken)
    {
        world.Services.GetRequiredService<SimulationSession>().Run = this;
        world.Services.GetRequiredService<StepRunner>().Committed = OnCommitted;
        var (end, reason) = (SimulationEnd.LimitReached, (WorkflowMessage?)null);
        try
        {
            await _runtime.StartAsync(start, stop.Token);
            (end, reason) = await live();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reason = _limit ?? new WorkflowMessage(MessageCodes.SimulationTooSlow, request.Limits.Patience.TotalSeconds);
        }

        return new SimulationPath([.. _choices], [.. _events], end, reason, _events.Count == 0 ? _clock.Now : _events[^1].At)
        {
            Steps = [.. _executed, .. _open.Values.Distinct().Select(step => new SimulatedStep(step.Definition, step.Activity, [], IsOpen: true))],
        };
    }

    /// <summary>Decides what comes of an activity at the moment when it is executed.</summary>
    /// <param name="step">The execution.</param>
    /// <param name="natural">What the definition decides; empty when it is not known.</param>
    public string[] Choose(StepContext step, IReadOnlyList<string> natural)
    {
        var node = step.Node;
        var options = SimulationVocabulary.Options(node).ToList();
        var first = natural.Count == 0 ? options.FirstOrDefault()?.Outcome ?? Burst.Done[0] : string.Join(", ", natural);
        options.RemoveAll(option => option.Outcome == first);
        options.Insert(0, new SimulationOption(first, string.Join(", ", natural.DefaultIfEmpty(first).Select(outcome => SimulationVocabulary.OutcomeName(node, outcome)))));
        var (option, _) = Decide(step.InstanceId, step.Execution.Id, step.Burst.State.Workflow, node, options, isNatural: natural.Count > 0);
        return option == options[0] && natural.Count > 0 ? [.. natural] : [option.Outcome!];
    }

    /// <summary>Keeps what would be called outside, to be told once its step has committed.</summary>
    public void Tell(StepContext step, string call) => _calls[(step.InstanceId, step.Execution.Id)] = call;

    private async Task<(SimulationEnd End, WorkflowMessage? Reason)> LiveAsync()
    {
        while (true)
        {
            await DoWhatIsDueAsync();
            var waiting = await WaitingAsync();
            Plan(waiting);
            var next = Earliest(await NextDueAsync(), _planned.Count == 0 ? null : _planned.Min(planned => planned.At));
            if (next is not { } instant)
            {
                return await EndAsync(waiting);
            }

            if (instant - request.StartsAt > request.Limits.Duration)
            {
                return (SimulationEnd.LimitReached, new WorkflowMessage(MessageCodes.SimulationTooFar, Years(request.Limits.Duration)));
            }

            // What stays due however often it is done must not stop the clock.
            _clock.MoveTo(instant > _clock.Now ? instant : _clock.Now.AddMilliseconds(1));
            CountStep();
            await DoWhatIsDueAsync();
            await AnswerAsync();
        }
    }

    private async Task<(SimulationEnd End, WorkflowMessage? Reason)> EndAsync(IReadOnlyList<Waiting> waiting)
    {
        if (_hasIncident)
        {
            return (SimulationEnd.Incident, new WorkflowMessage(MessageCodes.SimulationIncident));
        }

        if (await UndeliveredAsync() is { } error)
        {
            _events.Add(new SimulationEvent(_clock.Now, SimulationEventKind.Incident) { Text = Told(error) });
            return (SimulationEnd.Incident, new WorkflowMessage(MessageCodes.SimulationUndelivered));
        }

        return _instances.Values.All(instance => instance.IsFinished)
            ? (SimulationEnd.Finished, null)
            : (SimulationEnd.Blocked, new WorkflowMessage(MessageCodes.SimulationBlocked, waiting.Select(wait => wait.Node.DisplayName).Distinct(StringComparer.Ordinal).ToList()));
    }

    private async Task DoWhatIsDueAsync()
    {
        int before;
        do
        {
            stop.Token.ThrowIfCancellationRequested();
            before = _steps;
            await _runner.RunDueTimersAsync(stop.Token);
            await _runner.RunDueSignalsAsync(stop.Token);
            await world.RunDueAsync(stop.Token);
            _events.AddRange(world.TakeFacts());
        }
        while (_steps > before);
    }

    private async Task<DateTime?> NextDueAsync() => Earliest(await _runner.NextDueAsync(stop.Token), await world.NextDueAsync(stop.Token));

    private static DateTime? Earliest(DateTime? one, DateTime? other) => one is null || other < one ? other : one;

    private async Task<List<Waiting>> WaitingAsync()
    {
        var waiting = new List<Waiting>();
        await using var session = await _database.BeginReadAsync(stop.Token);
        var sql = new SqlSession(session.Connection, null, _database.Engine);
        foreach (var (id, instance) in _instances.Where(instance => !instance.Value.IsFinished))
        {
            waiting.AddRange((await BookmarkTable.OfInstanceAsync(sql, id, stop.Token))
                .GroupBy(bookmark => bookmark.ExecutionId)
                .Select(group => new Waiting(id, group.Key, instance.Workflow.Node(group.First().ActivityId), [.. group])));
        }

        return waiting;
    }

    private void Plan(IEnumerable<Waiting> waiting)
    {
        foreach (var wait in waiting.Where(wait => wait.Bookmarks.Any(bookmark => bookmark.DueAt is null) && !_decided.ContainsKey((wait.InstanceId, wait.ExecutionId))))
        {
            if (SimulationVocabulary.IsParent(wait.Node))
            {
                continue;
            }

            var options = SimulationVocabulary.Options(wait.Node) is { Count: > 0 } own ? own : SimulationVocabulary.ByOthers;
            var (option, script) = Decide(wait.InstanceId, wait.ExecutionId, _instances[wait.InstanceId].Workflow, wait.Node, options, isNatural: false);
            if (option.ComesByItself)
            {
                continue;
            }

            var payload = script is null ? null : SimulationVocabulary.Find(wait.Node, options, script.Answer)?.Payload;
            var at = world.AfterWorkingDays(_clock.Now, script?.AfterWorkingDays ?? request.Scenario.AnswerAfterWorkingDays);
            _planned.Add(new Planned(at, wait.InstanceId, wait.ExecutionId, wait.Node, option, payload));
        }
    }

    /// <summary>Takes the scripted answer, the one that the exploration has come to, or the usual one.</summary>
    private (SimulationOption Option, ScriptedAnswer? Script) Decide(
        string instanceId, int executionId, CompiledWorkflow workflow, ActivityNode node, IReadOnlyList<SimulationOption> options, bool isNatural)
    {
        if (_decided.TryGetValue((instanceId, executionId), out var known))
        {
            // The step was replayed after a failure.
            return (known, null);
        }

        var activity = (workflow.DefinitionId, node.Id);
        var visit = _visits.GetValueOrDefault(activity);
        _visits[activity] = visit + 1;
        var script = request.Scenario.Answers.Where(answer => SimulationVocabulary.IsNamed(node, answer.Activity)).ElementAtOrDefault(visit);
        var option = script is not null && SimulationVocabulary.Find(node, options, script.Answer) is { } found
            ? found.Option
            : request.Scenario.Explores ? Explore(activity, visit, options, isNatural) : Usual(visit, options, isNatural);
        _decided[(instanceId, executionId)] = option;
        var taken = (workflow.DefinitionId, node.Id, option.Outcome);
        _taken[taken] = _taken.GetValueOrDefault(taken) + 1;
        var isForced = isNatural && option != options[0];
        if (options.Count > 1 && (!isNatural || isForced || script is not null || request.Scenario.Explores))
        {
            _choices.Add(new SimulationChoice(node.Id, node.DisplayName, option.Name, isForced));
        }

        return (option, script);
    }

    private static SimulationOption Usual(int visit, IReadOnlyList<SimulationOption> options, bool isNatural)
    {
        if (isNatural)
        {
            return options[0];
        }

        var answers = options.Where(option => !option.ComesByItself).ToList();
        return answers.Count == 0 ? options[0] : answers[Math.Min(visit, answers.Count - 1)];
    }

    private SimulationOption Explore((string Definition, string Activity) activity, int visit, IReadOnlyList<SimulationOption> options, bool isNatural)
    {
        List<SimulationOption> open;
        if (isNatural)
        {
            // A loop that the definition itself ends is left to it; its other side is tried the first times only.
            open = visit < request.Limits.Repetitions ? [.. options] : [options[0]];
        }
        else
        {
            open = [.. options.Where(option => _taken.GetValueOrDefault((activity.Definition, activity.Activity, option.Outcome)) < request.Limits.Repetitions)];
            if (open.Count == 0)
            {
                open.Add(options[^1]);
            }
        }

        return open.Count == 1 ? open[0] : open[choices.Next(open.Count)];
    }

    private async Task AnswerAsync()
    {
        var due = _planned.Where(planned => planned.At <= _clock.Now).OrderBy(planned => planned.At).ToList();
        _planned.RemoveAll(due.Contains);
        foreach (var planned in due)
        {
            // What it would answer may have been abandoned since.
            if ((await WaitingAsync()).Find(wait => wait.InstanceId == planned.InstanceId && wait.ExecutionId == planned.ExecutionId) is not { } wait)
            {
                continue;
            }

            var index = _events.Count;
            var refusal = await AnswerAsync(planned, wait);
            var happened = Happened(_clock.Now, refusal is null ? SimulationEventKind.Answered : SimulationEventKind.Refused, planned.InstanceId, planned.Node);
            _events.Insert(index, happened with { Answer = planned.Option.Name, Text = refusal });
        }
    }

    private async Task<string?> AnswerAsync(Planned planned, Waiting wait)
    {
        if (SimulationVocabulary.People(planned.Node) is { } people)
        {
            var bookmarks = wait.Bookmarks.Select(bookmark => new Bookmark(bookmark.Name, bookmark.Key) { DueAt = bookmark.DueAt, Payload = bookmark.Payload is { } payload ? JsonSerializer.Deserialize<JsonElement>(payload) : null }).ToList();
            return await people.AnswerAsync(new SimulatedAnswer(world.Services, planned.InstanceId, planned.Option.Outcome!, bookmarks, stop.Token));
        }

        var open = wait.Bookmarks.First(bookmark => bookmark.DueAt is null);
        await _runtime.ResumeAsync(new ResumeRequest(open.Name, open.Key) { InstanceId = planned.InstanceId, Input = planned.Payload }, stop.Token);
        return null;
    }

    private void OnCommitted(InstanceState state, StepChanges changes)
    {
        CountStep();
        var isKnown = _instances.ContainsKey(state.Id);
        _instances[state.Id] = (state.Workflow, state.Status == WorkflowStatus.Finished);
        if (!isKnown)
        {
            _events.Add(Happened(state.CreatedAt, SimulationEventKind.Started, state.Id, null));
        }

        // The last activity called is the one with effects: what was written for people comes from it.
        var author = changes.Journal.FindLastIndex(line => line.EventName is "Started" or "Resumed" && IsLeaf(state, line));
        var facts = world.TakeFacts();
        for (var index = 0; index < changes.Journal.Count; index++)
        {
            Note(state, changes.Journal[index]);
            Tell(state, changes, changes.Journal[index]);
            if (index == author)
            {
                var node = state.Workflow.Node(changes.Journal[index].ActivityId);
                _events.AddRange(facts.Select(fact => Happened(fact.At, fact.Kind, state.Id, node) with
                {
                    Person = fact.Person,
                    Text = fact.Text,
                    Body = fact.Body,
                    Answer = fact.Answer,
                    DueAt = fact.DueAt,
                    Reminders = fact.Reminders,
                }));
            }
        }

        foreach (var incident in changes.Incidents)
        {
            _hasIncident = true;
            _events.Add(Happened(incident.At, SimulationEventKind.Incident, state.Id, state.Workflow.Nodes.GetValueOrDefault(incident.ActivityId)) with { Text = incident.Message });
        }

        if (state is { Status: WorkflowStatus.Finished, SubStatus: not WorkflowSubStatus.Faulted })
        {
            var kind = state.SubStatus == WorkflowSubStatus.Cancelled ? SimulationEventKind.Cancelled : SimulationEventKind.Finished;
            _events.Add(Happened(state.FinishedAt ?? _clock.Now, kind, state.Id, null));
        }
    }

    private void Tell(InstanceState state, StepChanges changes, JournalLine line)
    {
        if (!IsLeaf(state, line))
        {
            TellBranch(state, line);
            return;
        }

        var node = state.Workflow.Node(line.ActivityId);
        switch (line.EventName)
        {
            case "Completed":
                TellCompletion(state, line, node);
                break;
            case "Suspended" when SimulationVocabulary.People(node) is null && !SimulationVocabulary.IsParent(node):
                var own = changes.AddedBookmarks.Where(bookmark => bookmark.ExecutionId == line.ExecutionId).ToList();
                if (own.Where(bookmark => bookmark.DueAt is not null).MinBy(bookmark => bookmark.DueAt) is { } timer)
                {
                    _events.Add(Happened(line.At, SimulationEventKind.Wait, state.Id, node) with { DueAt = timer.DueAt });
                }

                _events.AddRange(own.Where(bookmark => bookmark.DueAt is null)
                    .Select(bookmark => Happened(line.At, SimulationEventKind.Awaited, state.Id, node) with { Text = node.TypeName == "Elsa.Event" ? bookmark.Key : null }));
                break;
            case "Canceled":
                _events.Add(Happened(line.At, SimulationEventKind.Abandoned, state.Id, node));
                break;
            case "Started" or "Resumed" or "Suspended" or "Faulted" or "Retrying":
                break;
            default:
                _events.Add(Happened(line.At, SimulationEventKind.Note, state.Id, node) with { Text = line.Message });
                break;
        }
    }

    /// <summary>A block that chooses is told when it has chosen, not when what it chose is over.</summary>
    private void TellBranch(InstanceState state, JournalLine line)
    {
        if (line.EventName == "Started" && state.Workflow.Nodes.GetValueOrDefault(line.ActivityId) is { Type.Activity: BranchingActivity } node && _decided.TryGetValue((state.Id, line.ExecutionId), out var taken))
        {
            _events.Add(Happened(line.At, SimulationEventKind.Branch, state.Id, node) with { Answer = taken.Name });
        }
    }

    /// <summary>Keeps what was executed, containers and control flow included.</summary>
    private void Note(InstanceState state, JournalLine line)
    {
        var execution = (state.Id, line.ExecutionId);
        var step = (state.Workflow.DefinitionId, line.ActivityId);
        switch (line.EventName)
        {
            case "Started":
                _open[execution] = step;
                break;
            case "Canceled":
                _open.Remove(execution);
                break;
            case "Completed":
                _open.Remove(execution);
                var outcomes = OutcomesOf(line);
                if (_known.Add((step.DefinitionId, step.ActivityId, string.Join('\n', outcomes))))
                {
                    _executed.Add(new SimulatedStep(step.DefinitionId, step.ActivityId, outcomes.Length == 0 ? Burst.Done : outcomes, IsOpen: false));
                }

                break;
        }
    }

    private static string[] OutcomesOf(JournalLine line) => line.Payload is { ValueKind: JsonValueKind.Array } ports ? [.. ports.EnumerateArray().Select(port => port.GetString() ?? "")] : [];

    private void TellCompletion(InstanceState state, JournalLine line, ActivityNode node)
    {
        if (_calls.Remove((state.Id, line.ExecutionId), out var call))
        {
            _events.Add(Happened(line.At, SimulationEventKind.Call, state.Id, node) with { Text = call.Length == 0 ? Told(new WorkflowMessage(MessageCodes.OutsideCall)) : call });
        }

        var outcomes = OutcomesOf(line);
        if (node.Type!.Outcomes.Count > 1 || (outcomes.Length > 0 && outcomes is not ["Done"]))
        {
            _events.Add(Happened(line.At, SimulationEventKind.Branch, state.Id, node) with { Answer = string.Join(", ", outcomes.Select(outcome => SimulationVocabulary.OutcomeName(node, outcome))) });
        }
        else if (!node.Type.Metadata.IsControlFlow && call is null)
        {
            _events.Add(Happened(line.At, SimulationEventKind.Done, state.Id, node));
        }
    }

    private static bool IsLeaf(InstanceState state, JournalLine line) => state.Workflow.Nodes.GetValueOrDefault(line.ActivityId)?.Type?.Activity is not (null or ContainerActivity);

    private SimulationEvent Happened(DateTime at, SimulationEventKind kind, string instanceId, ActivityNode? node) => new(at, kind)
    {
        DefinitionId = _instances[instanceId].Workflow.DefinitionId,
        DefinitionName = _instances[instanceId].Workflow.Name,
        ActivityId = node?.Id,
        ActivityName = node?.DisplayName,
    };

    private void CountStep()
    {
        if (++_steps > request.Limits.Steps)
        {
            _limit = new WorkflowMessage(MessageCodes.SimulationTooLong, request.Limits.Steps);
            stop.Cancel();
        }
    }

    /// <summary>A signal that was set aside after its last attempt: it asked for a definition that does not exist.</summary>
    private async Task<WorkflowMessage?> UndeliveredAsync()
    {
        await using var session = await _database.BeginReadAsync(stop.Token);
        var found = await new SqlSession(session.Connection, null, _database.Engine).QueryAsync(
            "SELECT name FROM workflow_signals WHERE due_at IS NULL ORDER BY created_at LIMIT 1", [], reader => reader.Text(0), stop.Token);
        return found.Count == 0 ? null : new WorkflowMessage(MessageCodes.SimulationNotPublished, found[0]);
    }

    private string Told(WorkflowMessage message) => world.Services.GetRequiredService<WorkflowOptions>().Tell(message);

    private static WorkflowMessage Years(TimeSpan duration) =>
        duration.TotalDays < 730 ? new WorkflowMessage(MessageCodes.Days, duration.TotalDays) : new WorkflowMessage(MessageCodes.Years, duration.TotalDays / 365.25);
}
