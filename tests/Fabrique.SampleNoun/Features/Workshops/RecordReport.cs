using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.SampleNoun.Features.Workshops;

public sealed record RecordReport : ITaskInput
{
    public required Guid TaskId { get; init; }

    public required int Version { get; init; }

    public required string Report { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class RecordReportHandler(FabriqueDbContext db, TaskServices services) : TaskHandler<RecordReport>(services, WorkshopsModule.Report)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(RecordReport input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var workshop = await db.Set<Workshop>().SingleAsync(workshop => workshop.Id == item.SubjectId, cancellationToken);
        if (workshop.MayBeReported() is { } refusal)
        {
            return refusal;
        }

        workshop.WriteReport(input.Report);
        return new TaskCompletion("Reported", "Le compte rendu est enregistré.");
    }
}
