using System.Diagnostics;

namespace Fabrique.Benchmarks;

/// <summary>Rates by the second, their medians, and counts of the runtime's statements.</summary>
internal static class Sampling
{
    /// <summary>How often the callers together finish an action in a second.</summary>
    public static async Task<double> RateAsync(int callers, TimeSpan duration, Func<int, Task> action)
    {
        var done = new int[callers * 32];
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
            {
                await action(caller);
                done[caller * 32]++;
            }
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    public static async Task<double> MillisecondsAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMilliseconds;
    }

    public static async Task<double> MedianMillisecondsAsync(int times, Func<Task> action)
    {
        var samples = new double[times];
        for (var index = 0; index < times; index++)
        {
            samples[index] = await MillisecondsAsync(action);
        }

        return Median(samples);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
