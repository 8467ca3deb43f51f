using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Decide;

/// <summary>Asks the team, or whom the drawing names, to record the decision, and leaves by it.</summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.DecideApplication", DisplayName = "Décider", Category = CallsModule.Category, Description = "L’équipe, ou qui le dessin désigne, décide de la candidature.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui décide : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
[Outcomes(Retained, NotRetained, DisplayNames = ["Retenue", "Non retenue"])]
public sealed class DecideApplication : Activity, IAnsweredByPeople
{
    public const string Retained = "Retained";
    public const string NotRetained = "NotRetained";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Retained), new(NotRetained)];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var application = await LoadAsync(context);
        var asked = await context.FindAskedAsync();
        await context.AskAsync(new TaskRequest(
            ApplicationTasks.Decision,
            $"Décider de la candidature « {application.Title} »",
            asked,
            await context.DeadlineAsync(asked, context.GetInput<int>("WorkingDays")),
            await context.ReadRemindersAsync(),
            "candidature/decision-a-prendre"));
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var application = await LoadAsync(context);
        context.Complete(application.Status is ApplicationStatus.Retained ? Retained : NotRetained);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<RecordDecisionHandler>().HandleAsync(
            new RecordDecision { TaskId = item.Id, Version = item.Version, Retained = answer.Outcome == Retained, Reason = SimulatedPeople.Reason },
            answer.CancellationToken));

    private static async Task<Application> LoadAsync(ActivityContext context)
    {
        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        return await context.Db().Applications.SingleAsync(application => application.Id == id, context.CancellationToken);
    }
}
