using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>Values go in and out of scripts as JSON, never as host objects.</summary>
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
        decimal number => JsNumber.Create((double)number),
        DateTime or DateTimeOffset => JsValue.FromObject(engine, value),
        JsonElement element => new JsonParser(engine).Parse(element.GetRawText()),
        _ => new JsString(ValueConverter.ToText(value)),
    };

    public static object? FromScript(Engine engine, JsValue value)
    {
        switch (value.Type)
        {
            case Types.Undefined or Types.Null or Types.Empty:
                return null;
            case Types.Boolean:
                return value.AsBoolean();
            case Types.String:
                return value.AsString();
            case Types.Number:
                var number = value.AsNumber();
                return number == Math.Truncate(number) && Math.Abs(number) <= 9_007_199_254_740_992d ? (long)number : number;
            case Types.BigInt:
                return value.ToString();
            default:
                if (value.IsDate())
                {
                    return new DateTimeOffset(value.AsDate().ToDateTime().ToUniversalTime(), TimeSpan.Zero);
                }

                var json = new Jint.Native.Json.JsonSerializer(engine).Serialize(value);
                return json.IsUndefined() ? null : ValueConverter.Unwrap(System.Text.Json.JsonSerializer.Deserialize<JsonElement>(json.AsString()));
        }
    }
}
