using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.GiveOpinion;

/// <summary>A director answers the request for an opinion.</summary>
public sealed record GiveOpinion
{
    public required Guid TaskId { get; init; }

    public required OpinionVerdict Verdict { get; init; }

    public required string Comment { get; init; }
}

public sealed class GiveOpinionHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, ConflictRetry retry, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(GiveOpinion input, CancellationToken cancellationToken)
    {
        var outcome = await retry.RunAsync(() => GiveAsync(input, cancellationToken));
        await signals.KickAsync(cancellationToken);
        return outcome;
    }

    private async Task<Outcome> GiveAsync(GiveOpinion input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, ApplicationTasks.Opinion, cancellationToken)
            ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeCompleted() is { } closed)
        {
            return closed;
        }

        var application = await db.Applications.Include(application => application.Opinions)
            .SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if ((application.MayReceiveOpinion(actor.Id) ?? Opinion.MayBeGiven(input.Verdict, input.Comment)) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        application.GiveOpinion(Guid.CreateVersion7(now), actor.Id, input.Verdict, input.Comment, now.UtcDateTime);
        item.Complete(input.Verdict.ToString(), actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), item.Subject, now.UtcDateTime, actor.Id, "Un avis est donné.", isInternal: true));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
