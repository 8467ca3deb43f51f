using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.SampleNoun.Features.Workshops;

[About(WorkshopSubject.SubjectCode)]
[Activity("Fabrique.AskWorkshopReport", DisplayName = "Demander le compte rendu", Category = WorkshopsModule.Category, Description = "La personne qui anime l’atelier en rend compte.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", UIHint = "dropdown", Description = "Par rapport au dernier jour.")]
public sealed class AskReport : Activity, IAnsweredByPeople
{
    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new("Done")];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(WorkshopSubject.SubjectCode);
        var workshop = await context.Db().Set<Workshop>().SingleAsync(workshop => workshop.Id == id, context.CancellationToken);
        await context.AskAsync(new TaskRequest(
            WorkshopsModule.Report,
            $"Rendre compte de « {workshop.Title} »",
            Assignee.Person(workshop.HostId),
            Deadline.InWorkingDays(context.UtcNow(), context.GetInput<int>("WorkingDays")),
            await context.ReadRemindersAsync(),
            "atelier/compte-rendu-attendu"));
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<RecordReportHandler>().HandleAsync(new RecordReport { TaskId = item.Id, Version = item.Version, Report = "Compte rendu simulé." }, answer.CancellationToken));
}
