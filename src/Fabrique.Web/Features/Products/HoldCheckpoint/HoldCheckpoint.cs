using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.HoldCheckpoint;

/// <summary>« Jalon »: asks the team, or whom the drawing names, before the cycle ends, whether it is renewed, and leaves by the decision.</summary>
[About(ProductSubject.SubjectCode)]
[Activity("Fabrique.HoldCheckpoint", DisplayName = "Tenir le jalon", Category = ProductsModule.Category, Description = "L’équipe, ou qui le dessin désigne, décide si le produit est renouvelé ou arrêté.")]
[Input("Assignee", typeof(string), DisplayName = "Qui", DefaultValue = AppRoles.Team, UIHint = "dropdown", Description = "Qui décide : " + HumanTask.AskedHelp)]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-15, J-7, J-1, J+3", Description = HumanTask.RemindersHelp)]
[Outcomes(Renewed, Stopped, DisplayNames = ["Renouvelé", "Arrêté"])]
public sealed class HoldCheckpoint : Activity, IAnsweredByPeople
{
    public const string Renewed = "Renewed";
    public const string Stopped = "Stopped";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Renewed), new(Stopped)];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var id = context.SubjectId(ProductSubject.SubjectCode);
        var product = await context.Db().Products.Include(product => product.Cycles).SingleAsync(product => product.Id == id, context.CancellationToken);
        var cycle = product.CurrentCycle
            ?? throw new PermanentFailureException("Ce produit n’a pas de cycle en cours : aucun jalon ne peut être tenu.");
        await context.AskAsync(new TaskRequest(
            ProductTasks.Checkpoint,
            $"Décider du renouvellement {French.Of($"« {product.Name} »")}",
            await context.FindAskedAsync(),
            Deadline.EndOf(cycle.EndsOn),
            await context.ReadRemindersAsync(),
            "incubation/jalon-a-decider"));
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var id = context.SubjectId(ProductSubject.SubjectCode);
        var product = await context.Db().Products.SingleAsync(product => product.Id == id, context.CancellationToken);
        context.Complete(product.IsStopped ? Stopped : Renewed);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<RecordCheckpointHandler>().HandleAsync(
            new RecordCheckpoint { TaskId = item.Id, Version = item.Version, Renewed = answer.Outcome == Renewed, Reason = SimulatedPeople.Reason },
            answer.CancellationToken));
}
