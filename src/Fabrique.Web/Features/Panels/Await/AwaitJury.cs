using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Await;

/// <summary>
/// Waits until the jury of the call tells what it decided of an application, and leaves by it; at once when the call has no jury, or when the jury told its decisions without deciding of this
/// one. An application on the waiting list stays as it is.
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.AwaitJury", DisplayName = "Attendre la décision du jury", Category = ApplicationsModule.JuryCategory, Description = "Attend que le jury de l’appel publie ses décisions ; sans jury, continue aussitôt.")]
[Outcomes(NoJury, Retained, WaitingList, NotRetained, Redirected, DisplayNames = ["Sans jury", "Retenue", "Liste d’attente", "Non retenue", "Réorientée"])]
public sealed class AwaitJury : Activity
{
    public const string NoJury = "NoJury";
    public const string Retained = "Retained";
    public const string WaitingList = "WaitingList";
    public const string NotRetained = "NotRetained";
    public const string Redirected = "Redirected";

    /// <summary>Of an idea that is retained without anybody having said why.</summary>
    internal const string RetainedReason = "Le jury retient cette candidature.";

    protected override ValueTask ExecuteAsync(ActivityContext context) => LookAsync(context);

    protected override ValueTask ResumeAsync(ActivityContext context, Resumption resumption) => LookAsync(context);

    /// <summary>By which outcome what a jury decides is told.</summary>
    internal static string OutcomeOf(DecisionOutcome outcome, bool isPromoted) => outcome switch
    {
        DecisionOutcome.Retained => isPromoted ? WaitingList : Retained,
        DecisionOutcome.WaitingList => WaitingList,
        DecisionOutcome.Redirected => Redirected,
        _ => NotRetained,
    };

    private static async ValueTask LookAsync(ActivityContext context)
    {
        var (id, db) = (context.SubjectId(ApplicationSubject.SubjectCode), context.Db());
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, context.CancellationToken);
        if (await JuryResult.FindAsync(db, id, context.CancellationToken) is { } result)
        {
            await TakeAsync(context, application, result);
            return;
        }

        var juries = db.Panels.Where(panel => panel.SubjectId == application.CallId && panel.SubjectKind == CallSubject.SubjectCode && panel.Kind == PanelReader.JuryKind);
        if (!await juries.AnyAsync(context.CancellationToken))
        {
            context.Complete(NoJury);
            return;
        }

        var hasTold = await juries.AnyAsync(
            panel => db.Deliberations.Any(deliberation => deliberation.PanelId == panel.Id && db.DecisionBatches.Any(batch => batch.DeliberationId == deliberation.Id && batch.Status == DecisionBatchStatus.Released)),
            context.CancellationToken);
        if (hasTold)
        {
            Tell(context, "Le jury a publié ses décisions sans se prononcer sur cette candidature : l’équipe en décide.", isInternal: true);
            context.Complete(NoJury);
            return;
        }

        context.Wait(new Bookmark(PanelSignals.BookmarkName, PanelSignals.Told));
    }

    private static async Task TakeAsync(ActivityContext context, Application application, JuryResult result)
    {
        var outcome = OutcomeOf(result.Outcome, result.PromotedAt is not null);
        var (now, reason) = (context.UtcNow(), result.Reason.Length > 0 ? result.Reason : RetainedReason);
        switch (outcome)
        {
            case WaitingList:
                Tell(context, $"Le jury place la candidature sur la liste d’attente, au rang {result.Rank}.");
                break;
            case Retained:
                application.DecideByJury(retained: true, reason, result.RecordedById, now);
                Tell(context, "Le jury retient la candidature.");
                break;
            case Redirected:
                application.DecideByJury(retained: false, reason, result.RecordedById, now);
                Tell(context, await NameProductAsync(context, result.ProductId) is { } product ? $"Le jury réoriente la candidature vers le produit {product}." : "Le jury réoriente la candidature.");
                break;
            default:
                application.DecideByJury(retained: false, reason, result.RecordedById, now);
                Tell(context, "Le jury ne retient pas la candidature.");
                break;
        }

        context.Complete(outcome);
    }

    private static async Task<string?> NameProductAsync(ActivityContext context, Guid? id) =>
        id is null ? null : await context.Db().Products.Where(product => product.Id == id).Select(product => product.Name).SingleOrDefaultAsync(context.CancellationToken);

    internal static void Tell(ActivityContext context, string sentence, bool isInternal = false) => context.Db().TimelineEntries.Add(
        TimelineEntry.Write(Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, Texts.Clip(sentence, TimelineEntry.SentenceLength), isInternal));
}
