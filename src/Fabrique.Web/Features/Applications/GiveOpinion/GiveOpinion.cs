using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.GiveOpinion;

/// <summary>A director answers the request for an opinion.</summary>
public sealed record GiveOpinion : ITaskInput
{
    public required Guid TaskId { get; init; }

    public required OpinionVerdict Verdict { get; init; }

    public required string Comment { get; init; }
}

public sealed class GiveOpinionHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<GiveOpinion>(services, ApplicationTasks.Opinion)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(GiveOpinion input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Opinions)
            .SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        // The opinion is that of the director who is asked, whoever writes it down for them.
        var director = item.AssigneeId ?? actor.Id;
        if ((application.MayReceiveOpinion(director) ?? Opinion.MayBeGiven(input.Verdict, input.Comment)) is { } refusal)
        {
            return refusal;
        }

        application.GiveOpinion(Guid.CreateVersion7(now), director, input.Verdict, input.Comment, now.UtcDateTime, director == actor.Id ? null : actor.Id);
        return new TaskCompletion(input.Verdict.ToString(), "Un avis est donné.") { IsInternal = true };
    }
}
