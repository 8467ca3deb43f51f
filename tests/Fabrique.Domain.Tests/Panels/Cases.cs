namespace Fabrique.Domain.Tests.Panels;

/// <summary>Random cases that can be played again one by one.</summary>
internal static class Cases
{
    public const int Many = 100_000;

    /// <summary>Plays so many, each from its own number; the first that fails says which.</summary>
    public static void Play(int count, Action<Random> play)
    {
        for (var number = 0; number < count; number++)
        {
            try
            {
                play(new Random(number));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Case {number}: {failure.Message}", failure);
            }
        }
    }

    public static T[] Shuffled<T>(this Random random, IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }

    public static bool Chance(this Random random, int percent) => random.Next(100) < percent;
}
