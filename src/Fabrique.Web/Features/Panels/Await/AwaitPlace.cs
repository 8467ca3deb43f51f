using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Await;

/// <summary>An application on the waiting list waits for a place (<c>Offered</c>), as long as the list lasts (<c>Expired</c>): it is then not retained.</summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.AwaitPlace", DisplayName = "Attendre une place", Category = ApplicationsModule.JuryCategory, Description = "Sur la liste d’attente, attend qu’une place se libère, ou que la liste soit close.")]
[Input(Days, typeof(int), DisplayName = "Durée de la liste d’attente, en jours", DefaultValue = "180", Description = "Comptée depuis la publication des décisions ; au-delà, la candidature n’est pas retenue.")]
[Outcomes(Offered, Expired, DisplayNames = ["Place proposée", "Liste close"])]
public sealed class AwaitPlace : Activity
{
    public const string Offered = "Offered";
    public const string Expired = "Expired";

    internal const string Days = "ListDays";

    private const string DeadlineName = "Fabrique.Deadline";

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var days = context.GetInput<int>(Days);
        if (JuryRule.ProblemOfList(days) is { } problem)
        {
            throw new PermanentFailureException($"La liste d’attente ne peut pas s’ouvrir : {problem}.");
        }

        var result = await ReadAsync(context);
        if (result.IsOffered)
        {
            context.Complete(Offered);
            return;
        }

        context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = result.ToldAt.AddDays(days) });
        Wait(context);
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var result = await ReadAsync(context);
        if (result.IsOffered)
        {
            context.Complete(Offered);
            return;
        }

        if (!resumption.IsTimer)
        {
            Wait(context);
            return;
        }

        var (application, batch) = await LoadAsync(context);
        var item = context.Subject();
        if (batch.MayWithdraw(item) is null)
        {
            batch.Withdraw(item, batch.AnswerDays, context.UtcNow());
        }

        application.DecideByJury(retained: false, "La liste d’attente est close : aucune place ne s’est libérée.", result.RecordedById, context.UtcNow());
        AwaitJury.Tell(context, "La liste d’attente est close : la candidature n’est pas retenue.");
        context.Complete(Expired);
    }

    private static void Wait(ActivityContext context) => context.Wait(new Bookmark(PanelSignals.BookmarkName, PanelSignals.Told));

    internal static async Task<JuryResult> ReadAsync(ActivityContext context) =>
        await JuryResult.FindAsync(context.Db(), context.SubjectId(ApplicationSubject.SubjectCode), context.CancellationToken)
            ?? throw new PermanentFailureException("Aucun jury n’a publié de décision sur cette candidature : elle n’est sur aucune liste d’attente.");

    /// <summary>The application and the decisions told with its own, to be changed.</summary>
    internal static async Task<(Domain.Applications.Application Application, DecisionBatch Batch)> LoadAsync(ActivityContext context)
    {
        var (id, db) = (context.SubjectId(ApplicationSubject.SubjectCode), context.Db());
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, context.CancellationToken);
        var batchId = (await ReadAsync(context)).BatchId;
        return (application, await db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery().SingleAsync(batch => batch.Id == batchId, context.CancellationToken));
    }
}
