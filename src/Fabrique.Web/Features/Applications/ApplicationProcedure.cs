using Fabrique.Domain;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Applications;

/// <summary>What goes on about an application.</summary>
public sealed class ApplicationProcedure(IWorkflowRuntime runtime, IWorkflowSignals signals)
{
    /// <summary>Its procedure ends and nobody is asked anything any more. The caller saves.</summary>
    public async Task StopAsync(Subject application, CancellationToken cancellationToken)
    {
        foreach (var instance in await runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = application.ToCorrelationId(), Status = WorkflowStatus.Running }, cancellationToken))
        {
            signals.Cancel(instance.Id);
        }

        // One that could not begin, for want of a published version, would begin later for an idea that is settled.
        await signals.TakeBackStartsAsync(application.ToCorrelationId(), cancellationToken);
    }
}
