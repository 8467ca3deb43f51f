using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Admissibility.CheckAdmissibility;
using Fabrique.Web.Features.Admissibility.Shortlist;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.Screening.Bulk;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility;

/// <summary>Answers the task of each of many applications alike. One whose task is not whoever asked’s, or no longer open, is left as it is and says so.</summary>
public abstract class BulkRuling(TaskLoader tasks, Actor actor, string kind, Refusal notAsked) : BulkAction
{
    public sealed override Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<BulkField>>([]);

    public sealed override Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) => Task.FromResult(Outcome.With(Label));

    public sealed override async Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) =>
        await FindAsync(step, cancellationToken) is null ? notAsked : step.Application.MayBeRuled(actor.Id);

    public sealed override async Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken) =>
        await ActAsync((await FindAsync(step, cancellationToken))!, cancellationToken) is { Refusal: { } refusal } ? throw new InvalidOperationException(refusal.Sentence) : "";

    protected abstract Task<Outcome> ActAsync(WorkItem task, CancellationToken cancellationToken);

    private async Task<WorkItem?> FindAsync(BulkStep step, CancellationToken cancellationToken) => await (await tasks.MineAsync(cancellationToken)).AsNoTracking()
        .FirstOrDefaultAsync(item => item.Kind == kind && item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == step.Application.Id && item.Status == WorkItemStatus.Open, cancellationToken);
}

public sealed class MarkAdmissible(TaskLoader tasks, Actor actor, CheckAdmissibilityHandler handler) : BulkRuling(tasks, actor, AdmissibilityTasks.Admissibility, NotAsked)
{
    private static readonly Refusal NotAsked = new("admissibility-not-asked", "La recevabilité de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    public override string Code => "mark-admissible";

    public override string Label => "Dire recevables";

    public override int Order => 40;

    protected override Task<Outcome> ActAsync(WorkItem task, CancellationToken cancellationToken) =>
        handler.ActWithinAsync(new CheckAdmissibilityInput { TaskId = task.Id, Version = task.Version, Choice = AdmissibilityChoice.Admissible }, cancellationToken);
}

public sealed class MarkShortlisted(TaskLoader tasks, Actor actor, ShortlistHandler handler) : BulkRuling(tasks, actor, AdmissibilityTasks.Shortlisting, NotAsked)
{
    private static readonly Refusal NotAsked = new("shortlist-not-asked", "La présélection de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    public override string Code => "mark-shortlisted";

    public override string Label => "Présélectionner";

    public override int Order => 50;

    protected override Task<Outcome> ActAsync(WorkItem task, CancellationToken cancellationToken) =>
        handler.ActWithinAsync(new ShortlistInput { TaskId = task.Id, Version = task.Version, Shortlisted = true, Reason = "" }, cancellationToken);
}
