using Microsoft.AspNetCore.SignalR;

namespace Fabrique.Workflows.Api;

/// <summary>Where Studio asks to be told when an instance moves.</summary>
/// <param name="runtime">The runtime.</param>
/// <param name="observed">Who looks at what.</param>
internal sealed class WorkflowInstanceHub(IWorkflowRuntime runtime, ObservedInstances observed) : Hub
{
    /// <summary>Tells the caller from now on of each step of an instance.</summary>
    public async Task ObserveInstanceAsync(string instanceId)
    {
        if (Context.User is not { } user || !Permissions.Allow(user, InstancePublisher.Permission))
        {
            throw new HubException("Vous n’avez pas l’habilitation nécessaire.");
        }

        if (!(await runtime.GetRevisionsAsync([instanceId], Context.ConnectionAborted)).TryGetValue(instanceId, out var revision))
        {
            throw new HubException("Cette exécution n’existe pas, ou plus.");
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
        observed.Add(Context.ConnectionId, instanceId, revision);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        observed.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
