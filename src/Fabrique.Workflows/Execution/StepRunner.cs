using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Execution;

/// <summary>Carries an instance from commit to commit: each step loads, consumes its source, executes, saves business and runtime rows, commits.</summary>
internal sealed class StepRunner(IWorkflowDatabase database, WorkflowCatalog catalog, WorkflowOptions options, TimeProvider clock, ILogger<StepRunner> logger)
{
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

    /// <summary>One step. When an activity fails, the step is rolled back and replayed up to the failing call, which is then put on the ladder.</summary>
    private async Task<InstanceState?> RunStepAsync(StepSource source, InstanceState? known, List<string> signals, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        StepFault? fault = null;
        while (true)
        {
            await using var step = await database.BeginStepAsync(cancellationToken);
            var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
            if (source.SignalId is { } signal && !await SignalTable.RemoveAsync(sql, signal, cancellationToken))
            {
                return null;
            }

            var changes = new StepChanges();
            var state = await LoadAsync(source, sql, known, now, cancellationToken);
            var burst = state is null ? null : new Burst(state, changes, options, clock, step.Services, now, cancellationToken);
            if (burst is null || !await ConsumeAsync(source, burst, sql, cancellationToken))
            {
                if (source.SignalId is not null)
                {
                    await step.CommitAsync(cancellationToken);
                }

                return null;
            }

            known = null;
            step.SetUseCase("workflow:" + state!.Workflow.DefinitionId);
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

            if (!await SaveAsync(burst, sql, cancellationToken))
            {
                return null;
            }

            await step.CommitAsync(cancellationToken);
            signals.AddRange(changes.Signals.Select(written => written.Id));
            if (burst.UsesServices)
            {
                signals.AddRange(step.WrittenSignals);
            }

            return state;
        }
    }

    private async Task<InstanceState?> LoadAsync(StepSource source, SqlSession sql, InstanceState? known, DateTime now, CancellationToken cancellationToken)
    {
        var id = source switch
        {
            StartSource start => start.InstanceId,
            ResumeSource resume => resume.Address.InstanceId,
            ContinueSource continued => continued.InstanceId,
            CancelSource cancelled => cancelled.InstanceId,
            RetrySource retry => retry.InstanceId,
            _ => throw new InvalidOperationException(source.ToString()),
        };
        if (source is StartSource started)
        {
            var workflow = started.Request.VersionId is { } version
                ? await catalog.CompiledAsync(sql, version, cancellationToken)
                : await catalog.PublishedAsync(sql, started.Request.DefinitionId, cancellationToken);
            if (started.Request.TriggerActivityId is { } trigger && !workflow.Nodes.ContainsKey(trigger))
            {
                throw new WorkflowNotFoundException($"No activity {trigger} in version {workflow.Version} of the definition {workflow.DefinitionId}.");
            }

            return started.Request.InstanceId is not null && await InstanceTable.FindAsync(sql, id, isLocked: false, cancellationToken) is not null
                ? null
                : InstanceState.Create(id, workflow, started.Request, now);
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

        return Load(row, await catalog.CompiledAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
    }

    internal static InstanceState Load(InstanceRow row, CompiledWorkflow workflow)
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
    private static async Task<bool> ConsumeAsync(StepSource source, Burst burst, SqlSession sql, CancellationToken cancellationToken)
    {
        var state = burst.State;
        switch (source)
        {
            case ResumeSource resume:
                if (state.Status == WorkflowStatus.Finished || await BookmarkTable.TakeAsync(sql, resume.Address, cancellationToken) is not [var bookmark])
                {
                    return false;
                }

                if (!state.Executions.TryGetValue(bookmark.ExecutionId, out var execution))
                {
                    return false;
                }

                execution.Bookmarks.Remove(bookmark.Number);
                state.Enqueue(new WorkItem { Node = execution.Node, ExecutionId = execution.Id, Resumption = new Resumption(bookmark.Name, bookmark.Key, resume.Input, resume.IsTimer) });
                return true;
            case RetrySource retry:
                if (await IncidentTable.ResolveAsync(sql, state.Id, retry.IncidentId, burst.Now, cancellationToken) is not { } workItem)
                {
                    return false;
                }

                burst.Retry(workItem);
                return true;
            case CancelSource:
                return state.Status == WorkflowStatus.Running || state.SubStatus == WorkflowSubStatus.Faulted;
            default:
                return state.Status == WorkflowStatus.Running;
        }
    }

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

    /// <returns>False when an instance of the same identifier was started meanwhile.</returns>
    private async Task<bool> SaveAsync(Burst burst, SqlSession sql, CancellationToken cancellationToken)
    {
        var state = burst.State;
        var changes = burst.Changes;
        state.UpdatedAt = burst.Now;
        if (changes.Incidents.Count > 0)
        {
            await ParkAsync(burst, sql, cancellationToken);
        }

        if (state is { Status: WorkflowStatus.Finished, SubStatus: not WorkflowSubStatus.Faulted, ParentInstanceId: { } parent })
        {
            burst.Send(SignalKind.Resume, signal => signal with { Name = DispatchWorkflow.BookmarkName, Key = state.Id, InstanceId = parent, Payload = Burst.PayloadText(state.Output) });
        }

        var isNew = state.Revision == 0;
        var firstSequence = state.LastSequence + 1;
        state.LastSequence += changes.Journal.Count;
        var body = state.Serialize();
        if (body.Length > options.MaximumStateBytes)
        {
            throw new PermanentFailureException($"L’état de l’instance {state.Id} dépasse {options.MaximumStateBytes} octets.");
        }

        InstanceTable.Save(sql, state, body, WakeAt(burst));
        JournalTable.Add(sql, state.Id, firstSequence, changes.Journal);
        changes.RemovedBookmarks.ForEach(number => BookmarkTable.Remove(sql, state.Id, number));
        if (state.Status == WorkflowStatus.Finished && !isNew)
        {
            BookmarkTable.RemoveAll(sql, state.Id);
        }
        else
        {
            changes.AddedBookmarks.ForEach(bookmark => BookmarkTable.Add(sql, state.Id, bookmark));
        }

        changes.Signals.ForEach(signal => SignalTable.Add(sql, signal, burst.Now));
        changes.Incidents.ForEach(incident => IncidentTable.Add(sql, state.Id, incident));
        var affected = await sql.FlushAsync(cancellationToken);
        if (affected[0] == 0 && !isNew)
        {
            throw new InvalidOperationException($"Instance {state.Id} was written by somebody else under our lock.");
        }

        return affected[0] == 1;
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

    private DateTime? WakeAt(Burst burst)
    {
        if (burst.State.Status == WorkflowStatus.Finished || burst.State.Queue.Count == 0)
        {
            return null;
        }

        return burst.State.NextDue(burst.Now) is null ? burst.State.Queue.Min(item => item.NotBefore) : burst.Now + options.Lease;
    }
}
