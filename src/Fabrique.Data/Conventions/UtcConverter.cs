using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Fabrique.Data.Conventions;

/// <summary>Instants are UTC both ways, and hold microseconds: what PostgreSQL keeps, SQLite keeps too.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
    value => ToStore(value),
    value => DateTime.SpecifyKind(value, DateTimeKind.Utc))
{
    private static DateTime ToStore(DateTime value)
    {
        var utc = value.Kind is DateTimeKind.Local ? value.ToUniversalTime() : DateTime.SpecifyKind(value, DateTimeKind.Utc);
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
