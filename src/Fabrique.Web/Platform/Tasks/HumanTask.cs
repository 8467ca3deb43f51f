using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Activities;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>What an activity asks of a person or of the holders of a role.</summary>
public sealed record TaskRequest(string Kind, string Title, Assignee Assignee, DateTime DueAt, AskedReminders Reminders, string Message)
{
    /// <summary>Key of the message to whoever is asked in the place of <see cref="Assignee"/>: it says why they are. Null when <see cref="Message"/> does.</summary>
    public string? MessageToOthers { get; init; }

    /// <summary>What an administrator wrote for a task that has no page of its own.</summary>
    public TaskSheet? Sheet { get; init; }

    /// <summary>Whether the person is asked for the part that they play in the subject: see <see cref="WorkItem.IsJudgement"/>.</summary>
    public bool IsForPart { get; init; }
}

/// <summary>When what is asked is recalled: as a named policy says, or as the drawing does.</summary>
/// <param name="Policy">The days.</param>
/// <param name="Named">The named policy; null when the drawing says it.</param>
public sealed record AskedReminders(ReminderPolicy Policy, NamedReminderPolicy? Named);

/// <summary>How activities ask people for something and wait: a task in our tables, a mail to its holders, and a bookmark that only points at the task.</summary>
public static class HumanTask
{
    /// <summary>What an administrator reads under the input « Relances ».</summary>
    public const string RemindersHelp =
        "Par rapport à J, le dernier jour, séparées par des virgules ; rien : aucune. Par exemple « J-1, J+2 », « J-5, J-2, J », « J-15, J-7, J-1, J+3 », ou en jours ouvrés « J-2 ouvrés, J+1 ouvré ».";

    /// <summary>What an administrator reads under the input « Qui », after what is asked.</summary>
    public const string AskedHelp = "un rôle, ou une personne liée au dossier. Pour quelqu’un de précis, une expression qui donne son adresse de courriel ou sa clé.";

    /// <summary>Name of the input « Politique de relance ».</summary>
    public const string PolicyInput = "ReminderPolicy";

    /// <summary>What an administrator reads under it.</summary>
    public const string PolicyHelp = "Une politique de l’administration, dont ce qui est demandé suivra les changements. Rien : les relances écrites dans « Relances ».";

    private const string OpenedKey = "WorkItems";

    /// <summary>Asks it of those who are named, or, when what it is about is the own case of each of them, of whoever comes after them.</summary>
    /// <exception cref="PermanentFailureException">Nobody is left to be asked, or the reminders cannot be read.</exception>
    public static async Task<WorkItem> AskAsync(this ActivityContext context, TaskRequest request)
    {
        var db = context.Db();
        var now = context.UtcNow();
        var subject = request.Sheet is null ? context.Subject() : context.SubjectOrInstance();
        var assignee = await context.Service<TaskJudges>().ChooseAsync(request, subject, context.CancellationToken);
        var item = WorkItem.Open(
            Guid.CreateVersion7(context.Clock.GetUtcNow()),
            request.Kind,
            subject,
            request.Title,
            assignee,
            context.InstanceId,
            now,
            request.DueAt,
            request.Reminders.Policy,
            await context.FollowAsync(request, subject),
            request.IsForPart,
            context.ActivityId,
            await context.Service<OrganisationReader>().FindWorkplaceAsync(assignee, context.CancellationToken));
        await context.Service<TaskHolders>().OpenAsync(item, context.CancellationToken);
        db.WorkItems.Add(item);
        var message = request.MessageToOthers is { } other && item.Holder != request.Assignee ? other : request.Message;
        await context.Service<SubjectMessages>().WriteToHoldersAsync(message, item, context.DefinitionId, context.CancellationToken);

        context.Remember(OpenedKey, (context.Recall<List<Guid>>(OpenedKey) ?? []).Append(item.Id).ToList());
        context.Wait(new Bookmark(TaskBookmark.Name, TaskBookmark.Key(item)) { Payload = new { item.Title, item.AssigneeRole } });
        return item;
    }

    /// <summary>The reminders that the drawing chooses, or else those that it writes.</summary>
    /// <exception cref="PermanentFailureException">The policy does not exist, or the reminders cannot be read.</exception>
    public static async Task<AskedReminders> ReadRemindersAsync(this ActivityContext context)
    {
        if (context.GetInput<string>(PolicyInput) is { Length: > 0 } name)
        {
            return await context.Service<TaskPolicies>().FindAsync(name, context.CancellationToken) is { } named
                ? new AskedReminders(named.Policy, named)
                : throw new PermanentFailureException($"Cette tâche ne peut pas être demandée : la politique de relance « {name} » n’existe pas. Créez-la, ou choisissez-en une autre.");
        }

        return ReminderText.Read(context.GetInput<string>("Reminders") ?? "", out var policy) is { } unreadable
            ? throw new PermanentFailureException($"Cette tâche ne peut pas être demandée : {unreadable}.")
            : new AskedReminders(policy, null);
    }

    // What the drawing says of lateness wins over what the policy says.
    private static async Task<TaskSheet?> FollowAsync(this ActivityContext context, TaskRequest request, Subject subject)
    {
        if (request.Reminders.Named is not { } named)
        {
            return request.Sheet;
        }

        var sheet = (request.Sheet ?? TaskSheet.None) with { ReminderPolicyId = named.Id };
        return sheet.Escalation is null && named.EscalatesTo is { } name
            ? sheet with { Escalation = named.Escalate(request.DueAt, await context.FindToldAsync(named.Name, name, subject)) }
            : sheet;
    }

    private static async Task<Assignee> FindToldAsync(this ActivityContext context, string policy, string name, Subject subject)
    {
        try
        {
            return await context.Service<TaskAssignees>().FindAsync(name, subject, context.CancellationToken);
        }
        catch (PermanentFailureException nobody)
        {
            throw new PermanentFailureException($"La politique de relance «\u00a0{policy}\u00a0» ne trouve pas qui prévenir d’un retard. {nobody.Message}");
        }
    }

    /// <summary>The end of the day that lies so many working days after today, where whoever is asked works.</summary>
    public static async Task<DateTime> DeadlineAsync(this ActivityContext context, Assignee assignee, int workingDays) =>
        Deadline.InWorkingDays(context.UtcNow(), workingDays, await context.Service<OrganisationReader>().FindWorkplaceAsync(assignee, context.CancellationToken));

    /// <summary>Whom the drawing names under « Qui »; the team when it names nobody.</summary>
    /// <exception cref="PermanentFailureException">It names nobody who can be asked; the message says why.</exception>
    public static Task<Assignee> FindAskedAsync(this ActivityContext context) => context.Service<TaskAssignees>().FindAsync(
        context.GetInput<string>("Assignee") is { Length: > 0 } name ? name : AppRoles.Team, context.Subject(), context.CancellationToken);

    /// <summary>The tasks that this execution opened.</summary>
    public static async Task<List<WorkItem>> OpenedTasksAsync(this ActivityContext context)
    {
        var ids = context.Recall<List<Guid>>(OpenedKey) ?? [];
        return await context.Db().WorkItems.Where(item => ids.Contains(item.Id)).ToListAsync(context.CancellationToken);
    }

    /// <summary>Withdraws what this execution still asks for.</summary>
    public static async Task WithdrawTasksAsync(this ActivityContext context)
    {
        foreach (var item in await context.OpenedTasksAsync())
        {
            item.Cancel(context.UtcNow());
        }
    }
}
