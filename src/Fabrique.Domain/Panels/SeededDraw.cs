namespace Fabrique.Domain.Panels;

/// <summary>
/// Draws by lot that anybody can do again from the seed. The numbers are those of SplitMix64 (G. Steele, D. Lea, C. Flood, « Fast splittable pseudorandom number generators »,
/// OOPSLA 2014; constants of S. Vigna's reference): <c>state += 0x9E3779B97F4A7C15</c>, then <c>z = state</c>, <c>z = (z ^ z &gt;&gt; 30) * 0xBF58476D1CE4E5B9</c>,
/// <c>z = (z ^ z &gt;&gt; 27) * 0x94D049BB133111EB</c>, <c>z ^ z &gt;&gt; 31</c>. Those of <see cref="Random"/> are not promised from one version of .NET to the next. Not for secrets.
/// </summary>
/// <param name="seed">Recorded beside what was drawn.</param>
public sealed class SeededDraw(long seed)
{
    private ulong state = unchecked((ulong)seed);

    /// <summary>The next number, from 0 to 2^64 - 1.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>From 0 to <paramref name="count"/> - 1, each as likely: the numbers of an incomplete last turn are drawn again.</summary>
    public int Below(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var turn = (ulong)count;
        var last = ulong.MaxValue - ((ulong.MaxValue % turn) + 1) % turn;
        ulong drawn;
        do
        {
            drawn = Next();
        }
        while (drawn > last);

        return (int)(drawn % turn);
    }

    /// <summary>In an order drawn by lot, each as likely (Durstenfeld's shuffle: from the last place to the second, exchanged with one of those up to it).</summary>
    public IReadOnlyList<T> Shuffle<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var place = shuffled.Length - 1; place > 0; place--)
        {
            var other = Below(place + 1);
            (shuffled[place], shuffled[other]) = (shuffled[other], shuffled[place]);
        }

        return shuffled;
    }
}

/// <summary>The order from which draws begin, and in which ties are listed: that of identifiers as they are written, so that it depends on no machine and no database.</summary>
internal sealed class WrittenOrder : IComparer<Guid>, IComparer<Subject>
{
    public static WrittenOrder Ascending { get; } = new();

    public int Compare(Guid x, Guid y)
    {
        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        x.TryWriteBytes(left, bigEndian: true, out _);
        y.TryWriteBytes(right, bigEndian: true, out _);
        return left.SequenceCompareTo(right);
    }

    public int Compare(Subject x, Subject y) => string.CompareOrdinal(x.Kind, y.Kind) is var kind && kind != 0 ? kind : Compare(x.Id, y.Id);
}

/// <summary>« Ordre de passage ».</summary>
public static class RunningOrder
{
    /// <summary>Drawn by lot; the order in which the items are given changes nothing.</summary>
    public static IReadOnlyList<Subject> Draw(IEnumerable<Subject> items, long seed) =>
        new SeededDraw(seed).Shuffle(items.Distinct().OrderBy(item => item, WrittenOrder.Ascending));

    /// <summary>The best first, those without a rank last; equal ones by lot.</summary>
    public static IReadOnlyList<Subject> FromRanking(IEnumerable<Standing> standings, long seed)
    {
        var ranks = standings.ToDictionary(standing => standing.Item, standing => standing.Rank ?? int.MaxValue);
        return [.. Draw(ranks.Keys, seed).OrderBy(item => ranks[item])];
    }
}
