using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// The types of .NET that Elsa gives to scripts, made of the language's own means: no host object is within reach, and all limits of a script hold. Moments are dates of the language that
/// answer to .NET's names besides; what has no form in JSON becomes its text. Enumerated values are their names. Wall clocks are those of the scripts' time zone.
/// </summary>
internal static class ScriptTypes
{
    public static readonly string[] Names = ["DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Random"];

    private static readonly Prepared<Acornima.Ast.Script> Source = Engine.PrepareScript("""
        host => {
            const day = 86400000, hour = 3600000, minute = 60000, second = 1000, epoch = 62135596800000;
            const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
            const wall = Symbol('wall'), at = Symbol('at'), kind = Symbol('kind'), offset = Symbol('offset'), span = Symbol('span'), text = Symbol('text'), next = Symbol('next');
            const keep = (target, name, value) => Object.defineProperty(target, name, { value, writable: true });
            const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;

            class TimeSpan {
                constructor(a = 0, b, c, d, e = 0) {
                    keep(this, span, b === undefined ? a / 10000 : d === undefined ? a * hour + b * minute + c * second : a * day + b * hour + c * minute + d * second + e);
                }
                static FromDays(n) { return TimeSpan.FromMilliseconds(n * day); }
                static FromHours(n) { return TimeSpan.FromMilliseconds(n * hour); }
                static FromMinutes(n) { return TimeSpan.FromMilliseconds(n * minute); }
                static FromSeconds(n) { return TimeSpan.FromMilliseconds(n * second); }
                static FromMilliseconds(n) { const made = new TimeSpan(); made[span] = Number(n); return made; }
                static FromTicks(n) { return new TimeSpan(n); }
                static Parse(value) { return TimeSpan.FromMilliseconds(host.parseSpan(String(value))); }
                static get Zero() { return new TimeSpan(); }
                static Compare(a, b) { return compare(a[span], b[span]); }
                get Days() { return Math.trunc(this[span] / day); }
                get Hours() { return Math.trunc(this[span] / hour) % 24; }
                get Minutes() { return Math.trunc(this[span] / minute) % 60; }
                get Seconds() { return Math.trunc(this[span] / second) % 60; }
                get Milliseconds() { return Math.trunc(this[span]) % 1000; }
                get Ticks() { return Math.round(this[span] * 10000); }
                get TotalDays() { return this[span] / day; }
                get TotalHours() { return this[span] / hour; }
                get TotalMinutes() { return this[span] / minute; }
                get TotalSeconds() { return this[span] / second; }
                get TotalMilliseconds() { return this[span]; }
                Add(other) { return TimeSpan.FromMilliseconds(this[span] + other[span]); }
                Subtract(other) { return TimeSpan.FromMilliseconds(this[span] - other[span]); }
                Multiply(n) { return TimeSpan.FromMilliseconds(this[span] * n); }
                Divide(n) { return n instanceof TimeSpan ? this[span] / n[span] : TimeSpan.FromMilliseconds(this[span] / n); }
                Negate() { return TimeSpan.FromMilliseconds(-this[span]); }
                Duration() { return TimeSpan.FromMilliseconds(Math.abs(this[span])); }
                CompareTo(other) { return compare(this[span], other[span]); }
                Equals(other) { return other instanceof TimeSpan && other[span] === this[span]; }
                ToString(format) { return host.formatSpan(this[span], format); }
                toString() { return this.ToString(); }
                toJSON() { return this.ToString(); }
                valueOf() { return this[span]; }
                [Symbol.toPrimitive](hint) { return hint === 'number' ? this[span] : this.ToString(); }
            }

            class Moment extends Date {
                get Year() { return this[at]().getUTCFullYear(); }
                get Month() { return this[at]().getUTCMonth() + 1; }
                get Day() { return this[at]().getUTCDate(); }
                get Hour() { return this[at]().getUTCHours(); }
                get Minute() { return this[at]().getUTCMinutes(); }
                get Second() { return this[at]().getUTCSeconds(); }
                get Millisecond() { return this[at]().getUTCMilliseconds(); }
                get Ticks() { return (this[wall]() + epoch) * 10000; }
                get DayOfWeek() { return dayNames[this[at]().getUTCDay()]; }
                get DayOfYear() { return Math.floor((this[wall]() - Date.UTC(this.Year, 0, 1)) / day) + 1; }
                get TimeOfDay() { return TimeSpan.FromMilliseconds(this[wall]() - Math.floor(this[wall]() / day) * day); }
                [at]() { return new Date(this[wall]()); }
                Add(length) { return this.on(this[wall]() + length[span]); }
                Subtract(other) {
                    return other instanceof TimeSpan ? this.on(this[wall]() - other[span])
                        : TimeSpan.FromMilliseconds(this[kind] === other[kind] && this[kind] !== undefined ? this[wall]() - other[wall]() : this.getTime() - other.getTime());
                }
                AddDays(n) { return this.on(this[wall]() + n * day); }
                AddHours(n) { return this.on(this[wall]() + n * hour); }
                AddMinutes(n) { return this.on(this[wall]() + n * minute); }
                AddSeconds(n) { return this.on(this[wall]() + n * second); }
                AddMilliseconds(n) { return this.on(this[wall]() + Number(n)); }
                AddTicks(n) { return this.on(this[wall]() + n / 10000); }
                AddYears(n) { return this.AddMonths(n * 12); }
                AddMonths(n) {
                    const from = this[at](), first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + n, 1));
                    const last = DateTime.DaysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
                    return this.on(first.getTime() + (Math.min(from.getUTCDate(), last) - 1) * day + this.TimeOfDay[span]);
                }
                CompareTo(other) { return compare(this.getTime(), other.getTime()); }
                Equals(other) { return other instanceof Date && other.getTime() === this.getTime(); }
            }

            const local = ms => { const u = new Date(ms); return new Date(u.getUTCFullYear(), u.getUTCMonth(), u.getUTCDate(), u.getUTCHours(), u.getUTCMinutes(), u.getUTCSeconds(), u.getUTCMilliseconds()).getTime(); };
            const wallOf = d => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds());

            class DateTime extends Moment {
                constructor(a, b, c, h = 0, m = 0, s = 0, ms = 0) {
                    super(a === undefined ? -epoch : b === undefined ? local(a / 10000 - epoch) : new Date(a, b - 1, c, h, m, s, ms).getTime());
                    keep(this, kind, a === undefined ? 'Utc' : 'Local');
                }
                static of(ms, zone) { const made = new DateTime(); made.setTime(ms); made[kind] = zone; return made; }
                static get UtcNow() { return DateTime.of(host.now(), 'Utc'); }
                static get Now() { return DateTime.of(host.now(), 'Local'); }
                static get Today() { return DateTime.Now.Date; }
                static get MinValue() { return new DateTime(); }
                static get MaxValue() { return DateTime.of(253402300799999, 'Utc'); }
                static get UnixEpoch() { return DateTime.of(0, 'Utc'); }
                static Parse(value) { return DateTime.read(host.parseMoment(String(value))); }
                static ParseExact(value, format) { return DateTime.read(host.parseMoment(String(value), String(format))); }
                static read([ms, minutes]) { return minutes === null ? DateTime.of(local(ms), 'Local') : DateTime.of(ms - minutes * minute, minutes === 0 ? 'Utc' : 'Local'); }
                static DaysInMonth(year, month) { return new Date(Date.UTC(year, month, 0)).getUTCDate(); }
                static IsLeapYear(year) { return DateTime.DaysInMonth(year, 2) === 29; }
                static Compare(a, b) { return compare(a.getTime(), b.getTime()); }
                static SpecifyKind(value, zone) { return zone === 'Utc' ? DateTime.of(value[wall](), 'Utc') : DateTime.of(local(value[wall]()), 'Local'); }
                get Kind() { return this[kind]; }
                get Date() { return this.on(Math.floor(this[wall]() / day) * day); }
                [wall]() { return this[kind] === 'Utc' ? this.getTime() : wallOf(this); }
                on(ms) { return this[kind] === 'Utc' ? DateTime.of(ms, 'Utc') : DateTime.of(local(ms), 'Local'); }
                ToUniversalTime() { return DateTime.of(this.getTime(), 'Utc'); }
                ToLocalTime() { return DateTime.of(this.getTime(), 'Local'); }
                ToString(format) { return host.formatMoment(this[wall](), this[kind] === 'Utc' ? null : (this[wall]() - this.getTime()) / minute, format ?? 'G'); }
                ToShortDateString() { return this.ToString('d'); }
                ToLongDateString() { return this.ToString('D'); }
                ToShortTimeString() { return this.ToString('t'); }
                ToLongTimeString() { return this.ToString('T'); }
            }

            class DateTimeOffset extends Moment {
                constructor(a, b, c, h = 0, m = 0, s = 0, rest) {
                    const length = (b instanceof TimeSpan ? b : rest instanceof TimeSpan ? rest : undefined)?.[span] / minute;
                    const given = a === undefined ? -epoch : b === undefined || b instanceof TimeSpan ? (a instanceof Date ? a.getTime() : a / 10000 - epoch) : Date.UTC(a, b - 1, c, h, m, s);
                    const minutes = Number.isNaN(length) ? (a instanceof Date && a[kind] !== 'Utc' ? (wallOf(a) - given) / minute : 0) : length;
                    super(a instanceof Date || a === undefined ? given : given - minutes * minute);
                    keep(this, offset, minutes);
                    keep(this, kind, 'Offset');
                }
                static of(ms, minutes) { const made = new DateTimeOffset(); made.setTime(ms); made[offset] = minutes; return made; }
                static get UtcNow() { return DateTimeOffset.of(host.now(), 0); }
                static get Now() { return DateTimeOffset.UtcNow.ToLocalTime(); }
                static get MinValue() { return new DateTimeOffset(); }
                static get MaxValue() { return DateTimeOffset.of(253402300799999, 0); }
                static get UnixEpoch() { return DateTimeOffset.of(0, 0); }
                static Parse(value) { return DateTimeOffset.read(host.parseMoment(String(value))); }
                static ParseExact(value, format) { return DateTimeOffset.read(host.parseMoment(String(value), String(format))); }
                static read([ms, minutes]) { return minutes === null ? DateTimeOffset.of(local(ms), (ms - local(ms)) / minute) : DateTimeOffset.of(ms - minutes * minute, minutes); }
                static FromUnixTimeSeconds(n) { return DateTimeOffset.of(n * second, 0); }
                static FromUnixTimeMilliseconds(n) { return DateTimeOffset.of(Number(n), 0); }
                static Compare(a, b) { return compare(a.getTime(), b.getTime()); }
                get Offset() { return TimeSpan.FromMinutes(this[offset]); }
                get Date() { return this.DateTime.Date; }
                get DateTime() { return DateTime.of(local(this[wall]()), 'Local'); }
                get UtcDateTime() { return DateTime.of(this.getTime(), 'Utc'); }
                get LocalDateTime() { return DateTime.of(this.getTime(), 'Local'); }
                get UtcTicks() { return (this.getTime() + epoch) * 10000; }
                [wall]() { return this.getTime() + this[offset] * minute; }
                on(ms) { return DateTimeOffset.of(ms - this[offset] * minute, this[offset]); }
                ToOffset(length) { return DateTimeOffset.of(this.getTime(), length[span] / minute); }
                ToUniversalTime() { return DateTimeOffset.of(this.getTime(), 0); }
                ToLocalTime() { return DateTimeOffset.of(this.getTime(), (wallOf(this) - this.getTime()) / minute); }
                ToUnixTimeSeconds() { return Math.floor(this.getTime() / second); }
                ToUnixTimeMilliseconds() { return this.getTime(); }
                ToString(format) { return host.formatMoment(this[wall](), this[offset], format); }
            }

            class Guid {
                constructor(value) { keep(this, text, value === undefined ? Guid.Empty.toString() : host.guid(String(value))); }
                static NewGuid() { return new Guid(host.newGuid()); }
                static CreateVersion7() { return Guid.NewGuid(); }
                static Parse(value) { return new Guid(value); }
                static get Empty() { return new Guid('00000000-0000-0000-0000-000000000000'); }
                Equals(other) { return String(other) === this[text]; }
                CompareTo(other) { return compare(this[text], String(other)); }
                ToString(format) { return format === undefined ? this[text] : host.guid(this[text], String(format)); }
                toString() { return this[text]; }
                toJSON() { return this[text]; }
            }

            class Random {
                constructor(seed) { keep(this, next, host.random(seed)); }
                static get Shared() { return new Random(); }
                Next(a, b) { return this[next](b === undefined ? 0 : a, b === undefined ? a ?? 2147483647 : b); }
                NextInt64(a, b) { return this[next](b === undefined ? 0 : a, b === undefined ? a ?? Number.MAX_SAFE_INTEGER : b); }
                NextDouble() { return this[next](); }
                NextSingle() { return this[next](); }
            }

            const types = { DateTime, DateTimeOffset, TimeSpan, Guid, Random };
            for (const target of [...Object.values(types), Moment.prototype, ...Object.values(types).map(type => type.prototype)]) {
                for (const name of Object.getOwnPropertyNames(target)) {
                    const low = name[0].toLowerCase() + name.slice(1);
                    if (low !== name && !(low in target)) {
                        Object.defineProperty(target, low, Object.getOwnPropertyDescriptor(target, name));
                    }
                }
            }
            return types;
        }
        """);

