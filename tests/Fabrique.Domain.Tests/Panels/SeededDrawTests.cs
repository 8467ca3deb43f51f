using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class SeededDrawTests
{
    /// <summary>The published values of SplitMix64.</summary>
    [Fact]
    public void Its_numbers_are_those_of_the_algorithm()
    {
        var draw = new SeededDraw(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => draw.Next()));
    }

    [Fact]
    public void An_order_never_changes_from_one_version_to_the_next()
    {
        Assert.Equal([0, 9, 5, 8, 6, 4, 7, 2, 1, 3], new SeededDraw(42).Shuffle(Enumerable.Range(0, 10)));
    }

    [Fact]
    public void Every_order_is_as_likely()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < 60_000; seed++)
        {
            var order = string.Concat(new SeededDraw(seed).Shuffle("abc"));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void The_running_order_depends_on_the_seed_and_on_nothing_else() => Cases.Play(Cases.Many, random =>
    {
        var items = Enumerable.Range(0, random.Next(0, 12)).Select(_ => Sample.NewItem()).ToArray();
        var seed = random.NextInt64(long.MinValue, long.MaxValue);
        var order = RunningOrder.Draw(items, seed);
        Assert.True(order.SequenceEqual(RunningOrder.Draw(random.Shuffled(items), seed)));
        Assert.True(order.ToHashSet().SetEquals(items) && order.Count == items.Length);
    });

    [Fact]
    public void From_a_ranking_the_best_comes_first_and_equal_ones_by_lot()
    {
        var items = Enumerable.Range(0, 4).Select(_ => Sample.NewItem()).ToArray();
        Standing[] standings = [Of(items[0], 3), Of(items[1], 1), Of(items[2], 1), Of(items[3], null)];
        var firsts = new HashSet<Subject>();
        for (var seed = 0; seed < 20; seed++)
        {
            var order = RunningOrder.FromRanking(standings, seed);
            Assert.Equal([items[0], items[3]], order.Skip(2));
            firsts.Add(order[0]);
        }

        Assert.Equal(2, firsts.Count);

        static Standing Of(Subject item, int? rank) => new(item, rank, 1, 1, 1, 0, IsDisputed: false);
    }
}
