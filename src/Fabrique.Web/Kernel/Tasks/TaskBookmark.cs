using Fabrique.Domain.Work;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>What a procedure waits on while a task is to be done: a bookmark that only points at the task.</summary>
public static class TaskBookmark
{
    public const string Name = "Fabrique.WorkItem";

    public static string Key(WorkItem item) => item.Id.ToString("D");

    /// <summary>The bookmark of a task, as the use case that completes it addresses it.</summary>
    public static ResumeRequest Resumption(WorkItem item) => new(Name, Key(item)) { InstanceId = item.WorkflowInstanceId };
}
