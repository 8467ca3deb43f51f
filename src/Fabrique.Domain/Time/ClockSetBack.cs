namespace Fabrique.Domain.Time;

/// <summary>
/// A clock that was ahead and is put right leaves instants to come in what it wrote: holds that nobody has, waits that nobody asked for. What no right clock can have
/// written does not count. Clocks of several hosts differ a little: that much does.
/// </summary>
public static class ClockSetBack
{
    /// <summary>How far ahead of this host’s clock another one may be.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);
}
