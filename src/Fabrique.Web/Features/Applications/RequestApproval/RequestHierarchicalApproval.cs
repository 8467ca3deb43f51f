using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.GiveApproval;
using Fabrique.Web.Features.Applications.NameManager;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.RequestApproval;

/// <summary>
/// Asks the line manager of the person who applies for their « visa », until they give it, or the time given is over (<c>NoAnswer</c>). When nobody is known to be the manager,
/// the applicant is asked first who is; the drawing may do without (<c>NotRequired</c>).
/// </summary>
[About(ApplicationSubject.SubjectCode)]
[Activity("Fabrique.RequestHierarchicalApproval", DisplayName = "Demander le visa hiérarchique", Category = CallsModule.Category, Description = "Demande son visa au responsable hiérarchique de la personne qui candidate.")]
[Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "8", Description = "Au-delà, la procédure continue par « Sans réponse » : le dépôt garde sa date.")]
[Input(HumanTask.PolicyInput, typeof(string), DisplayName = "Politique de relance", UIHint = "dropdown", Description = HumanTask.PolicyHelp)]
[Input("Reminders", typeof(string), DisplayName = "Relances", DefaultValue = "J-5, J-2, J", Description = HumanTask.RemindersHelp)]
[Input(WithoutManager, typeof(string), DisplayName = "Si aucun responsable n’est connu", DefaultValue = AskApplicant, UIHint = "dropdown", Description = "Demander à la personne qui candidate de nommer son responsable, ou continuer par « Non requis ».")]
[Input(NamingDays, typeof(int), DisplayName = "Délai pour nommer un responsable", DefaultValue = "3", Description = "En jours ouvrés. Au-delà, la procédure continue par « Sans réponse ».")]
[Outcomes(Approved, ApprovedWithReservation, Refused, NoAnswer, NotRequired, DisplayNames = ["Favorable", "Favorable avec réserve", "Défavorable", "Sans réponse", "Non requis"])]
public sealed class RequestHierarchicalApproval : Activity, IAnsweredByPeople
{
    public const string Approved = "Approved";
    public const string ApprovedWithReservation = "ApprovedWithReservation";
    public const string Refused = "Refused";
    public const string NoAnswer = "NoAnswer";
    public const string NotRequired = "NotRequired";

    public const string WithoutManager = "WithoutManager";
    public const string AskApplicant = "Ask";

    internal const string NamingDays = "NamingDays";

    private const string DeadlineName = "Fabrique.Deadline";

