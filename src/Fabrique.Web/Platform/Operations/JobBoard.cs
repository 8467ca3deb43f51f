using System.Globalization;
using Fabrique.Web.Kernel.Jobs;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;

namespace Fabrique.Web.Platform.Operations;

/// <summary>How the last run of a job ended.</summary>
public enum JobResult
{
    /// <summary>It has not run since the program started, or its trace is gone.</summary>
    Unknown,
    Waiting,
    UnderWay,
    Succeeded,
    Failed,
}

/// <summary>A recurring job, as Hangfire has it. Its instants are those of the machine, whatever the clock of the demonstration says.</summary>
/// <param name="Job">The job.</param>
/// <param name="LastAt">When it was last begun, UTC; null when it was not.</param>
/// <param name="NextAt">When it comes next, UTC; null when Hangfire does not know it.</param>
/// <param name="Result">How its last run ended.</param>
/// <param name="Duration">How long its last run took; null unless it succeeded.</param>
/// <param name="Error">Why it failed, as the program says it.</param>
/// <param name="IsLate">Its hour is over by more than a minute, and it has not begun.</param>
public sealed record JobState(RecurringJobLine Job, DateTime? LastAt, DateTime? NextAt, JobResult Result, TimeSpan? Duration, string? Error, bool IsLate);

/// <summary>What runs when, and what became of it.</summary>
public sealed class JobBoard(RecurringJobs jobs, JobStorage storage, IRecurringJobManager manager)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <param name="now">UTC, of the machine.</param>
    public IReadOnlyList<JobState> Read(DateTime now)
    {
        using var connection = storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(job => job.Id, StringComparer.Ordinal);
        return [.. jobs.Lines.Select(line => Read(connection, line, known.GetValueOrDefault(line.Name), now))];
    }

    /// <summary>Has a job run at once, besides its hours.</summary>
    /// <returns>False when there is no such job.</returns>
    public bool TryRun(string name)
    {
        if (jobs.Lines.All(line => line.Name != name))
        {
            return false;
        }

        manager.Trigger(name);
        return true;
    }

    private static JobState Read(IStorageConnection connection, RecurringJobLine line, RecurringJobDto? known, DateTime now)
    {
        var last = known?.LastJobId is { } id ? connection.GetStateData(id) : null;
        var result = last?.Name switch
        {
            null => JobResult.Unknown,
            _ when last.Name == SucceededState.StateName => JobResult.Succeeded,
            _ when last.Name == FailedState.StateName => JobResult.Failed,
            _ when last.Name == ProcessingState.StateName => JobResult.UnderWay,
            _ => JobResult.Waiting,
        };
        TimeSpan? duration = result is JobResult.Succeeded && last!.Data.TryGetValue("PerformanceDuration", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
        var error = result is JobResult.Failed ? last!.Data.TryGetValue("ExceptionMessage", out var told) ? told : null : known?.Error;
        return new JobState(line, Utc(known?.LastExecution), Utc(known?.NextExecution), result, duration, error, known?.NextExecution < now - Tolerance);
    }

    private static DateTime? Utc(DateTime? instant) => instant is { } known ? DateTime.SpecifyKind(known, DateTimeKind.Utc) : null;
}
