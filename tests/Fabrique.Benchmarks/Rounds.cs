using System.Diagnostics;

namespace Fabrique.Benchmarks;

/// <summary>
/// Measures actions in turn, several times over, each next to the plain commits of the same moment: on a machine that does other
/// things too, the quotient of neighbours says more than either.
/// </summary>
internal static class Rounds
{
    public sealed record Case(string Name, int Callers, Func<int, Task> Action);

    /// <param name="Rate">Median rate of the action.</param>
    /// <param name="Commits">Median rate of plain commits with as many callers.</param>
    /// <param name="PerCommit">Median of their quotient.</param>
    /// <param name="Cpu">Median processor time of this process for one action, in microseconds.</param>
    public sealed record Result(double Rate, double Commits, double PerCommit, double Cpu);

    public static async Task<Dictionary<(string Name, int Callers), Result>> MeasureAsync(BenchmarkOptions options, PlainCommits plain, IReadOnlyList<Case> cases)
    {
        var samples = cases.ToDictionary(item => item, _ => new List<(double Rate, double Commits, double Cpu)>());
        foreach (var item in cases)
        {
            await Sampling.RateAsync(item.Callers, options.Sample, item.Action);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var callers in cases.Select(item => item.Callers).Distinct().ToList())
            {
                var before = await Sampling.RateAsync(callers, options.Sample / 2, plain.CommitAsync);
                var rates = new List<(Case Item, double Rate, double Cpu)>();
                foreach (var item in cases.Where(item => item.Callers == callers))
                {
                    var watch = Stopwatch.StartNew();
                    var cpu = Environment.CpuUsage.TotalTime;
                    var rate = await Sampling.RateAsync(callers, options.Sample, item.Action);
                    rates.Add((item, rate, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / (rate * watch.Elapsed.TotalSeconds)));
                }

                var commits = (before + await Sampling.RateAsync(callers, options.Sample / 2, plain.CommitAsync)) / 2;
                rates.ForEach(pair => samples[pair.Item].Add((pair.Rate, commits, pair.Cpu)));
            }
        }

        return samples.ToDictionary(
            pair => (pair.Key.Name, pair.Key.Callers),
            pair => new Result(
                Sampling.Median(pair.Value.Select(sample => sample.Rate)),
                Sampling.Median(pair.Value.Select(sample => sample.Commits)),
                Sampling.Median(pair.Value.Select(sample => sample.Rate / sample.Commits)),
                Sampling.Median(pair.Value.Select(sample => sample.Cpu))));
    }
}
