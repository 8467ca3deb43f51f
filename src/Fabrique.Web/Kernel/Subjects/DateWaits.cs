using Fabrique.Domain;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>Has the procedures that wait for a date of something look at it again, once it was moved.</summary>
public sealed class DateWaits(IWorkflowRuntime runtime, IWorkflowSignals signals)
{
    private const int MostInstances = 50;

    /// <summary>They do once the caller's transaction commits.</summary>
    public async Task LookAgainAsync(Subject subject, CancellationToken cancellationToken)
    {
        var instances = await runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = subject.ToCorrelationId(), Take = MostInstances }, cancellationToken);
        foreach (var instance in instances.Where(instance => instance.Status is WorkflowStatus.Running))
        {
            var details = await runtime.GetDetailsAsync(instance.Id, cancellationToken);
            foreach (var wait in details?.Bookmarks.Where(bookmark => bookmark.Name == WaitForDate.BookmarkName) ?? [])
            {
                signals.Resume(new ResumeRequest(wait.Name, wait.Key) { InstanceId = instance.Id });
            }
        }
    }
}
