using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Panels.Results;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Await;

/// <summary>Whoever was promoted from the waiting list takes the place, or gives it up.</summary>
public sealed record AnswerPlace : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Accepts { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class AnswerPlaceHandler(FabriqueDbContext db, Actor actor, TaskServices services, JuryPlaces places) : TaskHandler<AnswerPlace>(services, PanelTasks.Place)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(AnswerPlace input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if (await places.FindAsync(application.Id, cancellationToken) is not { } batch || await JuryResult.FindAsync(db, application.Id, cancellationToken) is not { } result)
        {
            return new Refusal("batch-not-released", "Cette décision n’est pas encore publiée.");
        }

        if (input.Accepts)
        {
            if ((batch.MayAccept(item.Subject, now.UtcDateTime) ?? application.MayBeDecidedByJury()) is { } late)
            {
                return late;
            }

            batch.Accept(item.Subject, now.UtcDateTime);
            application.DecideByJury(retained: true, "Une place de la liste d’attente s’est libérée, et a été acceptée.", result.RecordedById, now.UtcDateTime);
            return new TaskCompletion(OfferPlace.Accepted, "La place est acceptée : la candidature est retenue.");
        }

        if ((application.MayWithdraw(actor.Id) ?? batch.MayWithdraw(item.Subject)) is { } refusal)
        {
            return refusal;
        }

        await places.GiveUpAsync(batch, application, cancellationToken);
        application.Withdraw(actor.Id);
        return new TaskCompletion(OfferPlace.GivenUp, "La place proposée n’est pas prise : la candidature est retirée.");
    }
}
