using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// Writes script values as JSON within the limits of scripts. An object that is reached a million times over is written a million times:
/// the size and the time are looked at on the way, not at the end.
/// </summary>
/// <param name="engine">The engine of the values.</param>
/// <param name="memoryBytes">Longest text.</param>
/// <param name="isLenient">Whether big integers and byte arrays have a form, as results of expressions need.</param>
internal sealed class ScriptJson(Engine engine, long memoryBytes, bool isLenient)
{
    private const int Deepest = 64;
    private readonly StringBuilder _text = new();
    private readonly List<ObjectInstance> _open = [];
    private JsValue? _replacer;
    private List<JsValue>? _only;
    private string _gap = "";
    private int _visited;

    /// <returns>Null for what has no form, such as a function.</returns>
    public string? Write(JsValue value, JsValue? replacer = null, JsValue? space = null)
    {
        if (replacer is not null && replacer.IsCallable())
        {
            _replacer = replacer;
        }
        else if (replacer is not null && replacer.IsArray())
        {
            _only = [.. replacer.AsArray().Where(name => name.IsString() || name.IsNumber()).Select(name => (JsValue)name.ToString()).Distinct()];
        }

        _gap = Gap(space);
        var holder = new JsObject(engine);
        if (_replacer is not null)
        {
            holder.FastSetDataProperty("", value);
        }

        return Value(holder, "", value) ? _text.ToString() : null;
    }

    private static string Gap(JsValue? space)
    {
        if (space is null || space.IsUndefined() || space.IsNull())
        {
            return "";
        }

        if (space.IsNumber())
        {
            return new string(' ', (int)Math.Clamp(space.AsNumber(), 0, 10));
        }

        var text = space.IsString() ? space.AsString() : "";
        return text.Length <= 10 ? text : text[..10];
    }

    private bool Value(ObjectInstance holder, JsValue key, JsValue value)
    {
        if (++_visited % 128 == 0)
        {
            engine.Constraints.Check();
        }

        if (value is ObjectInstance instance && instance.Get("toJSON") is var convert && convert.IsCallable())
        {
            value = convert.Call(value, [key]);
        }

        if (_replacer is not null)
        {
            value = _replacer.Call(holder, [key, value]);
        }

        switch (value.Type)
        {
            case Types.Null:
                Append("null");
                return true;
            case Types.Boolean:
                Append(value.AsBoolean() ? "true" : "false");
                return true;
            case Types.Number:
                Append(double.IsFinite(value.AsNumber()) ? value.ToString() : "null");
                return true;
            case Types.String:
                Quote(value.AsString());
                return true;
            case Types.BigInt when isLenient:
                Append(BigInteger(value.ToString()));
                return true;
            case Types.BigInt:
                throw new JavaScriptException(engine.Intrinsics.TypeError, "Do not know how to serialize a BigInt");
            case Types.Object when !value.IsCallable():
                return Composite((ObjectInstance)value);
            default:
                return false;
        }
    }

    private bool Composite(ObjectInstance value)
    {
        switch (value)
        {
            case { } bytes when isLenient && bytes.IsUint8Array():
                Quote(Convert.ToBase64String(bytes.AsUint8Array()));
                return true;
            case { } boxed when Unboxed(boxed) is { } plain:
                return Value(new JsObject(engine), "", plain);
        }

        if (_open.Contains(value, ReferenceEqualityComparer.Instance))
        {
            throw new JavaScriptException(engine.Intrinsics.TypeError, "Converting circular structure to JSON");
        }

        if (_open.Count == Deepest)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ValueTooDeep, Deepest));
        }

        _open.Add(value);
        if (value.IsArray())
        {
            Array(value);
        }
        else
        {
            Object(value);
        }

        _open.RemoveAt(_open.Count - 1);
        return true;
    }

    private static JsValue? Unboxed(ObjectInstance value) => value.GetType().Name switch
    {
        "NumberInstance" => TypeConverter.ToNumber(value),
        "StringInstance" => TypeConverter.ToString(value),
        "BooleanInstance" => TypeConverter.ToString(value) == "true",
        _ => null,
    };

    private void Array(ObjectInstance array)
    {
        var length = (long)TypeConverter.ToNumber(array.Get("length"));
        Append("[");
        for (var index = 0L; index < length; index++)
        {
            Separate(index == 0);
            var key = (JsValue)index.ToString(CultureInfo.InvariantCulture);
            if (!Value(array, key, array.Get(key)))
            {
                Append("null");
            }
        }

        Close(length == 0, "]");
    }

    private void Object(ObjectInstance value)
    {
        var isFirst = true;
        Append("{");
        foreach (var key in _only ?? value.GetOwnPropertyKeys(Types.String))
        {
            var before = _text.Length;
            if (_only is null && !value.GetOwnProperty(key).Enumerable)
            {
                continue;
            }

            Separate(isFirst);
            Quote(key.ToString());
            Append(_gap.Length == 0 ? ":" : ": ");
            if (Value(value, key, value.Get(key)))
            {
                isFirst = false;
            }
            else
            {
                _text.Length = before;
            }
        }

        Close(isFirst, "}");
    }

    private void Separate(bool isFirst)
    {
        if (!isFirst)
        {
            Append(",");
        }

        Indent(_open.Count);
    }

    private void Close(bool isEmpty, string bracket)
    {
        if (!isEmpty)
        {
            Indent(_open.Count - 1);
        }

        Append(bracket);
    }

    private void Indent(int depth)
    {
        if (_gap.Length == 0)
        {
            return;
        }

        Append("\n");
        for (; depth > 0; depth--)
        {
            Append(_gap);
        }
    }

    private void Quote(string text)
    {
        Reserve(text.Length);
        _text.Append('"');
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            switch (letter)
            {
                case '"' or '\\':
                    _text.Append('\\').Append(letter);
                    break;
                case '\n':
                    _text.Append("\\n");
                    break;
                case '\r':
                    _text.Append("\\r");
                    break;
                case '\t':
                    _text.Append("\\t");
                    break;
                case '\b':
                    _text.Append("\\b");
                    break;
                case '\f':
                    _text.Append("\\f");
                    break;
                case < ' ':
                    Escape(letter);
                    break;
                case var high when char.IsHighSurrogate(high) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]):
                    _text.Append(high).Append(text[++index]);
                    break;
                case var lone when char.IsSurrogate(lone):
                    Escape(lone);
                    break;
                default:
                    _text.Append(letter);
                    break;
            }
        }

        _text.Append('"');
    }

    private void Escape(char letter) => _text.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));

    private static string BigInteger(string digits) => long.TryParse(digits, CultureInfo.InvariantCulture, out _) ? digits : $"\"{digits}\"";

    private void Append(string text)
    {
        Reserve(text.Length);
        _text.Append(text);
    }

    private void Reserve(int length)
    {
        if ((_text.Length + (long)length) * sizeof(char) > memoryBytes)
        {
            throw ScriptFailure.Memory(memoryBytes);
        }
    }
}
