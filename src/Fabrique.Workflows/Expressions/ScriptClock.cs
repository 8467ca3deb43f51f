using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Dates of a script come from the runtime's clock.</summary>
internal sealed class ScriptClock(TimeProvider clock, TimeZoneInfo zone) : DefaultTimeSystem(zone, System.Globalization.CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
}
