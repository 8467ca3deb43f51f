using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Panels.Await;

/// <summary>
/// Asks whoever was promoted from the waiting list whether they take the place. They do (<c>Accepted</c>), give it up (<c>GivenUp</c>), or say nothing in the time that the announcement of the
/// decisions gave (<c>NoAnswer</c>): it then goes to the next of the list.
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.OfferPlace", DisplayName = "Proposer la place", Category = ApplicationsModule.JuryCategory, Description = "Demande à la personne en tête de la liste d’attente si elle prend la place ; le délai est celui de l’annonce des décisions.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-2, J", Description = HumanTask.RemindersHelp)]
[Outcomes(Accepted, GivenUp, NoAnswer, DisplayNames = ["Place acceptée", "Place rendue", "Sans réponse"])]
public sealed class OfferPlace : Activity
{
    public const string Accepted = "Accepted";
    public const string GivenUp = "GivenUp";
    public const string NoAnswer = "NoAnswer";

    internal const string Message = "candidature/place-proposee";

    private const string DeadlineName = "Fabrique.Deadline";

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var (application, batch) = await AwaitPlace.LoadAsync(context);
        var last = batch.Find(context.Subject())!.AnswerBy ?? throw new PermanentFailureException("Aucune place ne s’est libérée pour cette candidature : il n’y en a pas à proposer.");
        var dueAt = Deadline.EndOf(last);
        await context.AskAsync(new TaskRequest(PanelTasks.Place, $"Accepter la place de « {application.Title} », ou la rendre", Assignee.Person(application.ApplicantId), dueAt, await context.ReadRemindersAsync(), Message) { IsForPart = true });
        context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = dueAt });
        AwaitJury.Tell(context, $"Une place se libère : elle est proposée jusqu’au {FrenchDate.Day(last)}.");
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (!resumption.IsTimer)
        {
            context.Complete((await context.OpenedTasksAsync()).Single(item => item.Status is WorkItemStatus.Done).Outcome!);
            return;
        }

        var (application, batch) = await AwaitPlace.LoadAsync(context);
        await context.WithdrawTasksAsync();
        if (batch.MayWithdraw(context.Subject()) is null && batch.Withdraw(context.Subject(), batch.AnswerDays, context.UtcNow()) is { } next)
        {
            context.Service<PanelSignals>().Tell(next.ItemId);
        }

        application.DecideByJury(retained: false, "La place proposée n’a pas été acceptée dans le délai.", (await AwaitPlace.ReadAsync(context)).RecordedById, context.UtcNow());
        AwaitJury.Tell(context, "La place proposée n’a pas été acceptée dans le délai : elle passe à la candidature suivante de la liste d’attente.");
        context.Complete(NoAnswer);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();
}
