using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>What a person sends to do a task of theirs.</summary>
public interface ITaskInput
{
    Guid TaskId { get; }

    /// <summary>The version of the task that the page showed; null when it does not matter, for nobody else can answer in the person's place.</summary>
    int? ShownVersion => null;
}

/// <summary>How a task ends.</summary>
/// <param name="Outcome">Stable code, or what was drawn.</param>
/// <param name="Sentence">The timeline's line, in French.</param>
public sealed record TaskCompletion(string Outcome, string Sentence)
{
    /// <summary>Whether the line is for those who work on the file only.</summary>
    public bool IsInternal { get; init; }
}

/// <summary>What every handler of a task needs.</summary>
public sealed record TaskServices(UseCaseRunner Runner, FabriqueDbContext Db, Actor Actor, TaskLoader Tasks, IWorkflowSignals Signals, TimeProvider Clock)
{
    /// <summary>Tells what the person does in the timeline of what a task is about.</summary>
    /// <param name="item">The task.</param>
    /// <param name="sentence">French; what does not fit is cut.</param>
    /// <param name="isInternal">Whether the line is for those who work on the file only.</param>
    /// <param name="forId">Whose « suppléance » the person holds; null when they act for themselves.</param>
    public void Tell(WorkItem item, string sentence, bool isInternal = true, Guid? forId = null)
    {
        var now = Clock.GetUtcNow();
        Db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), item.Subject, now.UtcDateTime, Actor.Id, Texts.Clip(sentence, TimelineEntry.SentenceLength), isInternal).For(forId));
    }

    /// <summary>Name of a person.</summary>
    public Task<string?> NameAsync(Guid? personId, CancellationToken cancellationToken) =>
        Db.StaffMembers.Where(person => person.Id == personId).Select(person => person.FullName).SingleOrDefaultAsync(cancellationToken);
}

/// <summary>
/// One of those who are asked does a task: it is theirs, still to be done, and as they were shown it; what it is about changes; it ends, the timeline tells it,
/// and the procedure goes on.
/// </summary>
public abstract class TaskHandler<TInput>(TaskServices services, string kind) : Handler<TInput>(services.Runner)
    where TInput : ITaskInput
{
    /// <summary>The same act, as a part of another use case: it saves, and executes the signals.</summary>
    public Task<Outcome> ActWithinAsync(TInput input, CancellationToken cancellationToken) => ActAsync(input, cancellationToken);

    protected sealed override async Task<Outcome> ActAsync(TInput input, CancellationToken cancellationToken)
    {
        if (await services.Tasks.FindHeldAsync(input.TaskId, cancellationToken) is not var (item, isMine) || item.Kind != kind)
        {
            throw new InvalidOperationException("The page loads the task first.");
        }

        if (!isMine)
        {
            return item.MayBeCompleted() ?? new Refusal("task-elsewhere", $"{TaskFormPage.Elsewhere} Rien n’a été enregistré.");
        }

        if (item.MayBeCompleted() is { } closed)
        {
            // Those who could have done it are told who did.
            return item.CompletedById is null ? closed : item.MayBeCompleted(await services.Tasks.NameDoerAsync(item, cancellationToken))!;
        }

        if (input.ShownVersion is { } shown)
        {
            services.Db.ExpectVersion(item, shown);
        }

        var now = services.Clock.GetUtcNow();
        var acted = await ActAsync(input, item, now, cancellationToken);
        if (!acted.IsDone)
        {
            return acted.Refusal;
        }

        var (actorId, completion) = (services.Actor.Id, acted.Value);
        var forId = (await services.Tasks.ForWhomAsync(item, cancellationToken))?.DelegatorId;
        Complete(input, item, completion.Outcome, actorId, now.UtcDateTime);
        item.DoneFor(forId);
        await TellAsync(item, completion, cancellationToken);
        services.Signals.Resume(TaskBookmark.Resumption(item));
        return Outcome.Done;
    }

    // Who entrusted whom is for those who work on the file only.
    private async Task TellAsync(WorkItem item, TaskCompletion completion, CancellationToken cancellationToken)
    {
        var by = item.DelegatedById is { } id ? await services.NameAsync(id, cancellationToken) : null;
        services.Tell(item, by is not null && completion.IsInternal ? $"{completion.Sentence} Tâche confiée par {by}." : completion.Sentence, completion.IsInternal, item.CompletedForId);
        if (by is not null && !completion.IsInternal)
        {
            services.Tell(item, $"« {item.Title} » : tâche faite par la personne à qui elle était confiée par {by}.");
        }
    }

    /// <summary>Asks the domain, and changes what the task is about.</summary>
    /// <param name="input">What the person sent.</param>
    /// <param name="item">The task, open and theirs.</param>
    /// <param name="now">The instant of the act.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    protected abstract Task<Outcome<TaskCompletion>> ActAsync(TInput input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends the task; for kinds that keep something of the answer in it.</summary>
    protected virtual void Complete(TInput input, WorkItem item, string outcome, Guid actorId, DateTime now) => item.Complete(outcome, actorId, now);
}
