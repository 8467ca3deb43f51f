using System.Diagnostics;
using System.Globalization;
using Fabrique.Domain.Similarity;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>How well ideas that are one are told from those that are not, at each threshold; and how long it takes to compare one with ten thousand.</summary>
internal static class DuplicateMeasures
{
    public const string Name = "duplicates";

    private const int Texts = 10_500;
    private const int Compared = 500;

    public static void Run(TextWriter output)
    {
        var ideas = LabelledIdeas.Read();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ideas.Pairs.Count} labelled pairs, {ideas.Pairs.Count(pair => pair.IsSame)} of them one idea; close from {SimilarityCorpus.Close:0.00}, very close from {SimilarityCorpus.VeryClose:0.00}"));
        foreach (var line in ideas.Report())
        {
            output.WriteLine(line);
        }

        // Texts of two hundred words, of which a few are rare, as applications are.
        var random = new Random(15);
        var bags = Enumerable.Range(0, Texts).Select(_ => WordBag.Parse(string.Join(' ', Enumerable.Range(0, 120).Select(_ => Word(random)).Distinct(StringComparer.Ordinal)))).ToList();
        var (corpus, watch) = (new SimilarityCorpus(), Stopwatch.StartNew());
        foreach (var bag in bags)
        {
            corpus.Add(Guid.NewGuid(), bag);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Texts} texts held in {watch.ElapsedMilliseconds} ms, {GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB in all"));
        var times = new List<double>();
        foreach (var bag in bags.Take(Compared))
        {
            watch.Restart();
            corpus.Nearest(Guid.Empty, bag, Resemblance.Most);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one compared with all: p50 {times[Compared / 2]:0.0} ms, p95 {times[Compared * 95 / 100]:0.0} ms"));
    }

    // The more frequent the shorter its number: a few words are everywhere, most are rare.
    private static string Word(Random random) => $"mot{(int)Math.Pow(20_000, random.NextDouble()):x}";
}
