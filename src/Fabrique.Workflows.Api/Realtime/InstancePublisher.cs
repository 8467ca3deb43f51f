using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Tells those who look at instances that they have moved: at once when this process moved them, and otherwise within the time of a poll, which is one query for all of
/// them and is not made while nobody looks.
/// </summary>
internal sealed class InstancePublisher(ObservedInstances observed, IWorkflowRuntime runtime, IHubContext<WorkflowInstanceHub> hub, WorkflowApiOptions options, TimeProvider clock, ILogger<InstancePublisher> log) : BackgroundService
{
    public const string Permission = "read:workflow-instances";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var poll = clock.CreateTimer(_ => WakeIfObserved(), null, options.ObservationInterval, options.ObservationInterval);
        await foreach (var _ in observed.Wakes.ReadAllAsync(stoppingToken))
        {
            try
            {
                await PublishAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(exception, "Instances that somebody looks at could not be read; they are at the next poll.");
            }
        }
    }

    private void WakeIfObserved()
    {
        if (!observed.IsEmpty)
        {
            observed.Wake();
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (observed.IsEmpty)
        {
            return;
        }

        foreach (var (id, revision) in await runtime.GetRevisionsAsync(observed.Ids(), cancellationToken))
        {
            if (observed.Move(id, revision))
            {
                var stats = await runtime.GetActivityStatsAsync(id, cancellationToken);
                var group = hub.Clients.Group(id);
                await group.SendAsync("ActivityExecutionLogUpdatedAsync", new StatsReport([.. stats.Select(StatsModel.From)]), cancellationToken);
                await group.SendAsync("WorkflowExecutionLogUpdatedAsync", new { }, cancellationToken);
                await group.SendAsync("WorkflowInstanceUpdatedAsync", new { workflowInstanceId = id }, cancellationToken);
            }
        }
    }
}
