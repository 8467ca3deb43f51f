using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.NameTeam;

/// <summary>Asks the team of the Fabrique, or whom the drawing names, to name the product's coach and developer.</summary>
[About(ProductSubject.SubjectCode)]
[Activity("Fabrique.NameTeam", DisplayName = "Nommer le coach et le développeur", Category = Categories.People, Description = "L’équipe, ou qui le dessin désigne, nomme le coach et le développeur prêtés par le Secrétariat général.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui nomme : " + HumanTask.AskedHelp)]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
public sealed class NameProductTeam : Activity, IAnsweredByPeople
{
    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new("Done")];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(ProductSubject.SubjectCode);
        var product = await context.Db().Products.SingleAsync(product => product.Id == id, context.CancellationToken);
        var asked = await context.FindAskedAsync();
        await context.AskAsync(new TaskRequest(
            ProductTasks.TeamNaming,
            $"Nommer le coach et le développeur {French.Of($"« {product.Name} »")}",
            asked,
            await context.DeadlineAsync(asked, context.GetInput<int>("WorkingDays")),
            await context.ReadRemindersAsync(),
            "incubation/equipe-a-nommer"));
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<NameTeamHandler>().HandleAsync(
            new NameTeam { TaskId = item.Id, Version = item.Version, CoachId = SimulatedPeople.Coach.Id, DeveloperId = SimulatedPeople.Developer.Id },
            answer.CancellationToken));
}
