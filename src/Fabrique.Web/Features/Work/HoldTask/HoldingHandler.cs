using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Work.HoldTask;

/// <summary>What says who sees to a task.</summary>
public interface IHoldingInput
{
    Guid TaskId { get; }
}

/// <summary>Somebody to whom a task is addressed, or who entrusted it, changes who sees to it. When it is in other hands by now, they are told so.</summary>
public abstract class HoldingHandler<TInput>(TaskServices services) : Handler<TInput>(services.Runner)
    where TInput : IHoldingInput
{
    protected sealed override async Task<Outcome> ActAsync(TInput input, CancellationToken cancellationToken)
    {
        var (item, isMine) = await services.Tasks.FindHeldAsync(input.TaskId, cancellationToken) ?? throw new InvalidOperationException("The page loads the task first.");
        return await ActAsync(input, item, isMine, services.Clock.GetUtcNow().UtcDateTime, cancellationToken);
    }

    /// <summary>Asks the domain, and changes the task.</summary>
    /// <param name="input">What the person sent.</param>
    /// <param name="item">The task, theirs or no longer.</param>
    /// <param name="isMine">Whether it is theirs to do.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    protected abstract Task<Outcome> ActAsync(TInput input, WorkItem item, bool isMine, DateTime now, CancellationToken cancellationToken);

    /// <summary>The refusal of what only those who are to do it may do.</summary>
    protected static Refusal? Elsewhere(WorkItem item, bool isMine) => item.MayBeCompleted() ?? (isMine ? null : new Refusal("task-elsewhere", $"{TaskFormPage.Elsewhere} Rien n’a été changé."));
}
