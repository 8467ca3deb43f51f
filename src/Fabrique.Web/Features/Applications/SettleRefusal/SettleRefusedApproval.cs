using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.SettleRefusal;

/// <summary>Asks the team, or whom the drawing names, whether an application whose « visa » was refused goes on all the same, and leaves by it.</summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.SettleRefusedApproval", DisplayName = "Donner suite à un visa défavorable", Category = CallsModule.Category, Description = "L’équipe, ou qui le dessin désigne, passe outre un visa défavorable ou clôt la candidature.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui en décide : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
[Outcomes(Overridden, Closed, DisplayNames = ["Passer outre", "Clore"])]
public sealed class SettleRefusedApproval : Activity, IAnsweredByPeople
{
    public const string Overridden = "Overridden";
    public const string Closed = "Closed";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Overridden), new(Closed)];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var application = await LoadAsync(context);
        if (application.Approval is not { Status: HierarchicalApprovalStatus.Refused })
        {
            throw new PermanentFailureException("Cette candidature n’a pas de visa défavorable : placez cette étape après l’issue « Défavorable » du visa hiérarchique.");
        }

        var asked = await context.FindAskedAsync();
        await context.AskAsync(new TaskRequest(
            ApplicationTasks.RefusalFollowUp,
            $"Passer outre ou clore « {application.Title} », dont le visa est défavorable",
            asked,
            await context.DeadlineAsync(asked, context.GetInput<int>("WorkingDays")),
            await context.ReadRemindersAsync(),
            "candidature/visa-defavorable"));
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var application = await LoadAsync(context);
        context.Complete(application.Status is ApplicationStatus.NotRetained ? Closed : Overridden);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<SettleRefusalHandler>().HandleAsync(
            new SettleRefusal { TaskId = item.Id, Version = item.Version, Overrides = answer.Outcome == Overridden, Reason = SimulatedPeople.Reason },
            answer.CancellationToken));

    private static async Task<Application> LoadAsync(ActivityContext context)
    {
        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        return await context.Db().Applications.Include(application => application.Approvals).SingleAsync(application => application.Id == id, context.CancellationToken);
    }
}
