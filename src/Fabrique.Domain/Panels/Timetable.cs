namespace Fabrique.Domain.Panels;

/// <summary>How long each item of a session is given.</summary>
/// <param name="PitchMinutes">« Présentation ».</param>
/// <param name="QuestionMinutes">« Questions ».</param>
/// <param name="TurnoverMinutes">Between two items.</param>
public sealed record HearingPace(int PitchMinutes, int QuestionMinutes, int TurnoverMinutes)
{
    public const int LongestMinutes = 240;

    /// <summary>3 and 5 minutes.</summary>
    public static HearingPace Default { get; } = new(3, 5, 0);

    public int Minutes => PitchMinutes + QuestionMinutes;

    public Refusal? Problem => PitchMinutes < 1 || QuestionMinutes < 0 || TurnoverMinutes < 0 || Minutes + TurnoverMinutes > LongestMinutes
        ? new Refusal("hearing-pace", $"Une audition dure d’une minute à {LongestMinutes / 60} heures.")
        : null;
}

/// <summary>« Pause » of a session.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="AfterPosition">The position of the item after which it comes.</param>
/// <param name="Minutes">How long.</param>
public sealed record HearingBreak(Guid SessionId, int AfterPosition, int Minutes);

/// <summary>When an item is heard, all UTC.</summary>
/// <param name="Item">Which.</param>
/// <param name="StartsAt">Its first instant.</param>
/// <param name="PitchEndsAt">When the questions begin.</param>
/// <param name="EndsAt">The first instant after it.</param>
public sealed record HearingSlot(Subject Item, DateTime StartsAt, DateTime PitchEndsAt, DateTime EndsAt);

public static class Timetable
{
    /// <summary>The slots of items in their order. A break after the last item is not waited for.</summary>
    /// <param name="startsAt">UTC.</param>
    /// <param name="pace">How long each has.</param>
    /// <param name="items">In order.</param>
    /// <param name="breaks">In any order.</param>
    public static IReadOnlyList<HearingSlot> Compute(DateTime startsAt, HearingPace pace, IReadOnlyList<Subject> items, IReadOnlyCollection<HearingBreak> breaks)
    {
        var slots = new List<HearingSlot>(items.Count);
        var at = startsAt;
        for (var i = 0; i < items.Count; i++)
        {
            slots.Add(new HearingSlot(items[i], at, at.AddMinutes(pace.PitchMinutes), at.AddMinutes(pace.Minutes)));
            at = at.AddMinutes(pace.Minutes + pace.TurnoverMinutes + breaks.Where(pause => pause.AfterPosition == i + 1).Sum(pause => pause.Minutes));
        }

        return slots;
    }
}

public enum HearingPhase
{
    Pitch,
    Questions,
}

/// <summary>« Minuteur », as facts: every screen computes the same remaining time from them, and nothing ticks on a server.</summary>
/// <param name="Phase">What it measures.</param>
/// <param name="Seconds">What the phase is given, extensions included.</param>
/// <param name="RunningSince">UTC; null when it is stopped.</param>
/// <param name="Elapsed">What had run before <paramref name="RunningSince"/>.</param>
public sealed record HearingTimer(HearingPhase Phase, int Seconds, DateTime? RunningSince, TimeSpan Elapsed)
{
    public static HearingTimer Of(HearingPhase phase, HearingPace pace) =>
        new(phase, 60 * (phase is HearingPhase.Pitch ? pace.PitchMinutes : pace.QuestionMinutes), RunningSince: null, TimeSpan.Zero);

    public bool IsRunning => RunningSince is not null;

    /// <summary>What is left at an instant (UTC); negative once the time is over.</summary>
    public TimeSpan Remaining(DateTime now) => TimeSpan.FromSeconds(Seconds) - ElapsedAt(now);

    /// <summary>Starts it, or goes on; one that runs stays as it is.</summary>
    public HearingTimer Start(DateTime now) => IsRunning ? this : this with { RunningSince = now };

    /// <summary>Stops it; one that is stopped stays as it is.</summary>
    public HearingTimer Pause(DateTime now) => IsRunning ? this with { RunningSince = null, Elapsed = ElapsedAt(now) } : this;

    public HearingTimer Extend(int seconds) => this with { Seconds = Seconds + seconds };

    // A clock that was set back takes nothing from anybody.
    private TimeSpan ElapsedAt(DateTime now) => Elapsed + (RunningSince is { } since && now > since ? now - since : TimeSpan.Zero);
}
