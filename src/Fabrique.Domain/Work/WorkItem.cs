using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

public enum WorkItemStatus
{
    Open,
    Done,
    Cancelled,
}

/// <summary>« Tâche »: what a procedure asks of a person or of the holders of a role, until when, and what came of it.</summary>
public sealed class WorkItem : IAggregate
{
    public const int KindLength = 40;
    public const int TitleLength = 300;
    public const int OutcomeLength = 60;
    public const int InstructionsLength = 10_000;
    public const int MostOutcomes = 10;
    public const int CommentLength = 4_000;

    private readonly List<ReminderOccurrence> reminders = [];
    private FormAnswers answers = FormAnswers.None;

    private WorkItem()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Code of the kind of task, as the module that brings it registers it: « Opinion ».</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Code of the kind of thing that it is about: <see cref="Domain.Subject.Kind"/>.</summary>
    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    public string Title { get; private init; } = "";

    /// <summary>The person asked; null when a role is.</summary>
    public Guid? AssigneeId { get; private init; }

    /// <summary>The role asked (one of <see cref="People.AppRoles"/>); null when a person is. Both are asked once the task was passed on: see <see cref="PassOn"/>.</summary>
    public string? AssigneeRole { get; private set; }

    /// <summary>When it reached others because nobody who was asked could do it, UTC; null as long as it did not.</summary>
    public DateTime? PassedOnAt { get; private set; }

    public DateTime OpenedAt { get; private init; }

    /// <summary>End of the last day given, UTC.</summary>
    public DateTime DueAt { get; private init; }

    public WorkItemStatus Status { get; private set; }

    /// <summary>What to do, in Markdown; only a drawn task has some.</summary>
    public string Instructions { get; private init; } = "";

    /// <summary>The questions, as they were when the task was asked; only a drawn task has some.</summary>
    public Form Form { get; private init; } = Form.None;

    /// <summary>What a drawn task may end on, as shown to people; empty for the others, whose pages know.</summary>
    public IReadOnlyList<string> Outcomes { get; private init; } = [];

    /// <summary>When somebody is told that the task is still not done, UTC; null when nobody is.</summary>
    public DateTime? EscalatesAt { get; private init; }

    public Guid? EscalatesToId { get; private init; }

    public string? EscalatesToRole { get; private init; }

    public DateTime? EscalatedAt { get; private set; }

    public string? Outcome { get; private set; }

    /// <summary>What the person who did it had to say; null when the kind of task keeps it elsewhere.</summary>
    public string? Comment { get; private set; }

    /// <summary>Typed as the form has it, however they were kept.</summary>
    public FormAnswers Answers
    {
        get => Form.Adopt(answers);
        private set => answers = value;
    }

    public Guid? CompletedById { get; private set; }

    /// <summary>Whose « suppléance » whoever did it held; null when they did it for themselves.</summary>
    public Guid? CompletedForId { get; private set; }

    public DateTime? CompletedAt { get; private set; }

    /// <summary>The workflow instance that asked.</summary>
    public string WorkflowInstanceId { get; private init; } = "";

    public int Version { get; private set; }

    /// <summary>In order of their instants.</summary>
    public IReadOnlyList<ReminderOccurrence> Reminders => [.. reminders.OrderBy(reminder => reminder.DueAt)];

    public static WorkItem Open(
        Guid id,
        string kind,
        Subject subject,
        string title,
        Assignee assignee,
        string workflowInstanceId,
        DateTime now,
        DateTime dueAt,
        ReminderPolicy policy,
        TaskSheet? sheet = null)
    {
        Limits.ThrowIfLonger(title, TitleLength);
        sheet ??= TaskSheet.None;
        var item = new WorkItem
        {
            Id = id,
            Kind = kind,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Title = title,
            AssigneeId = assignee.PersonId,
            AssigneeRole = assignee.Role,
            WorkflowInstanceId = workflowInstanceId,
            OpenedAt = now,
            DueAt = dueAt,
            Instructions = sheet.Instructions,
            Form = sheet.Form,
            Outcomes = sheet.Outcomes,
            EscalatesAt = sheet.Escalation?.At,
            EscalatesToId = sheet.Escalation?.To.PersonId,
            EscalatesToRole = sheet.Escalation?.To.Role,
        };
        foreach (var at in policy.Occurrences(now, dueAt))
        {
            item.reminders.Add(new ReminderOccurrence(id, at));
        }

        return item;
    }

