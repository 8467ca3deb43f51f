using Fabrique.Domain.People;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Shortlist;

/// <summary>Asks the team, or whom the drawing names, whether an application is shortlisted, and leaves by what they say.</summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.Shortlist", DisplayName = "Présélectionner", Category = ApplicationsModule.JuryCategory, Description = "L’équipe, ou qui le dessin désigne, présélectionne la candidature ou l’écarte avec un motif.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui présélectionne : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
[Input(LateFallback.Input, typeof(string), DisplayName = "Une fois le délai passé", DefaultValue = LateFallback.Stay, UIHint = "dropdown", Description = LateFallback.Help)]
[Outcomes(Shortlisted, NotShortlisted, NoAnswer, DisplayNames = ["Présélectionnée", "Non présélectionnée", "Sans réponse"])]
public sealed class ShortlistApplication : Activity, IAnsweredByPeople
{
    public const string Shortlisted = "Shortlisted";
    public const string NotShortlisted = "NotShortlisted";
    public const string NoAnswer = "NoAnswer";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Shortlisted), new(NotShortlisted), new(NoAnswer) { ComesByItself = true }];

    public IReadOnlyList<PossibleAnswer> AnswersOf(DrawnActivity activity) => LateFallback.AnswersOf(activity, Answers);

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if (WorkingDelay.ProblemOf(context.GetInput<int>("WorkingDays"), least: 0) is { } problem)
        {
            throw new PermanentFailureException($"La présélection ne peut pas être demandée : {problem}.");
        }

        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        var application = await context.Db().Applications.SingleAsync(application => application.Id == id, context.CancellationToken);
        if (application.MayBeScreened() is { } refusal)
        {
            throw new PermanentFailureException($"La présélection ne peut pas être demandée : {refusal.Sentence}.");
        }

        application.StartScreening();
        var asked = await context.FindAskedAsync();
        var dueAt = await context.DeadlineAsync(asked, context.GetInput<int>("WorkingDays"));
        await context.AskAsync(new TaskRequest(
            AdmissibilityTasks.Shortlisting,
            $"Présélectionner ou écarter « {application.Title} »",
            asked,
            dueAt,
            await context.ReadRemindersAsync(),
            "candidature/preselection-a-dire"));
        LateFallback.WaitAtMost(context, dueAt);
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (resumption.IsTimer)
        {
            await context.WithdrawTasksAsync();
            context.Db().TimelineEntries.Add(TimelineEntry.Write(
                Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, "La présélection n’a pas été dite dans le délai : la procédure continue."));
            context.Complete(NoAnswer);
            return;
        }

        context.Complete((await context.OpenedTasksAsync()).Single(item => item.Status is WorkItemStatus.Done).Outcome!);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer with { Bookmarks = [.. answer.Bookmarks.Where(bookmark => bookmark.Name != LateFallback.DeadlineName)] }, (services, item) =>
        services.GetRequiredService<ShortlistHandler>().HandleAsync(
            new ShortlistInput { TaskId = item.Id, Version = item.Version, Shortlisted = answer.Outcome == Shortlisted, Reason = answer.Outcome == Shortlisted ? "" : SimulatedPeople.Reason },
            answer.CancellationToken));
}
