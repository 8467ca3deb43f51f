using System.Globalization;

namespace Fabrique.Testing;

/// <summary>
/// The time of the products that tests start: ten o’clock in Paris on a chosen Monday when the first of them starts, whatever the machine’s day, and from then on as
/// fast as the machine’s. One for all of them, so that what is started again, or beside, finds it where it is.
/// </summary>
public sealed class OwnTime : TimeProvider
{
    /// <summary>The environment variable by which a product is told how far from the machine’s its time is.</summary>
    public const string ShiftVariable = "FABRIQUE_TEST_TIME_SHIFT";

    /// <summary>Monday 12 January 2026, ten o’clock in Paris.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 12, 9, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan shift;

    private OwnTime(TimeSpan shift) => this.shift = shift;

    /// <summary>What is given to the products.</summary>
    public static string Shift { get; } = (Start - System.GetUtcNow()).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Whether this process is a product that a test started, rather than the test.</summary>
    public static bool IsSet => Environment.GetEnvironmentVariable(ShiftVariable) is not null;

    /// <summary>The time of this process, a product that a test started.</summary>
    /// <exception cref="InvalidOperationException">This process is none.</exception>
    public static OwnTime OfThisProduct() => new(TimeSpan.ParseExact(
        Environment.GetEnvironmentVariable(ShiftVariable) ?? throw new InvalidOperationException($"{ShiftVariable} is not set."), "c", CultureInfo.InvariantCulture));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
