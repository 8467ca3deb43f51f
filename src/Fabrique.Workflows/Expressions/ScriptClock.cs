using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Dates of a script come from the runtime's clock.</summary>
internal sealed class ScriptClock(TimeZoneInfo zone) : DefaultTimeSystem(zone, System.Globalization.CultureInfo.InvariantCulture)
{
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();
}
