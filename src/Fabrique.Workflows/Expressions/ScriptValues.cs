using System.Net;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

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
        JsonElement element => Parsed(engine, element),
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

    /// <summary>What Elsa hands over as objects of .NET, by the names of their members.</summary>
    private static readonly string[][] Shapes =
    [
        ["WorkflowInstanceId", "Status", "SubStatus", "CorrelationId", "Output"],
        ["method", "path", "queryString"],
        ["statusCode", "reasonPhrase", "headers", "content"],
        ["name", "fileName", "contentType", "length", "content"],
    ];

    private static JsValue Parsed(Engine engine, JsonElement element)
    {
        var value = new JsonParser(engine).Parse(element.GetRawText());
        if (element.ValueKind == JsonValueKind.Object)
        {
            AddSpellings(element, (ObjectInstance)value);
        }
        else if (element.ValueKind == JsonValueKind.Array && element.GetArrayLength() > 0 && element[0].ValueKind == JsonValueKind.Object && IsShape(element[0]))
        {
            foreach (var (index, item) in element.EnumerateArray().Index().Where(item => item.Item.ValueKind == JsonValueKind.Object))
            {
                AddSpellings(item, (ObjectInstance)value.Get(index));
            }
        }

        return value;
    }

    /// <summary>Members of an object of .NET are found there whether their names begin with a capital or not; only the one that is written is seen when they are listed.</summary>
    private static void AddSpellings(JsonElement element, ObjectInstance value)
    {
        if (!IsShape(element))
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            var other = (char.IsAsciiLetterUpper(property.Name[0]) ? char.ToLowerInvariant(property.Name[0]) : char.ToUpperInvariant(property.Name[0])) + property.Name[1..];
            // An enumerated value of .NET is its name in a script.
            var given = property.Name == "statusCode" && property.Value.TryGetInt32(out var code) ? new JsString(((HttpStatusCode)code).ToString()) : value.Get(property.Name);
            value.FastSetProperty(other, new PropertyDescriptor(given, writable: true, enumerable: false, configurable: true));
        }
    }

    private static bool IsShape(JsonElement element) =>
        element.GetPropertyCount() is var count && Array.Exists(Shapes, shape => shape.Length == count && Array.TrueForAll(shape, name => element.TryGetProperty(name, out _)));

    private static string Text(string text, long memoryBytes) =>
        (long)text.Length * sizeof(char) <= memoryBytes ? text : throw ScriptFailure.Memory(memoryBytes);
}
