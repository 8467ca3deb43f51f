namespace Fabrique.Workflows;

/// <summary>
/// Beyond these an incident stops an instance: what goes on that far turns in circles. Those of an hour are counted by each process, per definition, over hours of the
/// clock; those of an instance over its whole life.
/// </summary>
public sealed class RunawayLimits
{
    /// <summary>Launches one inside the other, each within a day of the one before.</summary>
    public int LaunchDepth { get; set; } = 20;

    /// <summary>Instances that one instance launches.</summary>
    public int LaunchesPerInstance { get; set; } = 2_000;

    /// <summary>Instances of one definition that begin within an hour. Those that people start count, and are not refused.</summary>
    public int LaunchesPerHour { get; set; } = 10_000;

    /// <summary>Activities that one instance executes.</summary>
    public int StepsPerInstance { get; set; } = 1_000_000;

    /// <summary>Activities that the instances of one definition execute within an hour.</summary>
    public int StepsPerHour { get; set; } = 5_000_000;

    /// <summary>Mails that one instance writes.</summary>
    public int MailsPerInstance { get; set; } = 1_000;

    /// <summary>Mails that the instances of one definition write within an hour.</summary>
    public int MailsPerHour { get; set; } = 10_000;

    /// <summary>Tasks that one instance opens.</summary>
    public int TasksPerInstance { get; set; } = 1_000;

    /// <summary>Tasks that the instances of one definition open within an hour.</summary>
    public int TasksPerHour { get; set; } = 10_000;
}

/// <summary>What business code has added in a step, of the kinds that a runaway must not multiply.</summary>
/// <param name="Mails">Mails.</param>
/// <param name="Tasks">Tasks of people.</param>
public readonly record struct StepWrites(int Mails, int Tasks);
