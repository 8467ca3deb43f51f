using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Temporal;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Dates of a script come from the runtime's clock, and their hours are those of <see cref="WallClock"/>.</summary>
internal sealed class ScriptClock() : DefaultTimeSystem(WallClock.Zone, System.Globalization.CultureInfo.InvariantCulture)
{
    private static readonly Prepared<Acornima.Ast.Script> FormatZone = Engine.PrepareScript("""
        (zone) => {
            const original = Intl.DateTimeFormat;
            const here = options => options === null || options?.timeZone !== undefined ? options : { ...options, timeZone: zone };
            const zoned = new Proxy(original, {
                construct: (target, [locales, options], type) => Reflect.construct(target, [locales, here(options)], type === zoned ? target : type),
                apply: (target, self, [locales, options]) => target(locales, here(options)),
            });
            original.prototype.constructor = zoned;
            Intl.DateTimeFormat = zoned;
        }
        """);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public override DateTimeOffset GetUtcNow() => Clock.GetUtcNow();

    public void ApplyTo(Options options)
    {
        options.TimeSystem = this;
        options.Temporal.TimeZoneProvider = Zones.Here;
    }

    /// <summary>The engine's formats know nothing of its time zone.</summary>
    public static void ApplyTo(Engine engine, ScriptSource source)
    {
        if (source.Mentions("Intl"))
        {
            engine.Evaluate(FormatZone).Call(JsValue.Undefined, [WallClock.Zone.Id]);
        }
    }

    /// <summary>The engine's zones, of which it takes another for its own.</summary>
    private sealed class Zones : ITimeZoneProvider
    {
        public static readonly Zones Here = new();

        private static DefaultTimeZoneProvider All => DefaultTimeZoneProvider.Instance;

        public string GetDefaultTimeZone() => WallClock.Zone.Id;

        public long GetOffsetNanosecondsFor(string timeZoneId, BigInteger epochNanoseconds) => All.GetOffsetNanosecondsFor(timeZoneId, epochNanoseconds);

        public BigInteger[] GetPossibleInstantsFor(string timeZoneId, int year, int month, int day, int hour, int minute, int second, int millisecond, int microsecond, int nanosecond) =>
            All.GetPossibleInstantsFor(timeZoneId, year, month, day, hour, minute, second, millisecond, microsecond, nanosecond);

        public BigInteger? GetNextTransition(string timeZoneId, BigInteger epochNanoseconds) => All.GetNextTransition(timeZoneId, epochNanoseconds);

        public BigInteger? GetPreviousTransition(string timeZoneId, BigInteger epochNanoseconds) => All.GetPreviousTransition(timeZoneId, epochNanoseconds);

        public bool IsValidTimeZone(string timeZoneId) => All.IsValidTimeZone(timeZoneId);

        public string? CanonicalizeTimeZone(string timeZoneId) => All.CanonicalizeTimeZone(timeZoneId);

        public IReadOnlyCollection<string> GetAvailableTimeZones() => All.GetAvailableTimeZones();

        public string? GetPrimaryTimeZoneIdentifier(string timeZoneId) => All.GetPrimaryTimeZoneIdentifier(timeZoneId);
    }
}
