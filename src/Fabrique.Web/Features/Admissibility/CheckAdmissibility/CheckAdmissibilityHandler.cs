using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.CheckAdmissibility;

public enum AdmissibilityChoice
{
    Admissible,
    Inadmissible,
    Corrections,
}

/// <summary>One of those who are asked says whether an application is admissible, or what has to be corrected first.</summary>
public sealed record CheckAdmissibilityInput : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required AdmissibilityChoice Choice { get; init; }

    /// <summary>Codes of the reasons, when it is not.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the letter adds; perhaps empty.</summary>
    public string Words { get; init; } = "";

    /// <summary>What goes with the request for corrections; perhaps empty.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is to be corrected.</summary>
    public IReadOnlyList<CorrectionRemark> Remarks { get; init; } = [];

    int? ITaskInput.ShownVersion => Version;
}

public sealed class CheckAdmissibilityHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<CheckAdmissibilityInput>(services, AdmissibilityTasks.Admissibility)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(CheckAdmissibilityInput input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        var id = Guid.CreateVersion7(now);
        switch (input.Choice)
        {
            case AdmissibilityChoice.Admissible:
                if (application.MayBeRuled(actor.Id) is { } refusal)
                {
                    return refusal;
                }

                application.FindAdmissible(id, actor.Id, now.UtcDateTime);
                return new TaskCompletion(CheckAdmissibility.Admissible, "La candidature est recevable.");

            case AdmissibilityChoice.Inadmissible:
                var reasons = await db.InadmissibilityReasons.Where(reason => input.Reasons.Contains(reason.Code)).ToListAsync(cancellationToken);
                if ((application.MayBeRuled(actor.Id) ?? Application.MayBeFoundInadmissible(reasons, input.Words)) is { } unfounded)
                {
                    return unfounded;
                }

                application.FindInadmissible(id, actor.Id, reasons, input.Words, now.UtcDateTime);
                return new TaskCompletion(CheckAdmissibility.Inadmissible, "La candidature est irrecevable.");

            default:
                if (application.MayRequestCorrections(actor.Id, input.Message, input.Remarks) is { } unasked)
                {
                    return unasked;
                }

                application.PrepareCorrections(id, actor.Id, input.Message, input.Remarks, now.UtcDateTime);
                return new TaskCompletion(CheckAdmissibility.CorrectionsNeeded, input.Remarks.Count == 1 ? "Une réponse est à compléter." : $"{input.Remarks.Count} réponses sont à compléter.");
        }
    }
}
