using System.Globalization;
using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>The exception of an activity, with its place among the calls of the step.</summary>
internal sealed record StepFault(int Index, ActivityNode Node, Exception Exception)
{
    /// <summary>What the failing activity's inputs had been evaluated to, when it got that far.</summary>
    public List<JournalValue>? Inputs { get; init; }
}

/// <summary>Executes one step of one instance in memory: activities one after the other, first in first out, until one with effects has executed.</summary>
internal sealed class Burst(InstanceState state, StepChanges changes, WorkflowOptions options, TimeProvider clock, IStepTransaction? step, DateTime now, CancellationToken cancellationToken)
{
    public static readonly IReadOnlyList<string> Done = ["Done"];
    private static readonly JsonElement DonePayload = JsonSerializer.SerializeToElement(Done);
    private static readonly TimeSpan OneChain = TimeSpan.FromDays(1);
    private readonly Dictionary<string, int> _launches = new(StringComparer.Ordinal);
    private bool _isFinishing;
    private (ActivityExecution? Target, IReadOnlyList<string> Outcomes)? _leaving;

    public InstanceState State { get; } = state;

    public StepChanges Changes { get; } = changes;

    /// <summary>Statements in the transaction of the step; null outside one.</summary>
    public SqlSession? Sql { get; init; }

    public TimeProvider Clock { get; } = clock;

    /// <summary>What the definitions do in this process; null outside a step.</summary>
    public ProcedureRates? Rates { get; init; }

    public IServiceProvider Services
    {
        get
        {
            UsesServices = true;
            return step?.Services ?? throw new InvalidOperationException("Nothing is written outside a step.");
        }
    }

    /// <summary>Whether an activity may have written business rows.</summary>
    public bool UsesServices { get; private set; }

    public DateTime Now { get; } = now;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Whether the last call was of an activity with effects.</summary>
    public bool HasEffects { get; private set; }

    /// <summary>Calls made in this step.</summary>
    public int Calls { get; private set; }

    public ActivityNode? LastNode { get; private set; }

    public Func<IServiceProvider, WorkflowEventLink, string>? CreateEventLink => options.CreateEventLink;

    public ExpressionLimits Limits => options.Expressions;

    /// <summary>Says a message as the journal keeps it.</summary>
    public string Tell(WorkflowMessage message) => options.Tell(message);

    public JournalWriter Lines { get; } = new(state, changes, options, clock);

    public string ActivityInstanceId(int execution) => string.Create(CultureInfo.InvariantCulture, $"{State.Id}:{execution}");