    /// <summary>
    /// Whether what is asked is a judgement, which nobody gives on their own case. What a person is asked for the part that they play decides nothing, nor does what
    /// they are asked by name and ends in one way only.
    /// </summary>
    /// <param name="assignee">Who is asked.</param>
    /// <param name="sheet">What an administrator wrote for a drawn task; null for the others.</param>
    /// <param name="isForPart">Whether the person is asked for their part in the subject: to complete their own file, say.</param>
    public static bool IsJudgement(Assignee assignee, TaskSheet? sheet, bool isForPart) => !isForPart && !(assignee.PersonId is not null && sheet is { Outcomes.Count: 1 });

    /// <summary>Whether the task is addressed to a person holding these roles.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="roles">Theirs.</param>
    /// <param name="isOwnCase">Whether what the task is about is the person’s own case: what a role is asked to do is then for its other holders.</param>
    public bool IsAddressedTo(Guid personId, IEnumerable<string> roles, bool isOwnCase) =>
        AssigneeId == personId || (AssigneeRole is { } role && roles.Contains(role, StringComparer.Ordinal) && !(isOwnCase && Status is WorkItemStatus.Open));

    /// <summary>Why it is no longer to be done, in French, to whoever only reads it; null as long as it is.</summary>
    /// <param name="doneBy">Name of who did it, when it is known and may be told.</param>
    public string? WhyClosed(string? doneBy = null) => Status switch
    {
        WorkItemStatus.Open => null,
        WorkItemStatus.Done => $"Cette tâche a déjà été faite le {FrenchDate.Instant(CompletedAt!.Value)}{(doneBy is null ? "" : $" par {doneBy}")}.",
        _ => "Cette tâche n’est plus attendue.",
    };

    /// <summary>The refusal of what was sent to do it.</summary>
    /// <param name="doneBy">Name of who did it, when it is known and may be told.</param>
    public Refusal? MayBeCompleted(string? doneBy = null) => Status switch
    {
        WorkItemStatus.Open => null,
        WorkItemStatus.Done => new Refusal("task-already-done", $"{WhyClosed(doneBy)} Rien n’a été enregistré de nouveau."),
        _ => new Refusal("task-cancelled", $"{WhyClosed()} Rien n’a été enregistré."),
    };

    /// <summary>Whether a drawn task may end so.</summary>
    /// <param name="outcome">One of <see cref="Outcomes"/>.</param>
    /// <param name="comment">Free text, perhaps empty.</param>
    /// <param name="answers">To <see cref="Form"/>.</param>
    public Refusal? MayBeAnswered(string outcome, string comment, FormAnswers answers)
    {
        if (MayBeCompleted() is { } closed)
        {
            return closed;
        }

        if (!Outcomes.Contains(outcome, StringComparer.Ordinal))
        {
            return new Refusal("unknown-outcome", "Choisissez l’issue de la tâche dans la liste.");
        }

        if (comment.Length > CommentLength)
        {
            return new Refusal("comment-too-long", $"Le commentaire dépasse {CommentLength} caractères : raccourcissez-le.");
        }

        return Form.Check(answers).Concat(Form.MissingFor(answers)).FirstOrDefault()?.Refusal;
    }

