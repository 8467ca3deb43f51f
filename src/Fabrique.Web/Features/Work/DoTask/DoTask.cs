using Fabrique.Domain;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Work.DoTask;

/// <summary>« Tâche »: asks somebody for something that an administrator describes, and leaves by the outcome that the person chooses among those that are drawn.</summary>
[Activity("Fabrique.Task", DisplayName = "Tâche", Category = Categories.People, StepName = "{Title}", Description = "Demande quelque chose à une personne ou à un rôle, la relance, et continue par l’issue choisie.")]
[Input("Title", typeof(string), DisplayName = "Intitulé", IsRequired = true, Description = "Ce qui est demandé, en une ligne : « Vérifier le budget ».")]
[Input("Instructions", typeof(string), DisplayName = "Consignes", UIHint = "multiline", Description = "Comment s’y prendre. Markdown : titres, listes, **gras**, [liens](https://…).")]
[Input("Assignee", typeof(string), DisplayName = "À qui", IsRequired = true, UIHint = "dropdown", Description = "Un rôle, ou une personne liée au dossier. Pour quelqu’un de précis, une expression qui donne son adresse de courriel ou sa clé.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5", Description = "Le dernier jour donné ; 0 : aujourd’hui.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-1, J+2", Description = HumanTask.RemindersHelp)]
[Input("EscalateTo", typeof(string), DisplayName = "Prévenir en cas de retard", UIHint = "dropdown", Description = "Qui est prévenu quand la tâche n’est toujours pas faite ; personne si vide.")]
[Input("EscalateAfter", typeof(int), DisplayName = "Jours ouvrés de retard", DefaultValue = "3", Description = "Combien de jours ouvrés après le dernier jour cette personne est prévenue.")]
[Input("Outcomes", typeof(string[]), DisplayName = "Issues", IsRequired = true, UIHint = InputAttribute.DrawnOutcomes, Description = "Les réponses possibles ; chacune devient une sortie de l’étape.")]
[Input("Form", typeof(string), DisplayName = "Formulaire", UIHint = "multiline", Description = "Facultatif, une question par ligne : « Montant : nombre obligatoire », « Avis : choix (Favorable | Réservé) ». Genres : texte, texte long, date, nombre, choix, case.")]
[Input("Message", typeof(string), DisplayName = "Message", DefaultValue = DefaultMessage, UIHint = "dropdown", Description = "Le modèle du courriel envoyé avec la tâche.")]
[Output("Outcome", typeof(string), DisplayName = "Issue", Description = "L’issue choisie.")]
[Output("CompletedBy", typeof(string), DisplayName = "Faite par", Description = "La clé de la personne, à donner par exemple à une tâche suivante.")]
[Output("Comment", typeof(string), DisplayName = "Commentaire", Description = "Ce que la personne a écrit.")]
[Output("Answers", typeof(object), DisplayName = "Réponses", Description = "Les réponses au formulaire, par libellé.")]
public sealed class DoTask : Activity, IAnsweredByPeople
{
    public const string TypeName = "Fabrique.Task";
    public const string DefaultMessage = "commun/tache-a-faire";

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new("Done")];

    public IReadOnlyList<PossibleAnswer> AnswersOf(DrawnActivity activity) =>
        activity.DrawnPorts is { Count: > 0 } ports ? [.. ports.Select(port => new PossibleAnswer(port))] : Answers;

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var title = Texts.Line(context.GetInput<string>("Title"));
        var outcomes = context.GetInput<string[]>("Outcomes") ?? [];
        var instructions = context.GetInput<string>("Instructions") ?? "";
        var text = context.GetInput<string>("Form") ?? "";
        var days = context.GetInput<int>("WorkingDays");
        var overdue = context.GetInput<int>("EscalateAfter");
        var unreadable = ProblemOfForm(text, out var form);
        if ((ProblemOfTitle(title) ?? ProblemOfInstructions(instructions) ?? unreadable ?? WorkingDelay.ProblemOf(days, least: 0) ?? TaskSheet.ProblemOf(outcomes)) is { } problem)
        {
            throw new PermanentFailureException($"Cette tâche ne peut pas être demandée : {problem}.");
        }

        var assignees = context.Service<TaskAssignees>();
        var asked = context.GetInput<string>("Assignee") ?? "";
        var subject = context.SubjectOrInstance();
        var assignee = await assignees.FindAsync(asked, subject, context.CancellationToken);
        var dueAt = await context.DeadlineAsync(assignee, days);
        Escalation? escalation = null;
        if (context.GetInput<string>("EscalateTo") is { Length: > 0 } told)
        {
            escalation = WorkingDelay.ProblemOf(overdue, least: 1) is { } late
                ? throw new PermanentFailureException($"Cette tâche ne peut pas être demandée : {late}.")
                : Escalation.After(dueAt, overdue, await assignees.FindAsync(told, subject, context.CancellationToken));
        }

        await context.AskAsync(new TaskRequest(
            DrawnTask.Code,
            title,
            assignee,
            dueAt,
            await context.ReadRemindersAsync(),
            context.GetInput<string>("Message") is { Length: > 0 } message ? message : DefaultMessage)
        {
            Sheet = new TaskSheet(instructions, form, outcomes) { Escalation = escalation },
            IsForPart = assignees.IsPart(asked),
        });
        context.Db().TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(context.Clock.GetUtcNow()),
            subject,
            context.UtcNow(),
            actorId: null,
            $"Tâche demandée : « {title} », à faire pour le {FrenchDate.Day(dueAt)}.",
            isInternal: true));
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var item = (await context.OpenedTasksAsync()).Single();
        context.SetOutput("Outcome", item.Outcome);
        context.SetOutput("CompletedBy", item.CompletedById?.ToString("D"));
        context.SetOutput("Comment", item.Comment);
        context.SetOutput("Answers", item.Form.Fields.ToDictionary(field => field.Label, field => field.Kind.ToPlain(field, item.Answers[field.Key]), StringComparer.Ordinal));
        context.Complete(item.Outcome!);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, (services, item) =>
        services.GetRequiredService<CompleteTaskHandler>().HandleAsync(
            new CompleteTask { TaskId = item.Id, Outcome = answer.Outcome, Comment = "", Answers = item.Form.Example() },
            answer.CancellationToken));

    internal static string? ProblemOfTitle(string title) => title.Length is 0 or > WorkItem.TitleLength ? $"l’intitulé doit compter de 1 à {WorkItem.TitleLength} caractères" : null;

    internal static string? ProblemOfInstructions(string instructions) =>
        instructions.Length > WorkItem.InstructionsLength ? $"les consignes dépassent {WorkItem.InstructionsLength} caractères" : null;

    internal static string? ProblemOfForm(string text, out Form form)
    {
        form = Form.None;
        return text.Length > FormText.Length
            ? $"le formulaire dépasse {FormText.Length} caractères"
            : FormText.Read(text, out form) is { } problem ? $"le formulaire ne se lit pas, {problem}" : null;
    }

}
