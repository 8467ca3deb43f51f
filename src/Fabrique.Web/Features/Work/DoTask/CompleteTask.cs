using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Work.DoTask;

/// <summary>A person does a drawn task.</summary>
public sealed record CompleteTask
{
    public required Guid TaskId { get; init; }

    public required string Outcome { get; init; }

    public required string Comment { get; init; }

    /// <summary>What was typed, in the order of the form.</summary>
    public required IReadOnlyList<string?> Answers { get; init; }
}

public sealed class CompleteTaskHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, ConflictRetry retry, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(CompleteTask input, CancellationToken cancellationToken)
    {
        var outcome = await retry.RunAsync(() => CompleteAsync(input, cancellationToken));
        await signals.KickAsync(cancellationToken);
        return outcome;
    }

    private async Task<Outcome> CompleteAsync(CompleteTask input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, DrawnTask.Code, cancellationToken)
            ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeAnswered(input.Outcome, input.Comment, input.Answers) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        item.Answer(input.Outcome, input.Comment, input.Answers, actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now),
            item.Subject,
            now.UtcDateTime,
            actor.Id,
            $"Tâche faite : « {item.Title} », issue « {item.Outcome} ».",
            isInternal: true));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
