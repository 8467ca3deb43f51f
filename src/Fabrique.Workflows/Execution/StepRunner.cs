using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Execution;

/// <summary>Carries an instance from commit to commit: each step loads, consumes its source, executes, saves business and runtime rows, commits.</summary>
internal sealed class StepRunner(IWorkflowDatabase database, CompiledWorkflows workflows, WorkflowObservers observers, WorkflowAlarm alarm, ProcedureRates rates, WorkflowOptions options, TimeProvider clock, ILogger<StepRunner> logger)
{
    private const string NotNullViolation = "23502";

    /// <summary>Hears of each step right after its commit, in order: how a simulation sees what happened.</summary>
    public Action<InstanceState, StepChanges>? Committed { get; set; }

    /// <summary>What a simulation does is not told as work of the product.</summary>
    public bool IsSimulated => Committed is not null;

    public async Task<StepOutcome> RunAsync(StepSource source, CancellationToken cancellationToken)
    {
        var signals = new List<string>();
        InstanceState? known = null;
        while (true)
        {
            var step = await RunStepAsync(source, known, signals, cancellationToken);
            if (step is not { } state)
            {
                return new StepOutcome(known?.Summarize(), signals);
            }

            known = state;
            if (state.Status == WorkflowStatus.Finished || state.NextDue(Instants.Now(clock)) is null)
            {
                return new StepOutcome(state.Summarize(), signals);
            }

            source = new ContinueSource(state.Id, IsTakeOver: false);
        }
    }

    /// <summary>Reads what the activity that waits on a bookmark has to call.</summary>
    /// <returns>Null when nobody waits for the call any more: the instance went on, ended, or is stopped by an incident.</returns>
    public async Task<OutsideCall?> ReadCallAsync(BookmarkAddress address, bool isLastAttempt, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        if (await InstanceTable.FindAsync(sql, address.InstanceId, isLocked: false, cancellationToken) is not { Summary.Status: WorkflowStatus.Running } row)
        {
            return null;
        }

        var state = Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
        var waiting = state.Parked.Exists(parked => parked.Number == address.Number)
            ? null
            : state.Executions.Values.FirstOrDefault(execution => execution.Bookmarks.Contains(address.Number));
        return waiting is null ? null : new OutsideCall(state.Id, waiting, isLastAttempt, options);
    }

