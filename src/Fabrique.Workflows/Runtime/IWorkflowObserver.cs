using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows;

/// <summary>
/// Hears of each committed step of this process, to show it to somebody. Any number may be registered. One is called while others wait: it only takes note. What it
/// throws is logged and changes nothing. Steps of other processes are not heard: compare <see cref="IWorkflowRuntime.GetRevisionsAsync"/>.
/// </summary>
public interface IWorkflowObserver
{
    /// <summary>An instance was changed or deleted, and its transaction is durable.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    void OnCommitted(string instanceId);
}

/// <summary>Those who want to hear of commits.</summary>
internal sealed class WorkflowObservers(IEnumerable<IWorkflowObserver> observers, ILogger<WorkflowObservers> logger)
{
    private readonly IWorkflowObserver[] _observers = [.. observers];

    public void Tell(string instanceId)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer.OnCommitted(instanceId);
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "{Observer} failed to hear of instance {InstanceId}", observer.GetType().Name, instanceId);
            }
        }
    }
}
