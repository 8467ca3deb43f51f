using Fabrique.Domain.Time;

namespace Fabrique.Data;

/// <summary>
/// What is known of an item that the clock brings while it is being done, after it failed, or once it failed for good. Nothing of an item that is done, nor of
/// one that waits for its day.
/// </summary>
public sealed class DueAttempt
{
    public const int SourceLength = 60;
    public const int CauseLength = 300;
    public const int ErrorLength = 1000;

    /// <summary>Name of the source, stable.</summary>
    public required string Source { get; init; }

    public required Guid Key { get; init; }

    /// <summary>How often it failed since it was last begun anew.</summary>
    public int Attempts { get; private set; }

    /// <summary>Until when somebody holds it, UTC; whoever no longer does saves nothing.</summary>
    public DateTime? LeasedUntil { get; private set; }

    /// <summary>Not to be tried again before, UTC.</summary>
    public DateTime? NextAt { get; private set; }

    /// <summary>Since when it is an incident: it is not tried again unless somebody asks, UTC.</summary>
    public DateTime? FailedAt { get; private set; }

    /// <summary>When somebody decided that it will not be tried again, UTC.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>What does not happen, in French.</summary>
    public string Cause { get; private set; } = "";

    /// <summary>What the last attempt ended on.</summary>
    public string? LastError { get; private set; }

    public DateTime UpdatedAt { get; private set; }

    /// <summary>The first attempt at an item.</summary>
    /// <param name="source">Name of its source.</param>
    /// <param name="key">Which.</param>
    /// <param name="until">UTC.</param>
    /// <param name="now">UTC.</param>
    public static DueAttempt Begin(string source, Guid key, DateTime until, DateTime now) => new() { Source = source, Key = key, LeasedUntil = until, UpdatedAt = now };

    /// <summary>Whether nobody holds it and its next attempt has come. What was written later than now, it was by a clock that has gone back since: it holds nothing.</summary>
    public bool MayBeTaken(DateTime now) => FailedAt is null && ((!(NextAt > now) && !(LeasedUntil > now)) || UpdatedAt > now + ClockSetBack.Tolerance);

    /// <summary>Takes it again. A lease that ran out was an attempt too: whoever held it died of it, perhaps.</summary>
    public void Take(DateTime until, DateTime now)
    {
        Attempts += LeasedUntil is null ? 0 : 1;
        (LeasedUntil, UpdatedAt) = (until, now);
    }

    /// <summary>Gives it up until the next rung, or for good after the last one.</summary>
    /// <param name="cause">What does not happen, in French.</param>
    /// <param name="error">What the attempt ended on.</param>
    /// <param name="ladder">Waits after each failure.</param>
    /// <param name="isPermanent">Whether trying again is useless.</param>
    /// <param name="now">UTC.</param>
    public void RecordFailure(string cause, string error, IReadOnlyList<TimeSpan> ladder, bool isPermanent, DateTime now)
    {
        Attempts++;
        LeasedUntil = null;
        Cause = Bounded(cause, CauseLength);
        LastError = Bounded(error, ErrorLength);
        UpdatedAt = now;
        if (isPermanent || Attempts > ladder.Count)
        {
            (NextAt, FailedAt) = (null, FailedAt ?? now);
        }
        else
        {
            NextAt = now + ladder[Attempts - 1];
        }
    }

    /// <summary>Gives an incident up for good.</summary>
    public void Close(DateTime now) => ClosedAt = now;

    private static string Bounded(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";
}