    /// <summary>Gives an engine those that a script may name.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="source">The script.</param>
    /// <param name="clock">The clock of the evaluation under way.</param>
    /// <param name="newGuid">Makes a Guid.</param>
    public static void Define(Engine engine, ScriptSource source, Func<DateTimeOffset> clock, Func<string> newGuid)
    {
        if (!Names.Any(source.Mentions))
        {
            return;
        }

        var host = new JsObject(engine);
        Give("now", _ => clock().ToUnixTimeMilliseconds());
        Give("parseSpan", arguments => ValueConverter.To<TimeSpan>(Text(arguments, 0)).TotalMilliseconds);
        Give("formatSpan", arguments => Known(() => TimeSpan.FromMilliseconds(arguments[0].AsNumber()).ToString(Optional(arguments, 1), CultureInfo.InvariantCulture), arguments));
        Give("parseMoment", arguments => Moment(engine, Text(arguments, 0), Optional(arguments, 1)));
        Give("formatMoment", arguments => Known(() => Format(arguments[0].AsNumber(), arguments[1].IsNull() ? null : arguments[1].AsNumber(), Optional(arguments, 2)), arguments));
        Give("newGuid", _ => newGuid());
        Give("guid", arguments => Guid.TryParse(Text(arguments, 0), CultureInfo.InvariantCulture, out var guid)
            ? Known(() => guid.ToString(Optional(arguments, 1), CultureInfo.InvariantCulture), arguments)
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NotAGuid, Text(arguments, 0))));
        Give("random", arguments => Next(engine, arguments[0].IsNumber() ? new Random((int)arguments[0].AsNumber()) : Random.Shared));
        var types = engine.Evaluate(Source).Call(JsValue.Undefined, [host]).AsObject();
        foreach (var name in Names)
        {
            engine.SetValue(name, types.Get(name));
        }

        void Give(string name, Func<JsValue[], JsValue> body) => host.FastSetDataProperty(name, new ClrFunction(engine, name, (_, arguments) => body(arguments)));
    }

    private static string Text(JsValue[] arguments, int index) => arguments[index].AsString();

    private static string? Optional(JsValue[] arguments, int index) => arguments.Length > index && arguments[index].IsString() ? arguments[index].AsString() : null;

    /// <summary>A value out of .NET's bounds, or a format that it does not know, is a fault of the script.</summary>
    private static string Known(Func<string> format, JsValue[] arguments)
    {
        try
        {
            return format();
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw Unfit(Optional(arguments, arguments.Length - 1) ?? arguments[0].ToString(), typeof(DateTime), exception);
        }
    }

    private static string Format(double wall, double? offset, string? format)
    {
        var clock = DateTime.UnixEpoch.AddMilliseconds(wall);
        return offset is { } minutes
            ? new DateTimeOffset(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified), TimeSpan.FromMinutes(minutes)).ToString(format, CultureInfo.InvariantCulture)
            : clock.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <returns>The wall clock in milliseconds, and its offset in minutes; null when the text has none.</returns>
    private static JsArray Moment(Engine engine, string text, string? format)
    {
        const DateTimeStyles Kept = DateTimeStyles.RoundtripKind;
        var isRead = format is null ? DateTime.TryParse(text, CultureInfo.InvariantCulture, Kept, out var read) : DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, Kept, out read);
        if (!isRead)
        {
            throw Unfit(text, typeof(DateTime), null);
        }

        double? offset = read.Kind == DateTimeKind.Utc ? 0 : null;
        if (read.Kind == DateTimeKind.Local)
        {
            var exact = format is null ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.ParseExact(text, format, CultureInfo.InvariantCulture);
            (read, offset) = (exact.DateTime, exact.Offset.TotalMinutes);
        }

        return engine.Intrinsics.Array.Construct([(read - DateTime.UnixEpoch).TotalMilliseconds, offset is { } minutes ? (JsValue)minutes : JsValue.Null]);
    }

    private static ClrFunction Next(Engine engine, Random random) => new(engine, "next", (_, arguments) => arguments.Length == 0
        ? random.NextDouble()
        : arguments[0].AsNumber() < arguments[1].AsNumber()
            ? random.NextInt64((long)arguments[0].AsNumber(), (long)arguments[1].AsNumber())
            : arguments[0]);

    private static UnfitValueException Unfit(string text, Type type, Exception? inner) => new(new WorkflowMessage(MessageCodes.UnfitValue, text.Length <= 80 ? text : text[..80] + "…", ValueTypes.AliasOf(type)), inner);
}