    public static string? PayloadText(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), JsonText.Values);

    public string NewId() => Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");

    /// <summary>Writes a signal with the step; it is executed after the commit.</summary>
    public void Send(SignalKind kind, Func<Signal, Signal> complete) =>
        Changes.Signals.Add(complete(new Signal(NewId(), kind) { CreatedAt = Now, ExpiresAt = kind == SignalKind.Stimulus ? Now + options.EventRetention : null }));

    /// <summary>Asks for the outside call of the activity that waits on a bookmark.</summary>
    public void SendCall(int bookmark) =>
        Send(SignalKind.Call, signal => signal with { InstanceId = State.Id, Key = bookmark.ToString(CultureInfo.InvariantCulture) });

    /// <param name="stopAt">Calls after which to stop, to stand just before a call that is known to fail.</param>
    /// <returns>The failure, or null.</returns>
    public async ValueTask<StepFault?> RunAsync(int? stopAt)
    {
        State.Status = WorkflowStatus.Running;
        var hour = Hour;
        while (!HasEffects && Calls != stopAt && Calls < options.ActivitiesPerStep && State.NextDue(Now) is { } link)
        {
            CancellationToken.ThrowIfCancellationRequested();
            var item = link.Value;
            LastNode = item.Node;
            State.Dequeue(link);
            try
            {
                if (++State.WithoutWait > options.ActivitiesWithoutWait)
                {
                    throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NeverWaits));
                }

                ThrowIfExceeded(State.LastExecution + 1, options.Limits.StepsPerInstance, hour.Steps + Calls + 1, options.Limits.StepsPerHour, MessageCodes.Steps);

                await CallAsync(item);
            }
            catch (Exception exception) when (!CancellationToken.IsCancellationRequested)
            {
                return new StepFault(Calls, item.Node, exception) { Inputs = Lines.InputsOf(item.Node) };
            }

            Calls++;
            if (State.Status == WorkflowStatus.Finished)
            {
                return null;
            }

            HasEffects = !item.Node.Type!.Metadata.IsControlFlow;
        }

        Settle();
        return null;
    }

    /// <summary>Counts an instance that this one launches.</summary>
    /// <returns>Its depth.</returns>
    /// <exception cref="PermanentFailureException">It would be one too many.</exception>
    public int CountLaunch(string definitionId)
    {
        var depth = Now - State.CreatedAt > OneChain ? 1 : State.Depth + 1;
        if (depth > options.Limits.LaunchDepth)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.LaunchTooDeep, options.Limits.LaunchDepth));
        }

        if (++State.Launches > options.Limits.LaunchesPerInstance)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.InstanceLimit, options.Limits.LaunchesPerInstance, new WorkflowMessage(MessageCodes.Launches)));
        }

        _launches[definitionId] = _launches.GetValueOrDefault(definitionId) + 1;
        Rates?.ThrowIfLaunchedTooOften(definitionId, Now, _launches[definitionId]);
        return depth;
    }

    /// <summary>Counts what business code has added.</summary>
    /// <returns>Why that is too much, or null.</returns>
    public PermanentFailureException? Count(StepWrites writes)
    {
        State.Mails += writes.Mails;
        State.Tasks += writes.Tasks;
        try
        {
            if (writes.Mails > 0)
            {
                ThrowIfExceeded(State.Mails, options.Limits.MailsPerInstance, Hour.Mails + writes.Mails, options.Limits.MailsPerHour, MessageCodes.Mails);
            }

            if (writes.Tasks > 0)
            {
                ThrowIfExceeded(State.Tasks, options.Limits.TasksPerInstance, Hour.Tasks + writes.Tasks, options.Limits.TasksPerHour, MessageCodes.Tasks);
            }

            return null;
        }
        catch (PermanentFailureException exceeded)
        {
            return exceeded;
        }
    }

    /// <summary>Puts the failing call, at the head of the queue, on the retry ladder, or makes an incident of it.</summary>
    public void Fail(StepFault fault, string incidentId)
    {
        if (State.NextDue(Now) is not { } link)
        {
            return;
        }

        var item = link.Value;
        var message = Lines.Text(options.Tell(WorkflowMessage.Of(fault.Exception)), item.Owner);
        if (fault.Exception is not PermanentFailureException && item.Attempts < options.RetryLadder.Count)
        {
            item.NotBefore = Now + options.RetryLadder[item.Attempts++];
            Lines.AddRetry(item, message, item.NotBefore.Value);
            Settle();
            return;
        }

        State.Dequeue(link);
        State.WithoutWait = 0;
        var execution = item.ExecutionId is { } id ? State.Executions.GetValueOrDefault(id) : Open(item);
        if (execution is null)
        {
            Settle();
            return;
        }

        execution.IsFaulted = true;
        State.IncidentCount++;
        Lines.Add(execution, item.Resumption is null ? "Started" : "Resumed", inputs: item.Resumption is null ? fault.Inputs : null);
        Changes.Incidents.Add(new IncidentRow(incidentId, item.Node.Id, item.Node.TypeName, message, fault.Exception.GetType().FullName, Now, RetryText(item, execution), item.Attempts + 1));
        Journal(execution, "Faulted", message, fault.Exception is FaultException asked ? asked.Details : JsonSerializer.SerializeToElement(new { exceptionType = fault.Exception.GetType().FullName }));
        if ((State.Workflow.IncidentStrategy ?? options.DefaultIncidentStrategy) == IncidentStrategy.Fault)
        {
            State.Status = WorkflowStatus.Finished;
            State.SubStatus = WorkflowSubStatus.Faulted;
            State.FinishedAt = Now;
            return;
        }

        Settle();
    }

    /// <summary>Whether an incident was resolved in this step.</summary>
    public bool HasRetried { get; private set; }

    /// <summary>Schedules again what an incident stopped.</summary>
    /// <param name="item">What was stopped.</param>
    /// <returns>The bookmarks that were withdrawn because of it, and are put back.</returns>
    public IReadOnlyList<BookmarkRow> Retry(WorkItem item)
    {
        HasRetried = true;
        if (item.ExecutionId is { } id && State.Executions.GetValueOrDefault(id) is { IsFaulted: true } faulted)
        {
            faulted.IsFaulted = false;
            if (item.Resumption is null || CallsOutside(faulted))
            {
                // The activity begins anew: its failed execution makes room.
                Remove(faulted);
                item = new WorkItem { Node = faulted.Node, Owner = faulted.Parent, IsBackward = faulted.IsBackward, Iteration = faulted.Iteration };
            }
        }

        State.IncidentCount--;
        State.Status = WorkflowStatus.Running;
        State.FinishedAt = null;
        State.Enqueue(item);
        var restored = State.Parked.Where(parked => State.Executions.GetValueOrDefault(parked.ExecutionId) is { IsFaulted: false }).ToList();
        foreach (var parked in restored)
        {
            State.Parked.Remove(parked);
            Changes.AddedBookmarks.Add(parked);
            if (CallsOutside(State.Executions[parked.ExecutionId]))
            {
                // The call that met a stopped instance was dropped.
                SendCall(parked.Number);
            }
        }

        return restored;
    }

    /// <summary>Has an activity go on by a bookmark that this step has put back.</summary>
    public void ResumeRestored(BookmarkRow bookmark, JsonElement input)
    {
        Changes.RemoveBookmark(bookmark.Number);
        var execution = State.Executions[bookmark.ExecutionId];
        execution.Bookmarks.Remove(bookmark.Number);
        State.Enqueue(new WorkItem { Node = execution.Node, ExecutionId = execution.Id, Resumption = new Resumption(bookmark.Name, bookmark.Key, input, IsTimer: false) });
    }

    /// <summary>Cancels the whole instance.</summary>
    public async ValueTask CancelAllAsync()
    {
        await CancelOpenAsync();
        State.Status = WorkflowStatus.Finished;
        State.SubStatus = WorkflowSubStatus.Cancelled;
        State.FinishedAt = Now;
    }

    /// <summary>Ends the whole instance, as <c>Finish</c> does.</summary>
    public void FinishAll() => _isFinishing = true;

    /// <summary>
    /// Once the present activity has completed, completes everything around it up to the target, which completes with these outcomes; up to the whole
    /// instance when there is no target.
    /// </summary>
    public void Leave(ActivityExecution? target, IReadOnlyList<string> outcomes) => _leaving = (target, outcomes);

    /// <summary>Cancels an execution with everything below it.</summary>
    public async ValueTask CancelAsync(ActivityExecution execution)
    {
        await CancelChildrenAsync(execution);

        Unschedule(execution);
        if (execution.Bookmarks.Count > 0)
        {
            await execution.Node.Type!.Activity.CancelAsync(new StepContext(this, execution));
        }

        RemoveBookmarks(execution);
        Journal(execution, "Canceled");
        Remove(execution);
    }

    public void Journal(ActivityExecution execution, string eventName, string? message = null, JsonElement? payload = null) =>
        Lines.Add(execution, eventName, message, payload);

    private HourlyCount Hour => Rates?.Of(State.Workflow.DefinitionId, Now) ?? default;

    private void ThrowIfExceeded(int ofInstance, int mostOfInstance, int ofHour, int mostOfHour, string kind)
    {
        if (ofInstance > mostOfInstance)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.InstanceLimit, mostOfInstance, new WorkflowMessage(kind)));
        }

        if (ofHour > mostOfHour)
        {
            throw ProcedureRates.Exceeded(State.Workflow.DefinitionId, mostOfHour, kind);
        }
    }

    private async ValueTask CallAsync(WorkItem item)
    {
        if (item.ExecutionId is { } id)
        {
            if (State.Executions.GetValueOrDefault(id) is { IsFaulted: false } waiting)
            {
                Journal(waiting, "Resumed");
                var resumed = new StepContext(this, waiting);
                await waiting.Node.Type!.Activity.ResumeAsync(resumed, item.Resumption!);
                await AfterCallAsync(resumed);
            }

            return;
        }

        var execution = Open(item);
        Journal(execution, "Started");
        var context = new StepContext(this, execution);
        await context.EvaluateInputsAsync();
        await execution.Node.Type!.Activity.ExecuteAsync(context);
        await AfterCallAsync(context);
    }

    private async ValueTask AfterCallAsync(StepContext context)
    {
        var execution = context.Execution;
        if (context.Outcomes is { } outcomes)
        {
            await CompleteAsync(execution, AsDrawn(execution, outcomes));
        }
        else if (execution.Node.Type!.Activity is ContainerActivity)
        {
            context.KeepInputs();
        }
        else if (execution.Bookmarks.Count > 0)
        {
            context.KeepInputs();
            Journal(execution, "Suspended");
        }
        else
        {
            await CompleteAsync(execution, Done);
        }
    }

    /// <summary>What the drawing calls the answers that were given. One that it does not know must not end a branch in silence.</summary>
    private static IReadOnlyList<string> AsDrawn(ActivityExecution execution, IReadOnlyList<string> outcomes)
    {
        if (FlowPorts.WrittenAnswers(execution.Node) is not { } drawn || outcomes.All(drawn.Contains))
        {
            return outcomes;
        }

        return [.. outcomes.Select(outcome => drawn.Contains(outcome)
            ? outcome
            : execution.Answers?.GetValueOrDefault(outcome) as string ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.AnswerNotDrawn, outcome, drawn)))];
    }

    private async ValueTask CancelChildrenAsync(ActivityExecution execution)
    {
        if (execution.OpenChildren == 0)
        {
            return;
        }

        foreach (var child in State.Executions.Values.Where(candidate => candidate.Parent == execution).ToList())
        {
            await CancelAsync(child);
        }
    }

    private async ValueTask CompleteAsync(ActivityExecution execution, IReadOnlyList<string> outcomes)
    {
        await CancelChildrenAsync(execution);

        Unschedule(execution);
        RemoveBookmarks(execution);
        Journal(execution, "Completed", null, outcomes == Done ? DonePayload : JsonSerializer.SerializeToElement(outcomes));
        Remove(execution);
        if (_isFinishing)
        {
            await CancelOpenAsync();
        }

        if (_isFinishing || execution.Parent is not { } parent)
        {
            State.Queue.Clear();
            State.Status = WorkflowStatus.Finished;
            State.SubStatus = WorkflowSubStatus.Finished;
            State.FinishedAt = Now;
            return;
        }

        if (_leaving is { } leaving)
        {
            var isThere = leaving.Target == parent || (leaving.Target is null && parent.Parent is null);
            _leaving = isThere ? null : leaving;
            await CompleteAsync(parent, isThere ? leaving.Outcomes : Done);
        }
        else if (!parent.IsFaulted)
        {
            var context = new StepContext(this, parent);
            await ((ContainerActivity)parent.Node.Type!.Activity).ChildCompletedAsync(context, execution.Node, outcomes, execution.IsBackward);
            if (context.Outcomes is { } parentOutcomes)
            {
                await CompleteAsync(parent, parentOutcomes);
            }
        }
    }

    private async ValueTask CancelOpenAsync()
    {
        State.Queue.Clear();
        foreach (var execution in State.Executions.Values)
        {
            execution.ScheduledChildren = 0;
        }

        foreach (var root in State.Executions.Values.Where(execution => execution.Parent is null).ToList())
        {
            await CancelAsync(root);
        }

        State.Parked.Clear();
    }

    private static bool CallsOutside(ActivityExecution execution) => execution.Node.Type?.Activity is BuiltInActivity { CallsOutside: true };

    private ActivityExecution Open(WorkItem item)
    {
        var execution = new ActivityExecution
        {
            Id = ++State.LastExecution,
            Node = item.Node,
            Parent = item.Owner,
            Since = Now,
            IsBackward = item.IsBackward,
            Variables = StateText.Defaults(item.Node.Variables),
            Iteration = item.Iteration,
        };
        State.Executions.Add(execution.Id, execution);
        if (item.Owner is not null)
        {
            item.Owner.OpenChildren++;
        }

        return execution;
    }

    private void Remove(ActivityExecution execution)
    {
        if (State.Executions.Remove(execution.Id) && execution.Parent is { } parent)
        {
            parent.OpenChildren--;
        }
    }

    private void Unschedule(ActivityExecution owner)
    {
        if (owner.ScheduledChildren == 0 && owner.Bookmarks.Count == 0)
        {
            return;
        }

        for (var link = State.Queue.First; link is not null;)
        {
            var next = link.Next;
            if ((link.Value.ExecutionId is null && link.Value.Owner == owner) || link.Value.ExecutionId == owner.Id)
            {
                State.Dequeue(link);
            }

            link = next;
        }
    }

    private void RemoveBookmarks(ActivityExecution execution)
    {
        foreach (var number in execution.Bookmarks)
        {
            if (State.Parked.RemoveAll(parked => parked.Number == number) == 0)
            {
                Changes.RemoveBookmark(number);
            }
        }

        execution.Bookmarks.Clear();
    }

    private void Settle()
    {
        if (State.Queue.Count == 0)
        {
            State.WithoutWait = 0;
        }

        State.SubStatus = State.Queue.Count > 0 ? WorkflowSubStatus.Executing : WorkflowSubStatus.Suspended;
    }

    private static string RetryText(WorkItem item, ActivityExecution execution)
    {
        var retry = new WorkItem { Node = item.Node, ExecutionId = execution.Id, Resumption = item.Resumption };
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.Writing))
        {
            retry.Write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
