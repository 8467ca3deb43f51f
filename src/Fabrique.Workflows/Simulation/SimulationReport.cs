namespace Fabrique.Workflows;

/// <summary>What a simulation found.</summary>
public sealed record SimulationReport
{
    /// <summary>Definition id.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Name of the definition.</summary>
    public required string Name { get; init; }

    /// <summary>Virtual instant of the start, UTC.</summary>
    public required DateTime StartsAt { get; init; }

    /// <summary>What is wrong in the definition; with an error among them nothing was run.</summary>
    public required IReadOnlyList<DefinitionProblem> Problems { get; init; }

    /// <summary>Where the definition, or one that it starts, leaves something open, with the possible answers.</summary>
    public required IReadOnlyList<SimulationQuestion> Questions { get; init; }

    /// <summary>The paths run: one, or every distinct one when the scenario explores.</summary>
    public required IReadOnlyList<SimulationPath> Paths { get; init; }

    /// <summary>Why paths were left out; null when the exploration is complete.</summary>
    public WorkflowMessage? LeftOut { get; init; }

    /// <summary>Whether the definition could not be run.</summary>
    public bool HasErrors => Problems.Any(problem => problem.Severity == ProblemSeverity.Error);
}

/// <summary>An activity of which something else than the definition decides.</summary>
/// <param name="DefinitionId">The definition that holds it.</param>
/// <param name="ActivityId">Identifier of the activity.</param>
/// <param name="ActivityName">Name shown to people.</param>
/// <param name="Answers">The possible answers, as shown to people; the first is the usual one.</param>
public sealed record SimulationQuestion(string DefinitionId, string ActivityId, string ActivityName, IReadOnlyList<string> Answers);

/// <summary>One way through the definition.</summary>
/// <param name="Choices">The answers that make it, in order.</param>
/// <param name="Events">What happened, in order.</param>
/// <param name="End">How it ended.</param>
/// <param name="Reason">Why it ended before its end; null when it came to its end.</param>
/// <param name="EndedAt">Virtual instant of the last event, UTC.</param>
public sealed record SimulationPath(IReadOnlyList<SimulationChoice> Choices, IReadOnlyList<SimulationEvent> Events, SimulationEnd End, WorkflowMessage? Reason, DateTime EndedAt)
{
    /// <summary>What was executed, to draw the path: each activity once for each way in which it was left.</summary>
    public IReadOnlyList<SimulatedStep> Steps { get; init; } = [];

    /// <summary>Tasks asked of people.</summary>
    public int Tasks => Events.Count(happened => happened.Kind == SimulationEventKind.Task);

    /// <summary>Mails written.</summary>
    public int Mails => Events.Count(happened => happened.Kind == SimulationEventKind.Mail);
}

/// <summary>An activity that a path executed.</summary>
/// <param name="DefinitionId">The definition that holds it.</param>
/// <param name="ActivityId">Identifier of the activity.</param>
/// <param name="Outcomes">Ports that it was left by, by their stable names; empty while it is open.</param>
/// <param name="IsOpen">Whether it had begun and not ended when the path ended.</param>
public sealed record SimulatedStep(string DefinitionId, string ActivityId, IReadOnlyList<string> Outcomes, bool IsOpen);

/// <summary>An answer given, or a side of a decision taken.</summary>
/// <param name="ActivityId">Identifier of the activity.</param>
/// <param name="ActivityName">Name shown to people.</param>
/// <param name="Answer">The answer as shown to people.</param>
/// <param name="IsForced">Whether the definition would have decided otherwise: the other side was tried.</param>
public sealed record SimulationChoice(string ActivityId, string ActivityName, string Answer, bool IsForced);

/// <summary>How a path ended.</summary>
public enum SimulationEnd
{
    /// <summary>Every instance came to its end.</summary>
    Finished,

    /// <summary>An activity failed: in reality an incident would wait for an administrator.</summary>
    Incident,

    /// <summary>Something is awaited that never comes.</summary>
    Blocked,

    /// <summary>A limit was reached: the definition may have no end.</summary>
    LimitReached,
}

/// <summary>What can happen.</summary>
public enum SimulationEventKind
{
    /// <summary>An instance starts.</summary>
    Started,

    /// <summary>An activity has done its work.</summary>
    Done,

    /// <summary>An activity was left by one of several ports: <see cref="SimulationEvent.Answer"/>.</summary>
    Branch,

    /// <summary>The flow sleeps until <see cref="SimulationEvent.DueAt"/>.</summary>
    Wait,

    /// <summary>An event or another system is awaited: <see cref="SimulationEvent.Text"/> names it.</summary>
    Awaited,

    /// <summary>A task is asked of <see cref="SimulationEvent.Person"/>.</summary>
    Task,

    /// <summary>A mail is written to <see cref="SimulationEvent.Person"/>.</summary>
    Mail,

    /// <summary>People answer: <see cref="SimulationEvent.Answer"/>.</summary>
    Answered,

    /// <summary>The business refuses the answer: <see cref="SimulationEvent.Text"/>.</summary>
    Refused,

    /// <summary>Something outside would be called, and was not: <see cref="SimulationEvent.Text"/>.</summary>
    Call,

    /// <summary>An activity wrote a line of its own in the journal: <see cref="SimulationEvent.Text"/>.</summary>
    Note,

    /// <summary>A wait is abandoned.</summary>
    Abandoned,

    /// <summary>An activity failed: <see cref="SimulationEvent.Text"/>.</summary>
    Incident,

    /// <summary>An instance came to its end.</summary>
    Finished,

    /// <summary>An instance was cancelled.</summary>
    Cancelled,
}

/// <summary>Something that happened in a simulation.</summary>
/// <param name="At">Virtual instant, UTC.</param>
/// <param name="Kind">What.</param>
public sealed record SimulationEvent(DateTime At, SimulationEventKind Kind)
{
    /// <summary>The definition concerned.</summary>
    public string DefinitionId { get; init; } = "";

    /// <summary>Name of that definition.</summary>
    public string DefinitionName { get; init; } = "";

    /// <summary>Identifier of the activity; null when it concerns a whole instance.</summary>
    public string? ActivityId { get; init; }

    /// <summary>Name of the activity shown to people.</summary>
    public string? ActivityName { get; init; }

    /// <summary>Who is asked or written to, as a role, in the words of the host.</summary>
    public string? Person { get; init; }

    /// <summary>Title of the task, subject of the mail, name of the event, message of the incident.</summary>
    public string? Text { get; init; }

    /// <summary>Plain text of the mail; null elsewhere.</summary>
    public string? Body { get; init; }

    /// <summary>The outcome, as shown to people.</summary>
    public string? Answer { get; init; }

    /// <summary>Until when, UTC.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>When the task will be recalled as long as it is open, UTC.</summary>
    public IReadOnlyList<DateTime> Reminders { get; init; } = [];
}

/// <summary>What one activity did when it was tried.</summary>
/// <param name="Problems">What is wrong in the definition; with an error among them nothing was run.</param>
/// <param name="Execution">Its last execution; null when it was not reached.</param>
/// <param name="Reason">Why it was given up; null when it ended, failed or waits.</param>
public sealed record ActivityTrial(IReadOnlyList<DefinitionProblem> Problems, ActivityExecutionRecord? Execution, WorkflowMessage? Reason);
