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
    /// <param name="ServerCpu">The same of the database server; null without one of our own.</param>
    public sealed record Result(double Rate, double Commits, double PerCommit, double Cpu, double? ServerCpu);

    private sealed record Sample(double Rate, double Cpu, double? ServerCpu)
    {
        public double Commits { get; init; }
    }

    public static async Task<Dictionary<(string Name, int Callers), Result>> MeasureAsync(BenchmarkOptions options, PlainCommits plain, IReadOnlyList<Case> cases)
    {
        var samples = cases.ToDictionary(item => item, _ => new List<Sample>());
        foreach (var item in cases)
        {
            await Sampling.RateAsync(item.Callers, options.Sample, item.Action);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var callers in cases.Select(item => item.Callers).Distinct().ToList())
            {
                var before = await Sampling.RateAsync(callers, options.Sample / 2, plain.CommitAsync);
                var rates = new List<(Case Item, Sample Sample)>();
                foreach (var item in cases.Where(item => item.Callers == callers))
                {
                    rates.Add((item, await SampleAsync(options, item)));
                }

                var commits = (before + await Sampling.RateAsync(callers, options.Sample / 2, plain.CommitAsync)) / 2;
                rates.ForEach(pair => samples[pair.Item].Add(pair.Sample with { Commits = commits }));
            }
        }

        return samples.ToDictionary(
            pair => (pair.Key.Name, pair.Key.Callers),
            pair => new Result(
                Sampling.Median(pair.Value.Select(sample => sample.Rate)),
                Sampling.Median(pair.Value.Select(sample => sample.Commits)),
                Sampling.Median(pair.Value.Select(sample => sample.Rate / sample.Commits)),
                Sampling.Median(pair.Value.Select(sample => sample.Cpu)),
                pair.Value[0].ServerCpu is null ? null : Sampling.Median(pair.Value.Select(sample => sample.ServerCpu!.Value))));
    }

    private static async Task<Sample> SampleAsync(BenchmarkOptions options, Case item)
    {
        var server = ServerProcess.CpuTime();
        var host = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var rate = await Sampling.RateAsync(item.Callers, options.Sample, item.Action);
        var count = rate * watch.Elapsed.TotalSeconds;
        return new Sample(rate, (Environment.CpuUsage.TotalTime - host).TotalMicroseconds / count, (ServerProcess.CpuTime() - server)?.TotalMicroseconds / count);
    }
}