    /// <summary>Ends a drawn task.</summary>
    /// <param name="outcome">One of <see cref="Outcomes"/>.</param>
    /// <param name="comment">Free text, perhaps empty.</param>
    /// <param name="answers">To <see cref="Form"/>.</param>
    /// <param name="completedById">Who did it.</param>
    /// <param name="now">UTC.</param>
    public void Answer(string outcome, string comment, FormAnswers answers, Guid completedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeAnswered(outcome, comment, answers));
        Complete(outcome, completedById, now);
        Comment = comment;
        Answers = answers;
    }

    public void Complete(string outcome, Guid completedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeCompleted());
        Limits.ThrowIfLonger(outcome, OutcomeLength);
        Status = WorkItemStatus.Done;
        Outcome = outcome;
        CompletedById = completedById;
        CompletedAt = now;
    }

    /// <summary>Marks the reminders due at <paramref name="now"/> and not yet sent as sent. Returns how many there were; none unless the task is open.</summary>
    public int TakeDueReminders(DateTime now)
    {
        var due = Status is WorkItemStatus.Open ? reminders.FindAll(reminder => reminder.SentAt is null && reminder.DueAt <= now) : [];
        foreach (var reminder in due)
        {
            reminder.MarkSent(now);
        }

        return due.Count;
    }

    /// <summary>Tells once that the time given is long over.</summary>
    /// <returns>Who is to be told; null when it is not time, or done, or already told.</returns>
    public Assignee? TakeEscalation(DateTime now)
    {
        if (Status is not WorkItemStatus.Open || EscalatedAt is not null || !(EscalatesAt <= now))
        {
            return null;
        }

        EscalatedAt = now;
        return EscalatesToId is { } id ? Assignee.Person(id) : Assignee.HoldersOf(EscalatesToRole!);
    }

    /// <summary>Says by whose « suppléance » it was done.</summary>
    public void DoneFor(Guid? delegatorId) => CompletedForId = delegatorId;

    /// <summary>
    /// Nobody who is asked can do it: they are away without a substitute, or no longer there. The holders of a role are asked too, or instead of those of a role that
    /// nobody holds any more.
    /// </summary>
    /// <returns>Whether anything changed: not when they are asked already.</returns>
    public bool PassOn(string role, DateTime now)
    {
        if (Status is not WorkItemStatus.Open || AssigneeRole == role)
        {
            return false;
        }

        AssigneeRole = role;
        PassedOnAt = now;
        return true;
    }

    /// <summary>The procedure no longer asks for it. Does nothing unless it is open.</summary>
    public void Cancel()
    {
        if (Status is WorkItemStatus.Open)
        {
            Status = WorkItemStatus.Cancelled;
        }
    }
}

/// <summary>Who is told that a task is not done, and when.</summary>
public sealed record Escalation(Assignee To, DateTime At)
{
    private static readonly TimeOnly Hour = new(9, 0);

    /// <summary>At 9:00 in Paris, so many working days after the last day given.</summary>
    public static Escalation After(DateTime dueAt, int workingDays, Assignee to) =>
        new(to, ParisTime.ToUtc(WorkingCalendar.AddWorkingDays(ParisTime.DayOf(dueAt), workingDays), Hour));
}

/// <summary>What an administrator wrote for a drawn task.</summary>
public sealed record TaskSheet
{
    public static TaskSheet None { get; } = new("", Form.None, []);

    /// <param name="instructions">Markdown.</param>
    /// <param name="form">The questions.</param>
    /// <param name="outcomes">What the task may end on.</param>
    public TaskSheet(string instructions, Form form, IReadOnlyList<string> outcomes)
    {
        Limits.ThrowIfLonger(instructions, WorkItem.InstructionsLength);
        Instructions = instructions;
        Form = form;
        Outcomes = outcomes;
    }

    public string Instructions { get; }

    public Form Form { get; }

    public IReadOnlyList<string> Outcomes { get; }

    public Escalation? Escalation { get; init; }

    /// <summary>Why the outcomes of a drawn task cannot be, in French; null when they can.</summary>
    public static string? ProblemOf(IReadOnlyList<string> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return "la tâche n’a pas d’issue : écrivez-en au moins une, par exemple « Fait »";
        }

        if (outcomes.Count > WorkItem.MostOutcomes)
        {
            return $"la tâche a {outcomes.Count} issues, pour {WorkItem.MostOutcomes} au plus";
        }

        if (outcomes.FirstOrDefault(outcome => string.IsNullOrWhiteSpace(outcome) || outcome.Length > WorkItem.OutcomeLength) is { } unreadable)
        {
            return $"l’issue « {unreadable} » doit compter de 1 à {WorkItem.OutcomeLength} caractères";
        }

        return outcomes.GroupBy(outcome => outcome, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? $"l’issue « {twice} » est écrite deux fois"
            : null;
    }
}

/// <summary>A person, or the holders of a role.</summary>
public readonly record struct Assignee
{
    private Assignee(Guid? personId, string? role)
    {
        PersonId = personId;
        Role = role;
    }

    public Guid? PersonId { get; }

    public string? Role { get; }

    public static Assignee Person(Guid id) => new(id, null);

    public static Assignee HoldersOf(string role) => new(null, role);
}
