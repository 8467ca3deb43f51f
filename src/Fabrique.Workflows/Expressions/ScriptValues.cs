using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Values go in and out of scripts as copies: scalars, dates, bytes and JSON, never host objects.</summary>
internal static class ScriptValues
{
    public static JsValue ToScript(Engine engine, object? value) => value switch
    {
        null => JsValue.Null,
        string text => new JsString(text),
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        int number => JsNumber.Create(number),
        long number => JsNumber.Create(number),
        double number => JsNumber.Create(number),
        float number => JsNumber.Create(number),
        decimal number => JsNumber.Create((double)number),
        DateTime instant => new JsDate(engine, ValueConverter.AsUtc(instant)),
        DateTimeOffset instant => new JsDate(engine, instant),
        byte[] bytes => engine.Intrinsics.Uint8Array.Construct(bytes),
        JsonElement element => new JsonParser(engine).Parse(element.GetRawText()),
        _ => new JsString(ValueConverter.ToText(value)),
    };

    public static object? FromScript(Engine engine, JsValue value, long memoryBytes)
    {
        switch (value.Type)
        {
            case Types.Undefined or Types.Null or Types.Empty or Types.Symbol:
                return null;
            case Types.Boolean:
                return value.AsBoolean();
            case Types.String:
                return Text(value.AsString(), memoryBytes);
            case Types.Number:
                var number = value.AsNumber();
                return number == Math.Truncate(number) && Math.Abs(number) <= 9_007_199_254_740_992d ? (object)(long)number : number;
            case Types.BigInt:
                return long.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var whole) ? (object)whole : value.ToString();
            default:
                if (value.IsDate())
                {
                    var milliseconds = value.AsDate().DateValue;
                    return double.IsNaN(milliseconds) ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
                }

                if (value.IsUint8Array())
                {
                    return value.AsUint8Array();
                }

                return new ScriptJson(engine, memoryBytes, isLenient: true).Write(value) is { } json
                    ? ValueConverter.Unwrap(System.Text.Json.JsonSerializer.Deserialize<JsonElement>(json))
                    : null;
        }
    }

    /// <summary>Whether a value that a script was handed, and may have changed in place, is still what it was.</summary>
    public static bool AreSame(object? before, object? after) => (before, after) switch
    {
        (JsonElement first, JsonElement second) => first.GetRawText() == second.GetRawText(),
        (byte[] first, byte[] second) => first.AsSpan().SequenceEqual(second),
        (DateTime first, DateTimeOffset second) => ValueConverter.AsUtc(first).ToUnixTimeMilliseconds() == second.ToUnixTimeMilliseconds(),
        (DateTimeOffset first, DateTimeOffset second) => first.ToUnixTimeMilliseconds() == second.ToUnixTimeMilliseconds(),
        _ => Equals(before, after),
    };

    private static string Text(string text, long memoryBytes) =>
        (long)text.Length * sizeof(char) <= memoryBytes ? text : throw ScriptFailure.Memory(memoryBytes);
}
