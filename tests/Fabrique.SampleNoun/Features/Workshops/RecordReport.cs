using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.SampleNoun.Features.Workshops;

public sealed record RecordReport
{
    public required Guid TaskId { get; init; }

    public required int Version { get; init; }

    public required string Report { get; init; }
}

public sealed class RecordReportHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(RecordReport input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, WorkshopsModule.Report, cancellationToken) ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeCompleted() is { } closed)
        {
            return closed;
        }

        var workshop = await db.Set<Workshop>().SingleAsync(workshop => workshop.Id == item.SubjectId, cancellationToken);
        if (workshop.MayBeReported() is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.ExpectVersion(item, input.Version);
        workshop.WriteReport(input.Report);
        item.Complete("Reported", actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), item.Subject, now.UtcDateTime, actor.Id, "Le compte rendu est enregistré."));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        await signals.KickAsync(cancellationToken);
        return Outcome.Done;
    }
}
