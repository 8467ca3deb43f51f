using System.Text.Json;
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
/// Asks each director of the call for an opinion, until all, or as many as the drawing needs, have answered (<c>Collected</c>) or the time given is over
/// (<c>Overdue</c>): the opinions still missing are then no longer awaited.
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.CollectOpinions", DisplayName = "Recueillir les avis", Category = ApplicationsModule.JuryCategory, Description = "Demande un avis à chaque direction de l’appel.")]
[Input(Needed, typeof(int), DisplayName = "Nombre d’avis nécessaires", DefaultValue = "0", Description = "0 : tous ceux qui sont demandés. Sinon, dès que ce nombre d’avis est donné, les autres ne sont plus attendus.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "10", Description = "Au-delà, la procédure continue sans les avis manquants.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-2, J", Description = HumanTask.RemindersHelp)]
[Outcomes(Collected, Overdue, DisplayNames = ["Avis recueillis", "Délai dépassé"])]
public sealed class CollectOpinions : Activity, IAnsweredByPeople
{
    public const string Collected = "Collected";
    public const string Overdue = "Overdue";

    internal const string Needed = "OpinionsNeeded";

    private const string DeadlineName = "Fabrique.Deadline";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Collected), new(Overdue) { ComesByItself = true }];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var needed = context.GetInput<int>(Needed);
        if (OpinionsRule.ProblemOf(needed) is { } problem)
        {
            throw new PermanentFailureException($"Ces avis ne peuvent pas être demandés : {problem}.");
        }

        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        var db = context.Db();
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, context.CancellationToken);
        var call = await db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Id == application.CallId, context.CancellationToken);
        application.StartScreening();
        var jurors = call.Jurors.Where(juror => !application.IsOwnCaseOf(juror.StaffMemberId)).ToList();
        if (jurors.Count < call.Jurors.Count)
        {
            Tell(context, "L’avis de la personne qui porte la candidature n’est pas demandé : personne ne juge son propre dossier.");
        }

        if (needed > jurors.Count)
        {
            throw new PermanentFailureException(
                $"{(needed == 1 ? "Un avis est nécessaire" : $"{needed} avis sont nécessaires")}, et {(jurors.Count == 0 ? "aucune direction" : jurors.Count == 1 ? "une seule direction" : $"{jurors.Count} directions seulement")} de l’appel {(jurors.Count > 1 ? "peuvent" : "peut")} en donner un sur ce dossier : complétez les directions de l’appel, ou demandez moins d’avis dans la procédure.");
        }

        if (jurors.Count == 0)
        {
            context.Complete(Collected);
            return;
        }

        // Waited for until the last of them has had the time given, wherever they work.
        var last = DateTime.MinValue;
        foreach (var juror in jurors)
        {
            var asked = Assignee.Person(juror.StaffMemberId);
            var dueAt = await context.DeadlineAsync(asked, context.GetInput<int>("WorkingDays"));
            last = dueAt > last ? dueAt : last;
            await context.AskAsync(new TaskRequest(
                ApplicationTasks.Opinion,
                $"Donner votre avis sur « {application.Title} »",
                asked,
                dueAt,
                await context.ReadRemindersAsync(),
                "candidature/demande-avis"));
        }

        context.Remember(Needed, needed);
        context.Wait(new Bookmark(DeadlineName, context.ActivityInstanceId) { DueAt = last, Payload = needed });
        var enough = needed == 0 || needed == jurors.Count ? "." : needed == 1 ? " ; un seul suffit." : $" ; {needed} avis suffisent.";
        Tell(context, (jurors.Count == 1 ? "L’avis d’une direction est demandé" : $"L’avis de {jurors.Count} directions est demandé") + enough);
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.IsTimer)
        {
            var missing = (await context.OpenedTasksAsync()).Count(item => item.Status is WorkItemStatus.Open);
            await context.WithdrawTasksAsync();
            if (missing > 0)
            {
                Tell(context, $"Le délai est dépassé : la procédure continue sans l’avis {(missing == 1 ? "d’une direction" : $"de {missing} directions")}.");
            }

            context.Complete(Overdue);
            return;
        }

        var tasks = await context.OpenedTasksAsync();
        var awaited = tasks.Count(item => item.Status is WorkItemStatus.Open);
        var needed = context.Recall<int>(Needed);
        if (awaited > 0 && (needed == 0 || tasks.Count(item => item.Status is WorkItemStatus.Done) < needed))
        {
            return;
        }

        if (awaited > 0)
        {
            await context.WithdrawTasksAsync();
            Tell(context, $"{(needed == 1 ? "L’avis nécessaire est donné" : $"Les {needed} avis nécessaires sont donnés")} : {(awaited == 1 ? "l’avis d’une autre direction n’est" : $"les avis de {awaited} autres directions ne sont")} plus attendu{(awaited == 1 ? "" : "s")}.");
        }

        context.Complete(Collected);
    }

    private static void Tell(ActivityContext context, string sentence) =>
        context.Db().TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, sentence));

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    /// <summary>As many as are needed give their opinion.</summary>
    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer)
    {
        var needed = answer.Bookmarks.Single(bookmark => bookmark.Name == DeadlineName).Payload is JsonElement payload ? payload.GetInt32() : 0;
        var asked = answer.Bookmarks.Where(bookmark => bookmark.Name != DeadlineName);
        return SimulatedPeople.AnswerAsync(answer with { Bookmarks = [.. needed == 0 ? asked : asked.Take(needed)] }, (services, item) =>
            services.GetRequiredService<GiveOpinionHandler>().HandleAsync(
                new GiveOpinion.GiveOpinion { TaskId = item.Id, Verdict = OpinionVerdict.Favourable, Comment = "" },
                answer.CancellationToken));
    }
}
