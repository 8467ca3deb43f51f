using System.Collections.Concurrent;

namespace Fabrique.Workflows.Execution;

/// <summary>What the instances of a definition did in the present hour of the clock.</summary>
internal readonly record struct HourlyCount(int Launches, int Steps, int Mails, int Tasks);

/// <summary>Counts, in this process, what the instances of each definition do.</summary>
internal sealed class ProcedureRates(WorkflowOptions options)
{
    private readonly ConcurrentDictionary<string, (long Hour, HourlyCount Count)> _counts = new(StringComparer.Ordinal);

    public HourlyCount Of(string definitionId, DateTime now) => _counts.TryGetValue(definitionId, out var found) && found.Hour == Hour(now) ? found.Count : default;

    /// <summary>Counts what a step has committed.</summary>
    public void Add(string definitionId, DateTime now, HourlyCount more) => _counts.AddOrUpdate(
        definitionId,
        static (_, added) => added,
        static (_, known, added) => known.Hour != added.Hour
            ? added
            : (known.Hour, new HourlyCount(
                known.Count.Launches + added.Count.Launches,
                known.Count.Steps + added.Count.Steps,
                known.Count.Mails + added.Count.Mails,
                known.Count.Tasks + added.Count.Tasks)),
        (Hour: Hour(now), Count: more));

    /// <exception cref="PermanentFailureException">Too many have begun.</exception>
    public void ThrowIfLaunchedTooOften(string definitionId, DateTime now, int more)
    {
        var most = options.Limits.LaunchesPerHour;
        if (Of(definitionId, now).Launches + more > most)
        {
            throw Exceeded(definitionId, most, MessageCodes.Launches);
        }
    }

    public static PermanentFailureException Exceeded(string definitionId, int most, string kind) => new(new WorkflowMessage(MessageCodes.ProcedureLimit, definitionId, most, new WorkflowMessage(kind)));

    private static long Hour(DateTime now) => now.Ticks / TimeSpan.TicksPerHour;
}
