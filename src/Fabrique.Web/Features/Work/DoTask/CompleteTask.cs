using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Work.DoTask;

/// <summary>A person does a drawn task.</summary>
public sealed record CompleteTask : ITaskInput
{
    public required Guid TaskId { get; init; }

    public required string Outcome { get; init; }

    public required string Comment { get; init; }

    /// <summary>To the form of the task.</summary>
    public required FormAnswers Answers { get; init; }
}

public sealed class CompleteTaskHandler(TaskServices services) : TaskHandler<CompleteTask>(services, DrawnTask.Code)
{
    protected override Task<Outcome<TaskCompletion>> ActAsync(CompleteTask input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<TaskCompletion>>(item.MayBeAnswered(input.Outcome, input.Comment, input.Answers) is { } refusal
            ? refusal
            : new TaskCompletion(input.Outcome, $"Tâche faite : « {item.Title} », issue « {input.Outcome} ».") { IsInternal = true });

    protected override void Complete(CompleteTask input, WorkItem item, string outcome, Guid actorId, DateTime now) =>
        item.Answer(outcome, input.Comment, input.Answers, actorId, now);
}
