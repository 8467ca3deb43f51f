namespace Fabrique.Workflows;

/// <summary>What to simulate.</summary>
/// <param name="Document">The definition, a draft included.</param>
/// <param name="StartsAt">Virtual instant of the start, UTC.</param>
public sealed record SimulationRequest(WorkflowDocument Document, DateTime StartsAt)
{
    /// <summary>Other definitions that it may start; those that it does not name are left aside.</summary>
    public IReadOnlyList<WorkflowDocument> Others { get; init; } = [];

    /// <summary>What people answer, and when.</summary>
    public SimulationScenario Scenario { get; init; } = new();

    /// <summary>When to give up.</summary>
    public SimulationLimits Limits { get; init; } = new();
}

/// <summary>
/// What people answer. Where nothing is scripted, they give the usual answer; asked again by the same activity, they give the next one of its answers, so that a
/// loop is left. When the scenario explores, every answer is tried instead.
/// </summary>
public sealed record SimulationScenario
{
    /// <summary>Scripted answers: the first time that an activity waits takes its first answer, and so on.</summary>
    public IReadOnlyList<ScriptedAnswer> Answers { get; init; } = [];

    /// <summary>How many working days people take to answer, and events to arrive.</summary>
    public int AnswerAfterWorkingDays { get; init; } = 3;

    /// <summary>Whether every answer that is not scripted, and both sides of every decision, are tried.</summary>
    public bool Explores { get; init; }
}

/// <summary>A scripted answer.</summary>
/// <param name="Activity">Identifier or displayed name of the activity, whatever the case.</param>
/// <param name="Answer">Name or displayed name of the outcome; for an event or a task of another system, <c>jamais</c> or the JSON of its payload.</param>
public sealed record ScriptedAnswer(string Activity, string Answer)
{
    /// <summary>How many working days it takes; as in the scenario when null.</summary>
    public int? AfterWorkingDays { get; init; }
}

/// <summary>When a simulation gives up, so that an endless definition ends too.</summary>
public sealed record SimulationLimits
{
    /// <summary>Commits on one path.</summary>
    public int Steps { get; init; } = 3_000;

    /// <summary>Virtual time on one path.</summary>
    internal TimeSpan Duration { get; init; } = TimeSpan.FromDays(3_653);

    /// <summary>Paths explored.</summary>
    public int Paths { get; init; } = 100;

    /// <summary>Choices explored on one path; later ones take the usual answer.</summary>
    internal int Choices { get; init; } = 40;

    /// <summary>How often an exploration takes the same answer of the same activity on one path.</summary>
    internal int Repetitions { get; init; } = 2;

    /// <summary>Real time for all paths together.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>A scripted answer names an activity or an answer that the definition does not have; the message lists those that it has.</summary>
public sealed class UnknownAnswerException : Exception, ITold
{
    private readonly WorkflowMessage _told;

    internal UnknownAnswerException(WorkflowMessage message)
        : base(message.ToString()) => _told = message;

    WorkflowMessage? ITold.Told => _told;
}
