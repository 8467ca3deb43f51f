namespace Fabrique.Workflows;

/// <summary>Instants of the runtime are whole milliseconds: the same on every database.</summary>
internal static class Instants
{
    public static DateTime Now(TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }
}
