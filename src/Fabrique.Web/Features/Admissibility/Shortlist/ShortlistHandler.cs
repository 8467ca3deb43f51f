using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Shortlist;

/// <summary>One of those who are asked says whether an application is shortlisted.</summary>
public sealed record ShortlistInput : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Shortlisted { get; init; }

    /// <summary>Compulsory when it is not: the letter gives it.</summary>
    public required string Reason { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class ShortlistHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<ShortlistInput>(services, AdmissibilityTasks.Shortlisting)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(ShortlistInput input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if ((application.MayBeRuled(actor.Id) ?? Application.MayBeShortlisted(input.Shortlisted, input.Reason)) is { } refusal)
        {
            return refusal;
        }

        application.Shortlist(Guid.CreateVersion7(now), input.Shortlisted, input.Reason, actor.Id, now.UtcDateTime);
        return input.Shortlisted
            ? new TaskCompletion(ShortlistApplication.Shortlisted, "La candidature est présélectionnée.")
            : new TaskCompletion(ShortlistApplication.NotShortlisted, "La candidature n’est pas présélectionnée.");
    }
}
