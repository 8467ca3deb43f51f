using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Dsfr;
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
    public override Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<BulkField>>([]);

    public override Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken) => Task.FromResult(Outcome.With(Label));

    public sealed override async Task<Refusal?> MayAsync(BulkStep step, CancellationToken cancellationToken) =>
        await FindAsync(step, cancellationToken) is null ? notAsked : step.Application.MayBeRuled(actor.Id) ?? await ProblemAsync(step, cancellationToken);

    public sealed override async Task<string> DoAsync(BulkStep step, CancellationToken cancellationToken) =>
        await ActAsync(step, (await FindAsync(step, cancellationToken))!, cancellationToken) is { Refusal: { } refusal } ? throw new InvalidOperationException(refusal.Sentence) : "";

    /// <summary>What else keeps it from being done; null when nothing does.</summary>
    protected virtual Task<Refusal?> ProblemAsync(BulkStep step, CancellationToken cancellationToken) => Task.FromResult<Refusal?>(null);

    protected abstract Task<Outcome> ActAsync(BulkStep step, WorkItem task, CancellationToken cancellationToken);

    private async Task<WorkItem?> FindAsync(BulkStep step, CancellationToken cancellationToken) => await (await tasks.MineAsync(cancellationToken)).AsNoTracking()
        .FirstOrDefaultAsync(item => item.Kind == kind && item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == step.Application.Id && item.Status == WorkItemStatus.Open, cancellationToken);
}

public sealed class MarkAdmissible(TaskLoader tasks, Actor actor, CheckAdmissibilityHandler handler) : BulkRuling(tasks, actor, AdmissibilityTasks.Admissibility, NotAsked)
{
    internal static readonly Refusal NotAsked = new("admissibility-not-asked", "La recevabilité de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    public override string Code => "mark-admissible";

    public override string Label => "Dire recevables";

    public override int Order => 40;

    protected override Task<Outcome> ActAsync(BulkStep step, WorkItem task, CancellationToken cancellationToken) =>
        handler.ActWithinAsync(new CheckAdmissibilityInput { TaskId = task.Id, Version = task.Version, Choice = AdmissibilityChoice.Admissible }, cancellationToken);
}

/// <summary>All of them for one reason: what differs from one to the other is said on the page of each.</summary>
public sealed class MarkInadmissible(TaskLoader tasks, Actor actor, CheckAdmissibilityHandler handler, FabriqueDbContext db) : BulkRuling(tasks, actor, AdmissibilityTasks.Admissibility, MarkAdmissible.NotAsked)
{
    public const string ActionCode = "mark-inadmissible";

    /// <summary>Name of the reason’s code among the parameters.</summary>
    public const string ReasonField = "motif";

    public const string WordsField = "texte";

    public override string Code => ActionCode;

    public override string Label => "Dire irrecevables";

    public override int Order => 45;

    public override string Consequence => "Chaque candidature sera close, et la lettre d’irrecevabilité partira avec ce motif.";

    public override async Task<IReadOnlyList<BulkField>> FieldsAsync(ScreeningFrame frame, CancellationToken cancellationToken) =>
    [
        new BulkField(ReasonField, "Motif")
        {
            Options = await db.InadmissibilityReasons.Where(reason => !reason.IsRetired).OrderBy(reason => reason.Rank).Select(reason => new DsfrOption(reason.Code, reason.Label)).ToListAsync(cancellationToken),
        },
        new BulkField(WordsField, "Ce que la lettre ajoute (facultatif)") { Lines = 3, MaximumLength = Application.ReasonLength / 2 },
    ];

    public override async Task<Outcome<string>> PlanAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var reasons = await FindReasonsAsync(parameters, cancellationToken);
        return Application.MayBeFoundInadmissible(reasons, parameters.GetValueOrDefault(WordsField, "")) is { } refusal ? refusal : Outcome.With($"Dire irrecevables : {reasons[0].Label}");
    }

    protected override async Task<Refusal?> ProblemAsync(BulkStep step, CancellationToken cancellationToken) =>
        Application.MayBeFoundInadmissible(await FindReasonsAsync(step.Parameters, cancellationToken), step[WordsField]);

    protected override Task<Outcome> ActAsync(BulkStep step, WorkItem task, CancellationToken cancellationToken) => handler.ActWithinAsync(
        new CheckAdmissibilityInput { TaskId = task.Id, Version = task.Version, Choice = AdmissibilityChoice.Inadmissible, Reasons = [step[ReasonField]], Words = step[WordsField] },
        cancellationToken);

    private async Task<List<InadmissibilityReason>> FindReasonsAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var code = parameters.GetValueOrDefault(ReasonField, "");
        return await db.InadmissibilityReasons.AsNoTracking().Where(reason => reason.Code == code).ToListAsync(cancellationToken);
    }
}

public sealed class MarkShortlisted(TaskLoader tasks, Actor actor, ShortlistHandler handler) : BulkRuling(tasks, actor, AdmissibilityTasks.Shortlisting, NotAsked)
{
    private static readonly Refusal NotAsked = new("shortlist-not-asked", "La présélection de cette candidature ne vous est pas demandée, ou elle est déjà dite.");

    public override string Code => "mark-shortlisted";

    public override string Label => "Présélectionner";

    public override int Order => 50;

    protected override Task<Outcome> ActAsync(BulkStep step, WorkItem task, CancellationToken cancellationToken) =>
        handler.ActWithinAsync(new ShortlistInput { TaskId = task.Id, Version = task.Version, Shortlisted = true, Reason = "" }, cancellationToken);
}