    /// <summary>One step. When an activity fails, the step is rolled back and replayed up to the failing call, which is then put on the ladder.</summary>
    private async Task<InstanceState?> RunStepAsync(StepSource source, InstanceState? known, List<string> signals, CancellationToken cancellationToken)
    {
        using var span = IsSimulated ? null : WorkflowTelemetry.Source.StartActivity("workflow:step");
        try
        {
            return await TakeStepAsync(source, known, signals, span, cancellationToken);
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
    }

    private async Task<InstanceState?> TakeStepAsync(StepSource source, InstanceState? known, List<string> signals, System.Diagnostics.Activity? span, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var began = clock.GetTimestamp();
        StepFault? fault = null;
        var transient = known is { Workflow.HasTransientVariables: true } ? known.TransientValues() : null;
        while (true)
        {
            await using var step = await database.BeginStepAsync(cancellationToken);
            var sql = new SqlSession(step, database.Engine);
            if (source.SignalId is { } signal && !await SignalTable.RemoveAsync(sql, signal, cancellationToken))
            {
                return null;
            }

            var changes = new StepChanges();
            var (state, bookmark) = await LoadAsync(source, sql, known, now, signals, cancellationToken);
            var burst = state is null ? null : new Burst(state, changes, options, clock, step, now, cancellationToken) { Sql = sql, Rates = rates };
            if (burst is null || !await ConsumeAsync(source, burst, bookmark, sql, cancellationToken))
            {
                if (source.SignalId is not null)
                {
                    await step.CommitAsync(cancellationToken);
                }

                return null;
            }

            if (known is null && transient is not null)
            {
                state!.Restore(transient);
            }

            known = null;
            using var scope = logger.BeginScope("{Procedure} {Instance} {Correlation}", state!.Workflow.DefinitionId, state.Id, state.CorrelationId);
            step.SetUseCase("workflow:" + state.Workflow.DefinitionId);
            var (mailsBefore, tasksBefore) = (state.Mails, state.Tasks);
            var failure = await ExecuteAsync(source, burst, step, fault?.Index, cancellationToken);
            if (failure is not null && (fault is null || failure.Index < fault.Index))
            {
                logger.LogWarning(failure.Exception, "Activity {ActivityId} of instance {InstanceId} failed", failure.Node.Id, state.Id);
                fault = failure;
                continue;
            }

            if (fault is not null)
            {
                burst.Fail(fault, burst.NewId());
            }

            var isNew = state.Revision == 0;
            var (mails, tasks) = (state.Mails - mailsBefore, state.Tasks - tasksBefore);
            try
            {
                if (!await SaveAsync(source, burst, step, sql, cancellationToken))
                {
                    return null;
                }
            }
            catch (StateTooLargeException exception) when (burst.Calls > 0 && burst.LastNode is not null)
            {
                // Too large a value is the failure of the activity that set it: call by call, the step is replayed less far until it fits.
                fault = new StepFault(burst.Calls - 1, burst.LastNode, exception);
                continue;
            }
            catch (DbException exception) when (state.IsVersionAssumed && exception.SqlState == NotNullViolation)
            {
                workflows.ForgetPublished(state.Workflow.DefinitionId);
                fault = null;
                continue;
            }

            rates.Add(state.Workflow.DefinitionId, now, new HourlyCount(isNew ? 1 : 0, burst.Calls, mails, tasks));
            changes.AfterCommit.ForEach(tell => tell());
            Note(source, span, burst, bookmark, fault is null ? "done" : changes.Incidents.Count > 0 ? "incident" : "retry", clock.GetElapsedTime(began));
            Committed?.Invoke(state, changes);
            observers.Tell(state.Id);
            if (PlannedBy(burst) is { } due)
            {
                alarm.Timers.Ring(due);
            }

            signals.AddRange(changes.Signals.Select(written => written.Id));
            if (burst.UsesServices)
            {
                signals.AddRange(step.WrittenSignals);
            }

            return state;
        }
    }

    private void Note(StepSource source, System.Diagnostics.Activity? span, Burst burst, BookmarkRow? bookmark, string outcome, TimeSpan took)
    {
        if (IsSimulated)
        {
            return;
        }

        WorkflowTelemetry.NoteStep(span, burst.State, burst.LastNode?.TypeName, outcome, took);
        if (source is ResumeSource { IsTimer: true } && bookmark?.DueAt is { } due)
        {
            WorkflowTelemetry.NoteLateness("timers", burst.Now - due);
        }
    }

    /// <returns>The instance, and the bookmark that it is resumed by.</returns>
    private async Task<(InstanceState? State, BookmarkRow? Bookmark)> LoadAsync(StepSource source, SqlSession sql, InstanceState? known, DateTime now, List<string> signals, CancellationToken cancellationToken)
    {
        switch (source)
        {
            case ResumeSource resume:
                return await LoadWaitingAsync(sql, await InstanceTable.FindWaitingAsync(sql, resume.Address, cancellationToken), cancellationToken);
            case FindSource find:
                return await LoadWaitingAsync(sql, await InstanceTable.FindWaitingAsync(sql, find.Name, find.Key, find.InstanceId, cancellationToken), cancellationToken);
            case ChildSource child:
                return await LoadParentAsync(sql, child, cancellationToken);
            default:
                return (await LoadInstanceAsync(source, sql, known, now, signals, cancellationToken), null);
        }
    }

    private async Task<(InstanceState? State, BookmarkRow? Bookmark)> LoadWaitingAsync(SqlSession sql, (InstanceRow Instance, BookmarkRow Bookmark)? found, CancellationToken cancellationToken) => found is { } waiting
        ? (Load(waiting.Instance, await workflows.OfVersionAsync(sql, waiting.Instance.Summary.DefinitionVersionId, cancellationToken)), waiting.Bookmark)
        : default;

    /// <summary>The parent, with the bookmark by which it waits; without one when an incident stops it.</summary>
    private async Task<(InstanceState? State, BookmarkRow? Bookmark)> LoadParentAsync(SqlSession sql, ChildSource child, CancellationToken cancellationToken)
    {
        var waiting = await InstanceTable.FindWaitingAsync(sql, child.BookmarkName, child.ChildId, child.InstanceId, cancellationToken);
        if (waiting is null && await InstanceTable.FindAsync(sql, child.InstanceId, isLocked: true, cancellationToken) is { } row)
        {
            // Whoever held the lock may have put the bookmark back.
            waiting = await InstanceTable.FindWaitingAsync(sql, child.BookmarkName, child.ChildId, child.InstanceId, cancellationToken);
            if (waiting is null)
            {
                return (Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken)), null);
            }
        }

