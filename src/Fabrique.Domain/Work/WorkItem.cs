using Fabrique.Domain.Forms;
using Fabrique.Domain.People;
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
    public const int WordLength = 500;
    public const int ActivityIdLength = 200;

    private readonly List<ReminderOccurrence> reminders = [];
    private readonly List<TaskComment> comments = [];
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

    /// <summary>The person who is to do it now; null when the holders of a role are.</summary>
    public Guid? AssigneeId { get; private set; }

    /// <summary>The role whose holders are to do it now (one of <see cref="People.AppRoles"/>); null when a person is.</summary>
    public string? AssigneeRole { get; private set; }

    /// <summary>The person whom the procedure asked, since it was entrusted to somebody else.</summary>
    public Guid? AskedId { get; private set; }

    /// <summary>The role that the procedure asked, since it was entrusted to somebody else.</summary>
    public string? AskedRole { get; private set; }

    /// <summary>Who entrusted it to whoever is to do it; null as long as that is whom the procedure asked, and when it was passed on because nobody was there.</summary>
    public Guid? DelegatedById { get; private set; }

    public DateTime? DelegatedAt { get; private set; }

    /// <summary>What they had to say.</summary>
    public string? DelegationWord { get; private set; }

    /// <summary>The person who was to do it until it last changed hands: what they were writing is answered.</summary>
    public Guid? PreviousId { get; private set; }

    /// <summary>Which holder of the role sees to it; the others may still do it.</summary>
    public Guid? ClaimedById { get; private set; }

    public DateTime? ClaimedAt { get; private set; }

    /// <summary>Whether it judges nothing: even a party to its subject may do it. See <see cref="IsJudgement"/>.</summary>
    public bool IsOpenToParties { get; private init; }

    public DateTime OpenedAt { get; private init; }

    /// <summary>End of the last day given, UTC.</summary>
    public DateTime DueAt { get; private init; }

    /// <summary>The last day given, as whoever is asked reads it.</summary>
    public DateOnly DueOn => Deadline.DayOf(DueAt);

    public WorkItemStatus Status { get; private set; }

    /// <summary>What to do, in Markdown; only a drawn task has some.</summary>
    public string Instructions { get; private init; } = "";

    /// <summary>The questions, as they were when the task was asked; only a drawn task has some.</summary>
    public Form Form { get; private init; } = Form.None;

    /// <summary>What a drawn task may end on, as shown to people; empty for the others, whose pages know.</summary>
    public IReadOnlyList<string> Outcomes { get; private init; } = [];

    /// <summary>When somebody is told that the task is still not done, UTC; null when nobody is.</summary>
    public DateTime? EscalatesAt { get; private set; }

    public Guid? EscalatesToId { get; private set; }

    public string? EscalatesToRole { get; private set; }

    /// <summary>The named policy that its reminders follow; null when they were written in the drawing.</summary>
    public Guid? ReminderPolicyId { get; private init; }

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

    /// <summary>The step that asked, as the definition identifies it; null for what was asked before it was kept.</summary>
    public string? ActivityId { get; private init; }

    /// <summary>Since when it is no longer awaited; null as long as it is, or when it is not known.</summary>
    public DateTime? CancelledAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>In order of their instants.</summary>
    public IReadOnlyList<ReminderOccurrence> Reminders => [.. reminders.OrderBy(reminder => reminder.DueAt)];

    /// <summary>In no order; none unless they were read.</summary>
    public IReadOnlyList<TaskComment> Comments => comments;

    /// <summary>Who is to do it now.</summary>
    public Assignee Holder => AssigneeId is { } id ? Assignee.Person(id) : Assignee.HoldersOf(AssigneeRole!);

    /// <summary>Whom the procedure asked, whoever is to do it now.</summary>
    public Assignee Asked => AskedId is { } id ? Assignee.Person(id) : AskedRole is { } role ? Assignee.HoldersOf(role) : Holder;

    /// <summary>To whom its holder hands it back: whom the procedure asked, or else whoever moved it from there.</summary>
    public Assignee ReturnsTo => Asked.Role is null && DelegatedById is { } by ? Assignee.Person(by) : Asked;

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
        TaskSheet? sheet = null,
        bool isForPart = false,
        string? activityId = null,
        Workplace? place = null)
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
            IsOpenToParties = !IsJudgement(assignee, sheet, isForPart),
            WorkflowInstanceId = workflowInstanceId,
            ActivityId = activityId?.Length <= ActivityIdLength ? activityId : null,
            OpenedAt = now,
            DueAt = dueAt,
            Instructions = sheet.Instructions,
            Form = sheet.Form,
            Outcomes = sheet.Outcomes,
            EscalatesAt = sheet.Escalation?.At,
            EscalatesToId = sheet.Escalation?.To.PersonId,
            EscalatesToRole = sheet.Escalation?.To.Role,
            ReminderPolicyId = sheet.ReminderPolicyId,
        };
        foreach (var at in policy.Occurrences(now, dueAt, place))
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

    /// <summary>Whether a holder of the role asked may see to it. Whoever read that nobody did, or that somebody else did, and is wrong by now, is told who does.</summary>
    /// <param name="actorId">A person to whom it is addressed.</param>
    /// <param name="from">Who saw to it, as far as they know; null when nobody did.</param>
    /// <param name="claimedBy">Name of who sees to it.</param>
    public Refusal? MayBeClaimed(Guid actorId, Guid? from, string? claimedBy) => MayBeCompleted() is { } closed ? closed
        : AssigneeRole is null ? new Refusal("task-not-shared", "Cette tâche est confiée à une seule personne : elle n’est pas à prendre.")
        : ClaimedById == actorId ? new Refusal("task-already-yours", "Vous vous occupez déjà de cette tâche.")
        : ClaimedById is not null && ClaimedById != from ? new Refusal("task-claimed", $"{claimedBy} s’en occupe depuis le {FrenchDate.Instant(ClaimedAt!.Value)}. Vous pouvez la lui reprendre.")
        : null;

    /// <summary>« Je m’en occupe »: tells the other holders of the role that somebody does. They may still do it.</summary>
    /// <param name="actorId">A person to whom it is addressed.</param>
    /// <param name="from">Who saw to it, as far as they know; null when nobody did.</param>
    /// <param name="now">UTC.</param>
    public void Claim(Guid actorId, Guid? from, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeClaimed(actorId, from, claimedBy: null));
        (ClaimedById, ClaimedAt) = (actorId, now);
    }

    public Refusal? MayBeReleased(Guid actorId) => MayBeCompleted()
        ?? (ClaimedById == actorId ? null : new Refusal("task-not-claimed", "Vous ne vous occupez pas de cette tâche, ou quelqu’un vous l’a reprise."));

    /// <summary>« Rendre à l’équipe »: nobody in particular sees to it any more.</summary>
    public void Release(Guid actorId)
    {
        BrokenRuleException.ThrowIf(MayBeReleased(actorId));
        (ClaimedById, ClaimedAt) = (null, null);
    }

    /// <summary>Whether somebody may be asked instead of whoever is to do it now.</summary>
    /// <param name="to">The person; null when nobody was found.</param>
    /// <param name="isParty">Whether what it is about is their own case.</param>
    public Refusal? MayBeEntrustedTo(StaffMember? to, bool isParty) => MayBeCompleted() is { } closed ? closed
        : to is null ? new Refusal("delegate-unknown", "Personne de l’annuaire n’a cette adresse ni ce nom.")
        : !to.IsActive ? new Refusal("delegate-gone", $"{to.FullName} n’a plus de compte actif : confiez la tâche à quelqu’un d’autre.")
        : AssigneeId == to.Id ? new Refusal("delegate-has-it", $"Cette tâche est déjà confiée à {to.FullName}.")
        : isParty && !IsOpenToParties ? new Refusal("delegate-own-case", $"C’est le propre dossier de {to.FullName} : la tâche ne peut pas lui être confiée.")
        : null;

    /// <summary>Whether the person who is to do it now, or a holder of the role, may entrust it to another person. What was entrusted is handed back rather than entrusted again.</summary>
    /// <param name="actorId">A person to whom it is addressed.</param>
    /// <param name="to">The person; null when nobody was found.</param>
    /// <param name="isParty">Whether what it is about is the other person’s own case.</param>
    public Refusal? MayBeDelegated(Guid actorId, StaffMember? to, bool isParty) => MayBeCompleted() is { } closed ? closed
        : DelegatedById is not null && AssigneeId == actorId ? new Refusal("task-entrusted", "Cette tâche vous a été confiée : rendez-la, plutôt que de la confier à quelqu’un d’autre.")
        : to?.Id == actorId ? new Refusal("delegate-self", "Cette tâche est déjà la vôtre : choisissez quelqu’un d’autre.")
        : MayBeEntrustedTo(to, isParty);

    /// <summary>Asks somebody else in the place of whoever is to do it now: what comes of it counts for whom the procedure asked.</summary>
    /// <param name="to">Who is to do it from now on; whom the procedure asked, when it comes back to them.</param>
    /// <param name="byId">Who says so.</param>
    /// <param name="word">What they have to say.</param>
    /// <param name="now">UTC.</param>
    public void Entrust(Assignee to, Guid byId, string word, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeCompleted());
        Limits.ThrowIfLonger(word, WordLength);
        var asked = Asked;
        GiveTo(to, asked);
        if (to != asked)
        {
            (DelegatedById, DelegatedAt, DelegationWord) = (byId, now, word);
        }
    }

    /// <summary>Whether somebody may have back what they, or another holder of their role, entrusted.</summary>
    public Refusal? MayBeTakenBack(Guid actorId) => MayBeCompleted()
        ?? (AskedId == actorId || (AskedRole is not null && DelegatedById == actorId)
            ? null
            : new Refusal("task-not-entrusted", "Cette tâche n’est plus confiée à quelqu’un d’autre, ou ce n’est pas à vous de la reprendre."));

    /// <summary>Whom the procedure asked is to do it again.</summary>
    public void TakeBack(Guid actorId)
    {
        BrokenRuleException.ThrowIf(MayBeTakenBack(actorId));
        GiveTo(Asked, Asked);
    }

    public Refusal? MayBeHandedBack(Guid actorId) => MayBeCompleted()
        ?? (DelegatedById is not null && AssigneeId == actorId ? null : new Refusal("task-not-entrusted-to-you", "Cette tâche ne vous est pas confiée, ou elle vous a été reprise."));

    /// <summary>« Rendre »: whoever was entrusted with it no longer does it.</summary>
    /// <param name="actorId">The person entrusted.</param>
    /// <param name="to"><see cref="ReturnsTo"/>, or somebody else when that person is gone.</param>
    public void HandBack(Guid actorId, Assignee to)
    {
        BrokenRuleException.ThrowIf(MayBeHandedBack(actorId));
        GiveTo(to, Asked);
    }

    /// <summary>
    /// Whoever is to do it is away without a substitute, or no longer there: the holders of a role are asked instead. Whom the procedure asked may have it back.
    /// </summary>
    /// <returns>Whether anything changed: not when they are asked already.</returns>
    public bool PassOn(string role, DateTime now)
    {
        if (Status is not WorkItemStatus.Open || AssigneeRole == role)
        {
            return false;
        }

        var (to, asked) = (Assignee.HoldersOf(role), Asked);
        GiveTo(to, asked);
        DelegatedAt = to == asked ? null : now;
        return true;
    }

    /// <summary>Says by whose « suppléance » it was done.</summary>
    public void DoneFor(Guid? delegatorId) => CompletedForId = delegatorId;

    private void GiveTo(Assignee to, Assignee asked)
    {
        (AskedId, AskedRole) = to == asked ? (null, null) : (asked.PersonId, asked.Role);
        PreviousId = AssigneeId ?? ClaimedById;
        (AssigneeId, AssigneeRole) = (to.PersonId, to.Role);
        (DelegatedById, DelegatedAt, DelegationWord) = (null, null, null);
        (ClaimedById, ClaimedAt) = (null, null);
    }

    /// <summary>Whether reminders are due and neither sent nor missed; never unless the task is open.</summary>
    public bool HasDueReminders(DateTime now) => Status is WorkItemStatus.Open && reminders.Exists(reminder => !reminder.IsSettled && reminder.DueAt <= now);

    /// <summary>Marks the reminders due at <paramref name="now"/>: as sent, or, when nobody was there to read them, as missed.</summary>
    /// <returns>How many there were; none unless the task is open.</returns>
    public int TakeDueReminders(DateTime now, bool isReached = true)
    {
        var due = Status is WorkItemStatus.Open ? reminders.FindAll(reminder => !reminder.IsSettled && reminder.DueAt <= now) : [];
        foreach (var reminder in due)
        {
            if (isReached)
            {
                reminder.MarkSent(now);
            }
            else
            {
                reminder.MarkMissed(now);
            }
        }

        return due.Count;
    }

    /// <summary>What a change of its policy would make of it: the reminders that are still to come, and who is told of its lateness.</summary>
    /// <param name="policy">What the policy would say.</param>
    /// <param name="escalation">Who would be told; null for nobody.</param>
    /// <param name="place">Where whoever is asked works.</param>
    /// <param name="now">UTC: what would already be past is not made up for.</param>
    public PlannedReminders Plan(ReminderPolicy policy, Escalation? escalation, Workplace place, DateTime now) => new(
        [.. policy.Occurrences(OpenedAt, DueAt, place).Where(at => at > now && !reminders.Exists(reminder => reminder.DueAt == at && reminder.IsSettled))],
        EscalatedAt is null && escalation?.At > now ? escalation : null);

    /// <summary>Those that are still to come, as they are.</summary>
    public PlannedReminders PlannedAt(DateTime now) => new(
        [.. reminders.Where(reminder => !reminder.IsSettled && reminder.DueAt > now).Select(reminder => reminder.DueAt).Order()],
        EscalatedAt is null && EscalatesAt is { } at && at > now ? new Escalation(EscalatesToId is { } id ? Assignee.Person(id) : Assignee.HoldersOf(EscalatesToRole!), at) : null);

    /// <summary>Its policy has changed. What was sent stays, and so does what is due and about to be sent. Does nothing unless it is open.</summary>
    public void Follow(PlannedReminders plan, DateTime now)
    {
        if (Status is not WorkItemStatus.Open)
        {
            return;
        }

        reminders.RemoveAll(reminder => !reminder.IsSettled && reminder.DueAt > now && !plan.Reminders.Contains(reminder.DueAt));
        reminders.AddRange(plan.Reminders.Where(at => !reminders.Exists(reminder => reminder.DueAt == at)).Select(at => new ReminderOccurrence(Id, at)).ToList());
        if (EscalatedAt is null && !(EscalatesAt <= now))
        {
            (EscalatesAt, EscalatesToId, EscalatesToRole) = (plan.Escalation?.At, plan.Escalation?.To.PersonId, plan.Escalation?.To.Role);
        }
    }

    /// <summary>Why nothing more can be said of it; null when something can.</summary>
    /// <param name="text">What is said.</param>
    public Refusal? MayBeCommented(string text) => MayBeCompleted() is { } closed ? closed
        : text.Length is 0 or > TaskComment.TextLength ? new Refusal("comment-length", $"Écrivez de 1 à {TaskComment.TextLength} caractères.")
        : null;

    /// <summary>One of those who see to it says something of it.</summary>
    public void Say(Guid id, Guid authorId, string text, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeCommented(text));
        comments.Add(new TaskComment(id, Id, authorId, text, now));
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

    /// <summary>The procedure no longer asks for it. Does nothing unless it is open.</summary>
    public void Cancel(DateTime now)
    {
        if (Status is WorkItemStatus.Open)
        {
            Status = WorkItemStatus.Cancelled;
            CancelledAt = now;
        }
    }
}

/// <summary>What is still to come of a task's reminders.</summary>
/// <param name="Reminders">Instants, UTC, ascending.</param>
/// <param name="Escalation">Who is told of its lateness; null when nobody is.</param>
public sealed record PlannedReminders(IReadOnlyList<DateTime> Reminders, Escalation? Escalation)
{
    public bool Equals(PlannedReminders? other) => other is not null && Reminders.SequenceEqual(other.Reminders) && Escalation == other.Escalation;

    public override int GetHashCode() => HashCode.Combine(Reminders.Count, Escalation);
}

/// <summary>Who is told that a task is not done, and when.</summary>
public sealed record Escalation(Assignee To, DateTime At)
{
    private static readonly TimeOnly Hour = new(9, 0);

    /// <summary>At 9:00 in Paris, so many working days after the last day given.</summary>
    public static Escalation After(DateTime dueAt, int workingDays, Assignee to) =>
        new(to, ParisTime.ToUtc(WorkingCalendar.AddWorkingDays(Deadline.DayOf(dueAt), workingDays), Hour));
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

    /// <summary>The named policy that its reminders follow; null when they were written in the drawing.</summary>
    public Guid? ReminderPolicyId { get; init; }

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
