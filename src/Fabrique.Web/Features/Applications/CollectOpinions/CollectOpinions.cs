using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.CollectOpinions;

/// <summary>
/// Asks each director of the call for an opinion, until all have answered (<c>Collected</c>) or the time given is over (<c>Overdue</c>):
/// the opinions still missing are then no longer awaited.
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.CollectOpinions", DisplayName = "Recueillir les avis", Category = ApplicationsModule.JuryCategory, Description = "Demande un avis à chaque direction de l’appel.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "10", Description = "Au-delà, la procédure continue sans les avis manquants.")]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-2, J", UIHint = "dropdown", Description = "Par rapport au dernier jour, par exemple « J-5, J-2, J ».")]
[Outcomes(Collected, Overdue, DisplayNames = ["Avis recueillis", "Délai dépassé"])]
public sealed class CollectOpinions : Activity, IAnsweredByPeople
{
    public const string Collected = "Collected";
    public const string Overdue = "Overdue";

    private const string DeadlineName = "Fabrique.Deadline";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Collected), new(Overdue) { ComesByItself = true }];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        var db = context.Db();
        var application = await db.Applications.SingleAsync(application => application.Id == id, context.CancellationToken);
        var call = await db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Id == application.CallId, context.CancellationToken);
        application.StartScreening();
        var jurors = call.Jurors.Where(juror => !application.IsOwnCaseOf(juror.StaffMemberId)).ToList();
        if (jurors.Count < call.Jurors.Count)
        {
            Tell(context, "L’avis de la personne qui porte la candidature n’est pas demandé : personne ne juge son propre dossier.");
        }

        if (jurors.Count == 0)
        {
            context.Complete(Collected);
            return;
        }

        var dueAt = Deadline.InWorkingDays(context.UtcNow(), context.GetInput<int>("WorkingDays"));
        foreach (var juror in jurors)
        {
            await context.AskAsync(new TaskRequest(
                ApplicationTasks.Opinion,
                $"Donner votre avis sur « {application.Title} »",
                Assignee.Person(juror.StaffMemberId),
                dueAt,
                context.GetInput<string>("Reminders") ?? "",
                "candidature/demande-avis"));
        }

        context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = dueAt });
        Tell(context, jurors.Count == 1 ? "L’avis d’une direction est demandé." : $"L’avis de {jurors.Count} directions est demandé.");
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.IsTimer)
        {
            await context.WithdrawTasksAsync();
            context.Complete(Overdue);
        }
        else if ((await context.OpenedTasksAsync()).TrueForAll(item => item.Status is not WorkItemStatus.Open))
        {
            context.Complete(Collected);
        }
    }

    private static void Tell(ActivityContext context, string sentence) =>
        context.Db().TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, sentence));

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<GiveOpinionHandler>().HandleAsync(
            new GiveOpinion.GiveOpinion { TaskId = item.Id, Verdict = OpinionVerdict.Favourable, Comment = "" },
            answer.CancellationToken));
}
