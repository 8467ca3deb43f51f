namespace Fabrique.Domain.Tests;

internal static class Ids
{
    private static int last;

    /// <summary>A new identifier; tests never depend on its value.</summary>
    public static Guid Next() => new(Interlocked.Increment(ref last), 0, 0, new byte[8]);
}
