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

public sealed class GiveOpinionHandler(FabriqueDbContext db, Actor actor, ApplicationLoader applications, TaskServices services) : TaskHandler<GiveOpinion>(services, ApplicationTasks.Opinion)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(GiveOpinion input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Opinions).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if (await applications.IsClosedToMeAsync(application, cancellationToken))
        {
            return ApplicationLoader.Closed;
        }

        // Whoever gives it, it is the opinion of the director whom the procedure asked.
        var directorId = item.Asked.PersonId ?? actor.Id;
        if ((application.MayReceiveOpinion(directorId, actor.Id) ?? Opinion.MayBeGiven(input.Verdict, input.Comment)) is { } refusal)
        {
            return refusal;
        }

        application.GiveOpinion(Guid.CreateVersion7(now), directorId, input.Verdict, input.Comment, now.UtcDateTime, actor.Id);
        return new TaskCompletion(input.Verdict.ToString(), "Un avis est donné.") { IsInternal = true };
    }
}