    /// <summary>What <see cref="WithoutManager"/> may be given.</summary>
    public static IReadOnlyList<Choice> Fallbacks { get; } = [new(AskApplicant, "Demander à la personne qui candidate de le nommer"), new(NotRequired, "Continuer sans visa (« Non requis »)")];

    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new(Approved), new(ApprovedWithReservation), new(Refused), new(NoAnswer) { ComesByItself = true }];

    protected override async ValueTask ExecuteAsync(ActivityContext context)
    {
        if ((ApprovalRule.ProblemOf(context.GetInput<int>(NamingDays)) ?? WorkingDelay.ProblemOf(context.GetInput<int>("WorkingDays"), least: 0)) is { } problem)
        {
            throw new PermanentFailureException($"Le visa ne peut pas être demandé : {problem}.");
        }

        var application = await LoadAsync(context);
        if (application.MayAskApproval() is { } refusal)
        {
            throw new PermanentFailureException($"Le visa ne peut pas être demandé : {refusal.Sentence}.");
        }

        var manager = await context.Service<LineManagers>().FindAsync(application, context.CancellationToken);
        var id = Guid.CreateVersion7(context.Clock.GetUtcNow());
        if (manager is null && context.GetInput<string>(WithoutManager) == NotRequired)
        {
            application.SkipApproval(id, context.UtcNow());
            Tell(context, "Le visa hiérarchique n’est pas requis : aucun responsable n’est connu.");
            context.Complete(NotRequired);
            return;
        }

        application.AskApproval(id, manager?.Id, context.UtcNow());

        // Read once, while the inputs are there: the manager may be named, or change, later.
        context.Remember("WorkingDays", context.GetInput<int>("WorkingDays"));
        if (manager is not null)
        {
            await AskManagerAsync(context, application, manager);
            return;
        }

        var asked = Assignee.Person(application.ApplicantId);
        var dueAt = await context.DeadlineAsync(asked, context.GetInput<int>(NamingDays));
        await context.AskAsync(new TaskRequest(
            ApplicationTasks.ManagerNaming,
            $"Nommez votre responsable pour « {application.Title} »",
            asked,
            dueAt,
            await context.ReadRemindersAsync(),
            "candidature/responsable-a-nommer")
        {
            IsForPart = true,
        });
        WaitUntil(context, dueAt);
        Tell(context, $"Aucun responsable hiérarchique n’est connu : la personne qui candidate doit en nommer un d’ici au {FrenchDate.Day(dueAt)}.");
    }

    protected override async ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        // A deadline that was given before the task moved is nobody’s any more.
        if (resumption.IsTimer && resumption.Key != context.Recall<string>(DeadlineName))
        {
            return;
        }

        var application = await LoadAsync(context);
        if (resumption.IsTimer)
        {
            var named = application.Approval?.ManagerId is not null;
            application.EndApproval(context.UtcNow());
            await context.WithdrawTasksAsync();
            Tell(context, named
                ? "Le responsable hiérarchique n’a pas répondu dans le délai : la procédure continue sans visa, et le dépôt garde sa date."
                : "Aucun responsable hiérarchique n’a été nommé dans le délai : la procédure continue sans visa, et le dépôt garde sa date.");
            context.Complete(NoAnswer);
            return;
        }

        if (application.Approval is { IsOpen: false } given)
        {
            context.Complete(given.Status.ToString());
            return;
        }

        // The applicant named somebody.
        var manager = await context.Service<LineManagers>().FindAsync(application, context.CancellationToken)
            ?? throw new PermanentFailureException("Le visa ne peut pas être demandé : la personne nommée n’a plus de compte actif. Faites-en nommer une autre, puis relancez.");
        await TakeBackAsync(context);
        application.MoveApproval(manager.Id, context.UtcNow());
        await AskManagerAsync(context, application, manager);
    }

    protected override async ValueTask CancelAsync(ActivityContext context) => await context.WithdrawTasksAsync();

    public ValueTask<string?> AnswerAsync(SimulatedAnswer answer) => SimulatedPeople.AnswerAsync(answer, async (services, item) => item.Kind == ApplicationTasks.ManagerNaming
        ? await services.GetRequiredService<NameManagerHandler>().HandleAsync(
            new NameManager.NameManager { ApplicationId = item.SubjectId, Person = SimulatedPeople.Manager.Address },
            answer.CancellationToken)
        : await services.GetRequiredService<GiveApprovalHandler>().HandleAsync(
            new GiveApproval.GiveApproval
            {
                TaskId = item.Id,
                Status = Enum.Parse<HierarchicalApprovalStatus>(answer.Outcome),
                Reason = answer.Outcome == Approved ? "" : SimulatedPeople.Reason,
                HalfDaysPerWeek = null,
            },
            answer.CancellationToken));

    private static async Task AskManagerAsync(ActivityContext context, Application application, StaffMember manager)
    {
        var asked = Assignee.Person(manager.Id);
        var dueAt = await context.DeadlineAsync(asked, context.Recall<int>("WorkingDays"));
        var item = await context.AskAsync(new TaskRequest(
            ApplicationTasks.Approval,
            $"Donner votre visa sur « {application.Title} »",
            asked,
            dueAt,
            await context.ReadRemindersAsync(),
            "candidature/visa-demande")
        {
            MessageToOthers = "candidature/visa-a-la-place",
        });
        WaitUntil(context, dueAt);
        Tell(context, item.AssigneeRole is { } role
            ? $"Le visa hiérarchique est demandé à {AppRoles.Label(role)}, à la place de {manager.FullName}, d’ici au {FrenchDate.Day(dueAt)}."
            : $"Le visa hiérarchique est demandé à {manager.FullName}, d’ici au {FrenchDate.Day(dueAt)}.");
        if (await context.Service<LineManagers>().WhoseInsteadAsync(application, manager.Id, context.CancellationToken) is { } instead)
        {
            Tell(context, $"{manager.FullName} est {instead}.", isInternal: true);
        }
    }

    // Whoever was asked before is told that they no longer are.
    private static async Task TakeBackAsync(ActivityContext context)
    {
        foreach (var item in await context.OpenedTasksAsync())
        {
            if (item is { Status: WorkItemStatus.Open, Kind: ApplicationTasks.Approval })
            {
                await context.Service<SubjectMessages>().WriteToHoldersAsync("candidature/visa-confie-a-un-autre", item, context.DefinitionId, context.CancellationToken);
            }

            item.Cancel(context.UtcNow());
        }
    }

    private static void WaitUntil(ActivityContext context, DateTime dueAt)
    {
        var key = Guid.CreateVersion7(context.Clock.GetUtcNow()).ToString("D");
        context.Remember(DeadlineName, key);
        context.Wait(new Bookmark(DeadlineName, key) { DueAt = dueAt });
    }

    private static void Tell(ActivityContext context, string sentence, bool isInternal = false) => context.Db().TimelineEntries.Add(
        TimelineEntry.Write(Guid.CreateVersion7(context.Clock.GetUtcNow()), context.Subject(), context.UtcNow(), actorId: null, Texts.Clip(sentence, TimelineEntry.SentenceLength), isInternal));

    private static async Task<Application> LoadAsync(ActivityContext context)
    {
        var id = context.SubjectId(ApplicationSubject.SubjectCode);
        return await context.Db().Applications.Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == id, context.CancellationToken);
    }
}
