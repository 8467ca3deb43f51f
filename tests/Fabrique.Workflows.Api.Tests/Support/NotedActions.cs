using System.Collections.Concurrent;

namespace Fabrique.Workflows.Api.Tests.Support;

public sealed class NotedActions : IWorkflowApiJournal
{
    public ConcurrentQueue<WorkflowApiAction> Actions { get; } = [];

    public ValueTask WriteAsync(WorkflowApiAction action, CancellationToken cancellationToken)
    {
        Actions.Enqueue(action);
        return ValueTask.CompletedTask;
    }
}