        return await LoadWaitingAsync(sql, waiting, cancellationToken);
    }

    private async Task<InstanceState?> LoadInstanceAsync(StepSource source, SqlSession sql, InstanceState? known, DateTime now, List<string> signals, CancellationToken cancellationToken)
    {
        var id = source switch
        {
            StartSource start => start.InstanceId,
            ContinueSource continued => continued.InstanceId,
            CancelSource cancelled => cancelled.InstanceId,
            RetrySource retry => retry.InstanceId,
            _ => throw new InvalidOperationException(source.ToString()),
        };
        if (source is StartSource started)
        {
            return await CreateAsync(started, sql, now, signals, cancellationToken);
        }

        if (await InstanceTable.FindAsync(sql, id, isLocked: true, cancellationToken) is not { } row)
        {
            return null;
        }

        if (known is not null && known.Revision == row.Revision)
        {
            return known;
        }

        if (source is ContinueSource { IsTakeOver: true } && (row.WakeAt is null || row.WakeAt > now))
        {
            return null;
        }

        return Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
    }

    private async Task<InstanceState?> CreateAsync(StartSource source, SqlSession sql, DateTime now, List<string> signals, CancellationToken cancellationToken)
    {
        var request = source.Request;
        if ((request.InstanceId is not null && await InstanceTable.FindAsync(sql, source.InstanceId, isLocked: false, cancellationToken) is not null)
            || (request.ParentInstanceId is { } parent && await InstanceTable.IsCancelledAsync(sql, parent, cancellationToken)))
        {
            return null;
        }

        if (source.SignalId is not null && request is { TriggerActivityId: not null, ParentInstanceId: null })
        {
            rates.ThrowIfLaunchedTooOften(request.DefinitionId, now, 1);
        }

        try
        {
            // Where a question costs a journey, the insertion itself asks it.
            var assumed = sql.IsPostgreSql && request is { VersionId: null, TriggerActivityId: null } ? workflows.RememberedPublished(request.DefinitionId) : null;
            var workflow = assumed ?? await WorkflowAsync(request, sql, cancellationToken);
            if (workflow.ActivationStrategy != ActivationStrategy.Always)
            {
                await ThrowIfRefusedAsync(workflow, request, sql, cancellationToken);
            }

            var state = InstanceState.Create(source.InstanceId, workflow, request, now);
            state.IsVersionAssumed = assumed is not null;
            return state;
        }
        catch (WorkflowNotStartedException refusal) when (source.SignalId is not null)
        {
            logger.LogInformation(refusal, "The start of {DefinitionId} by a signal is dropped", request.DefinitionId);
        }
        catch (Exception failure) when (request.AwaitedAs is not null && failure is WorkflowNotFoundException or InvalidInputException or InvalidVariableException)
        {
            logger.LogWarning(failure, "A child of {InstanceId} cannot be started", request.ParentInstanceId);
        }

        if (request is { AwaitedAs: { } bookmark, ParentInstanceId: { } waiting })
        {
            // Whoever waits for a child that will never be must not wait for ever.
            var told = new Signal(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), SignalKind.Resume)
            {
                Name = bookmark,
                Key = source.InstanceId,
                InstanceId = waiting,
                Payload = ChildReport.Write(source.InstanceId, WorkflowStatus.Finished, WorkflowSubStatus.Cancelled, request.CorrelationId, new Dictionary<string, object?>(StringComparer.Ordinal)),
                CreatedAt = now,
            };
            SignalTable.Add(sql, told, now);
            await sql.FlushAsync(cancellationToken);
            signals.Add(told.Id);
        }

        return null;
    }

    private async Task<CompiledWorkflow> WorkflowAsync(StartRequest request, SqlSession sql, CancellationToken cancellationToken)
    {
        var workflow = request.VersionId is { } version
            ? await workflows.OfVersionAsync(sql, version, cancellationToken)
            : await workflows.PublishedAsync(sql, request.DefinitionId, cancellationToken);
        if (request.VersionId is not null && workflow.HasErrors)
        {
            throw new InvalidDefinitionException([.. workflow.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => (workflow.DefinitionId, problem))]);
        }

        return request.TriggerActivityId is not { } trigger || workflow.Nodes.ContainsKey(trigger)
            ? workflow
            : throw new WorkflowNotFoundException($"No activity {trigger} in version {workflow.Version} of the definition {workflow.DefinitionId}.");
    }

    /// <summary>Those who start within the same scope do it one after the other, so that the second sees the first.</summary>
    private static async Task ThrowIfRefusedAsync(CompiledWorkflow workflow, StartRequest request, SqlSession sql, CancellationToken cancellationToken)
    {
        var strategy = workflow.ActivationStrategy;
        var correlationId = strategy == ActivationStrategy.Singleton ? null : request.CorrelationId;
        if (strategy == ActivationStrategy.Correlation && correlationId is null)
        {
            return;
        }

        var definitionId = strategy == ActivationStrategy.Correlation ? null : workflow.DefinitionId;
        await sql.LockScopeAsync($"{strategy}\n{definitionId}\n{correlationId}", cancellationToken);
        if (await InstanceTable.IsRunningAsync(sql, definitionId, correlationId, isCorrelated: strategy != ActivationStrategy.Singleton, cancellationToken))
        {
            throw new WorkflowNotStartedException(workflow.DefinitionId, strategy.ToString());
        }
    }

    public static InstanceState Load(InstanceRow row, CompiledWorkflow workflow)
    {
        var state = new InstanceState
        {
            Id = row.Summary.Id,
            Workflow = workflow,
            Name = row.Summary.Name,
            CorrelationId = row.Summary.CorrelationId,
            ParentInstanceId = row.ParentInstanceId,
            Status = row.Summary.Status,
            SubStatus = row.Summary.SubStatus,
            IncidentCount = row.Summary.IncidentCount,
            CreatedAt = row.Summary.CreatedAt,
            UpdatedAt = row.Summary.UpdatedAt,
            FinishedAt = row.Summary.FinishedAt,
            Revision = row.Revision,
        };
        state.Deserialize(row.State);
        return state;
    }

    /// <summary>Takes the source out of the database and puts its call in the queue.</summary>
    /// <returns>Whether there is something to do.</returns>
    private async Task<bool> ConsumeAsync(StepSource source, Burst burst, BookmarkRow? bookmark, SqlSession sql, CancellationToken cancellationToken)
    {
        var state = burst.State;
        switch (source)
        {
            case ResumeSource resume:
                return Consume(bookmark!, burst, resume.Input, resume.IsTimer);
            case FindSource find:
                return Consume(bookmark!, burst, find.Input, isTimer: false);
            case RetrySource retry:
                if (await IncidentTable.ResolveAsync(sql, state.Id, retry.IncidentId, burst.Now, cancellationToken) is not { } workItem)
                {
                    return false;
                }

                var item = ReadItem(workItem, state);
                if (item.Resumption is { } stopped && Children.AreAwaitedBy(stopped.Name) && await ReportOfAsync(sql, stopped.Name, stopped.Key, cancellationToken) is { } now)
                {
                    item = WithReport(item, now);
                }

                await RetryAsync(burst, item, sql, cancellationToken);
                return true;
            case ChildSource child:
                return await ConsumeReportAsync(child, burst, bookmark, sql, cancellationToken);
            case CancelSource:
                return state.Status == WorkflowStatus.Running || state.SubStatus == WorkflowSubStatus.Faulted;
            default:
                return state.Status == WorkflowStatus.Running;
        }
    }

    /// <summary>Takes a bookmark of the locked instance; its row goes with the other writes of the step.</summary>
    private static bool Consume(BookmarkRow bookmark, Burst burst, JsonElement? input, bool isTimer)
    {
        var state = burst.State;
        if (state.Status == WorkflowStatus.Finished
            || !state.Executions.TryGetValue(bookmark.ExecutionId, out var execution)
            || state.Parked.Exists(parked => parked.Number == bookmark.Number)
            || !execution.Bookmarks.Remove(bookmark.Number))
        {
            return false;
        }

        burst.Changes.RemovedBookmarks.Add(bookmark.Number);
        state.Enqueue(new WorkItem { Node = execution.Node, ExecutionId = execution.Id, Resumption = new Resumption(bookmark.Name, bookmark.Key, input, isTimer) });
        return true;
    }

    /// <summary>Takes what a child tells. Of an incident only as long as it is open; of a repair only when the parent knows of the incident.</summary>
    private async Task<bool> ConsumeReportAsync(ChildSource child, Burst burst, BookmarkRow? bookmark, SqlSession sql, CancellationToken cancellationToken)
    {
        var report = ChildReport.Read(child.Report);
        if (report is { IsOnTheWay: true, SubStatus: WorkflowSubStatus.Faulted })
        {
            return bookmark is not null
                && await InstanceTable.FindAsync(sql, child.ChildId, isLocked: false, cancellationToken) is { Summary.IncidentCount: > 0 }
                && Consume(bookmark, burst, child.Report, isTimer: false);
        }

        if (!report.IsOnTheWay && bookmark is not null)
        {
            return Consume(bookmark, burst, child.Report, isTimer: false);
        }

        foreach (var (incident, text) in await IncidentTable.WorkItemsAsync(sql, burst.State.Id, cancellationToken))
        {
            var item = ReadItem(text, burst.State);
            if (item.Resumption is { } stopped && stopped.Name == child.BookmarkName && stopped.Key == child.ChildId)
            {
                await IncidentTable.ResolveAsync(sql, burst.State.Id, incident, burst.Now, cancellationToken);
                await RetryAsync(burst, WithReport(item, child.Report!.Value), sql, cancellationToken);
                return true;
            }
        }

        return false;
    }

    /// <summary>Retries what was stopped. What children told meanwhile was dropped: they are asked again.</summary>
    private async Task RetryAsync(Burst burst, WorkItem item, SqlSession sql, CancellationToken cancellationToken)
    {
        foreach (var restored in burst.Retry(item).Where(restored => Children.AreAwaitedBy(restored.Name)))
        {
            if (await ReportOfAsync(sql, restored.Name, restored.Key, cancellationToken) is { } report && ChildReport.Read(report) is not { IsOnTheWay: true, SubStatus: WorkflowSubStatus.Suspended })
            {
                burst.ResumeRestored(restored, report);
            }
        }
    }

    /// <summary>What a child would tell by now; null when there is nothing to tell, because it has not started or goes its way.</summary>
    private async Task<JsonElement?> ReportOfAsync(SqlSession sql, string bookmarkName, string childId, CancellationToken cancellationToken)
    {
        string? text;
        if (await InstanceTable.FindAsync(sql, childId, isLocked: false, cancellationToken) is not { } row)
        {
            text = await SignalTable.IsStartPendingAsync(sql, childId, cancellationToken)
                ? null
                : ChildReport.Write(childId, WorkflowStatus.Finished, WorkflowSubStatus.Cancelled, null, new Dictionary<string, object?>(StringComparer.Ordinal));
        }
        else
        {
            var state = Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
            var isOver = state.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled;
            text = isOver || (state.AwaitedAs is null && (state.SubStatus == WorkflowSubStatus.Faulted || bookmarkName == ExecuteWorkflow.BookmarkName)) ? ChildReport.Write(state)
                : bookmarkName != BulkDispatchWorkflows.BookmarkName && !state.IsAwaitedUntilItWaits ? ChildReport.WriteOnTheWay(state)
                : null;
        }

        return text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static WorkItem ReadItem(string text, InstanceState state)
    {
        using var document = JsonDocument.Parse(text);
        return WorkItem.Read(document.RootElement, state.Workflow, state.Executions);
    }

    private static WorkItem WithReport(WorkItem item, JsonElement report) => new() { Node = item.Node, ExecutionId = item.ExecutionId, Resumption = item.Resumption! with { Input = report } };

    private static async Task<StepFault?> ExecuteAsync(StepSource source, Burst burst, IStepTransaction step, int? stopAt, CancellationToken cancellationToken)
    {
        if (source is CancelSource)
        {
            await burst.CancelAllAsync();
        }
        else if (await burst.RunAsync(stopAt) is { } failure)
        {
            return failure;
        }

        if (!burst.UsesServices)
        {
            return null;
        }

        if (source is not CancelSource && burst.LastNode is { } last && burst.Count(step.Writes) is { } exceeded && stopAt is null)
        {
            return new StepFault(burst.Calls - 1, last, exceeded);
        }

        try
        {
            await step.SaveBusinessRowsAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (source is not CancelSource && burst.LastNode is not null && stopAt is null && !cancellationToken.IsCancellationRequested)
        {
            return new StepFault(burst.Calls - 1, burst.LastNode, exception);
        }
    }

    /// <summary>Writes the runtime's rows and commits.</summary>
    /// <returns>False when an instance of the same identifier was started meanwhile.</returns>
    private async Task<bool> SaveAsync(StepSource source, Burst burst, IStepTransaction step, SqlSession sql, CancellationToken cancellationToken)
    {
        var state = burst.State;
        var changes = burst.Changes;
        state.UpdatedAt = burst.Now;
        if (changes.Incidents.Count > 0)
        {
            await ParkAsync(burst, sql, cancellationToken);
        }

        ReportToParent(burst);
        if (state.SubStatus == WorkflowSubStatus.Cancelled && (await InstanceTable.RunningChildrenAsync(sql, state.Id, null, 1, cancellationToken)).Count > 0)
        {
            burst.Send(SignalKind.CancelChildren, signal => signal with { InstanceId = state.Id });
        }

        // Nobody can retry an incident of an instance that ended for good.
        var hasDeadIncidents = state is { IncidentCount: > 0, SubStatus: WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled };
        if (hasDeadIncidents)
        {
            state.IncidentCount = 0;
        }

        var isNew = state.Revision == 0;
        var firstSequence = state.LastSequence + 1;
        state.LastSequence += changes.Journal.Count;
        var body = state.Serialize();
        if (body.Length > options.MaximumStateBytes)
        {
            throw new StateTooLargeException(options.MaximumStateBytes);
        }

        InstanceTable.Save(sql, state, body, WakeAt(burst));
        JournalTable.Add(sql, state.Id, firstSequence, changes.Journal);
        if (state.Status == WorkflowStatus.Finished && !isNew)
        {
            BookmarkTable.RemoveAll(sql, state.Id);
        }
        else
        {
            changes.RemovedBookmarks.ForEach(number => BookmarkTable.Remove(sql, state.Id, number));
            changes.AddedBookmarks.ForEach(bookmark => BookmarkTable.Add(sql, state.Id, bookmark));
        }

        changes.Signals.ForEach(signal => SignalTable.Add(sql, signal, burst.Now));
        changes.Incidents.ForEach(incident => IncidentTable.Add(sql, state.Id, incident));
        if (hasDeadIncidents)
        {
            IncidentTable.ResolveAll(sql, state.Id, burst.Now);
        }

        WorkflowAlarm.Tell(sql, PlannedBy(burst), burst.Now);
        if (source is not StartSource { Request.InstanceId: not null })
        {
            await sql.CommitAsync(cancellationToken);
            return true;
        }

        // The identifier is somebody else's choice: it may be taken.
        if ((await sql.FlushAsync(cancellationToken))[0] == 0)
        {
            return false;
        }

        await step.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>A child that a retry may still bring to its end keeps its parent waiting, unless the parent has a port for it; the parent is told on the way.</summary>
    private static void ReportToParent(Burst burst)
    {
        var state = burst.State;
        var isEnd = state.SubStatus is WorkflowSubStatus.Finished or WorkflowSubStatus.Cancelled
            || (state.SubStatus == WorkflowSubStatus.Faulted && (state.IsAwaitedUntilItWaits || state.AwaitedAs == BulkDispatchWorkflows.BookmarkName))
            || (state.SubStatus == WorkflowSubStatus.Suspended && state.IsAwaitedUntilItWaits);
        if (isEnd && state is { AwaitedAs: { } bookmark, ParentInstanceId: { } parent })
        {
            state.AwaitedAs = null;
            Tell(bookmark, parent, ChildReport.Write(state));
        }
        else if (state is { IsAwaitedUntilItWaits: false, AwaitedAs: { } held, ParentInstanceId: { } holder } && held != BulkDispatchWorkflows.BookmarkName
            && (burst.Changes.Incidents.Count > 0 || (burst.HasRetried && state.IncidentCount == 0)))
        {
            Tell(held, holder, ChildReport.WriteOnTheWay(state));
        }

        void Tell(string bookmarkName, string parentId, string report) =>
            burst.Send(SignalKind.Resume, signal => signal with { Name = bookmarkName, Key = state.Id, InstanceId = parentId, Payload = report });
    }

    /// <summary>Withdraws the bookmarks that an incident stops, and keeps them for the retry.</summary>
    private static async Task ParkAsync(Burst burst, SqlSession sql, CancellationToken cancellationToken)
    {
        var state = burst.State;
        var stored = state.Revision == 0 ? [] : await BookmarkTable.OfInstanceAsync(sql, state.Id, cancellationToken);
        var isStopped = state.Status == WorkflowStatus.Finished;
        foreach (var bookmark in stored.Where(bookmark => !burst.Changes.RemovedBookmarks.Contains(bookmark.Number)).Concat(burst.Changes.AddedBookmarks).ToList())
        {
            if (isStopped || state.Executions.GetValueOrDefault(bookmark.ExecutionId) is { IsFaulted: true })
            {
                state.Parked.Add(bookmark);
                burst.Changes.RemoveBookmark(bookmark.Number);
            }
        }
    }

    private static DateTime? PlannedBy(Burst burst)
    {
        var state = burst.State;
        var due = burst.Changes.AddedBookmarks.Count == 0 ? null : burst.Changes.AddedBookmarks.Min(bookmark => bookmark.DueAt);
        var retry = state.Status == WorkflowStatus.Finished || state.Queue.Count == 0 ? null : state.Queue.Min(item => item.NotBefore);
        return retry is null || due < retry ? due : retry;
    }

    private DateTime? WakeAt(Burst burst)
    {
        if (burst.State.Status == WorkflowStatus.Finished || burst.State.Queue.Count == 0)
        {
            return null;
        }

        return burst.State.NextDue(burst.Now) is null ? burst.State.Queue.Min(item => item.NotBefore) : burst.Now + options.Lease;
    }

    private sealed class StateTooLargeException(int maximum) : PermanentFailureException(new WorkflowMessage(MessageCodes.StateTooLarge, maximum));
}
