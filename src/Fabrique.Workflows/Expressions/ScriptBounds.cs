using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// The engine looks at its limits between statements. Here are guarded the built-in functions of which one call alone could take memory or time without bound.
/// Only those that the source can reach are guarded.
/// </summary>
internal sealed class ScriptBounds(Engine engine, ScriptSource source, ExpressionLimits limits, long memoryBytes)
{
    private static readonly Prepared<Acornima.Ast.Script> BufferGuard = Engine.PrepareScript("""
        (check, names) => {
            for (const name of names) {
                const original = globalThis[name];
                const guarded = new Proxy(original, {
                    construct(target, values, type) {
                        check(target.BYTES_PER_ELEMENT ?? 1, values[0], values[1]);
                        return Reflect.construct(target, values, type === guarded ? target : type);
                    },
                });
                original.prototype.constructor = guarded;
                globalThis[name] = guarded;
            }
            delete ArrayBuffer.prototype.transfer;
            delete ArrayBuffer.prototype.transferToFixedLength;
        }
        """);

    private static readonly Prepared<Acornima.Ast.Script> SymbolGuard = Engine.PrepareScript("""
        {
            const wellKnown = Symbol;
            globalThis.Symbol = new Proxy(wellKnown, { get: (target, name) => name === 'replace' ? undefined : Reflect.get(target, name) });
        }
        """);

    private static readonly string[] Buffers =
    [
        "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array",
        "BigInt64Array", "BigUint64Array",
    ];

    private readonly List<ObjectInstance> _joined = [];
    private double _built;

    /// <summary>Before each evaluation.</summary>
    public void Begin()
    {
        _built = 0;
        _joined.Clear();
    }

    public void Apply()
    {
        foreach (var name in (ReadOnlySpan<string>)["Atomics", "SharedArrayBuffer", "ShadowRealm"])
        {
            if (source.Mentions(name))
            {
                engine.Global.Delete(name);
            }
        }

        GuardStrings();
        if (source.Mentions("Symbol"))
        {
            // What String.prototype.replace does, guarded, under the name by which it would be reached unguarded.
            engine.Evaluate(SymbolGuard);
        }

        if (source.UsesArrays)
        {
            var prototype = engine.Intrinsics.Array.PrototypeObject;
            prototype.Delete("toLocaleString");
            Replace(prototype, "join", Join);
        }

        if (source.Mentions("JSON"))
        {
            Replace(engine.Global.Get("JSON").AsObject(), "stringify", (_, _, arguments) =>
                new ScriptJson(engine, memoryBytes, isLenient: false).Write(At(arguments, 0), At(arguments, 1), At(arguments, 2)) is { } text ? text : JsValue.Undefined);
        }

        if (source.UsesBuffers)
        {
            var names = engine.Intrinsics.Array.Construct([.. Buffers.Select(name => (JsValue)name)]);
            engine.Evaluate(BufferGuard).Call(JsValue.Undefined, [new ClrFunction(engine, "check", (_, arguments) => CheckBuffer(arguments)), names]);
        }
    }

    private static JsValue At(JsValue[] arguments, int index) => arguments.Length > index ? arguments[index] : JsValue.Undefined;

    private void GuardStrings()
    {
        ObjectInstance? prototype = null;
        foreach (var name in (ReadOnlySpan<string>)["repeat", "padStart", "padEnd", "replace", "replaceAll", "concat"])
        {
            if (source.MentionsMember(name))
            {
                prototype ??= engine.Global.Get("String").AsObject().Get("prototype").AsObject();
                Replace(prototype, name, name switch
                {
                    "repeat" => (original, self, arguments) => Checked(TypeConverter.ToNumber(At(arguments, 0)) * self.ToString().Length, original, self, arguments),
                    "padStart" or "padEnd" => (original, self, arguments) => Checked(TypeConverter.ToNumber(At(arguments, 0)), original, self, arguments),
                    "concat" => (original, self, arguments) => Checked(arguments.Append(self).Sum(part => part is JsString text ? (double)text.Length : 0), original, self, arguments),
                    _ => (original, self, arguments) => ReplaceText(original, self, arguments, name == "replaceAll"),
                });
            }
        }
    }

    private void Replace(ObjectInstance owner, string name, Func<JsValue, JsValue, JsValue[], JsValue> body)
    {
        var original = owner.Get(name);
        owner.FastSetProperty(name, new PropertyDescriptor(new ClrFunction(engine, name, (self, arguments) => body(original, self, arguments)), writable: true, enumerable: false, configurable: true));
    }

    private JsValue Checked(double letters, JsValue original, JsValue self, JsValue[] arguments)
    {
        CheckLength(letters);
        _built += letters;
        CheckLength(_built);
        return original.Call(self, arguments);
    }

    private void CheckLength(double letters)
    {
        if (letters * sizeof(char) > memoryBytes)
        {
            throw ScriptFailure.Memory(memoryBytes);
        }
    }

    private JsValue ReplaceText(JsValue original, JsValue self, JsValue[] arguments, bool isAll)
    {
        var pattern = At(arguments, 0);
        var replacement = At(arguments, 1);
        if (self.IsNull() || self.IsUndefined() || (pattern.IsObject() && !pattern.IsRegExp()))
        {
            return original.Call(self, arguments);
        }

        if (replacement.IsCallable())
        {
            return original.Call(self, [pattern, new ClrFunction(engine, "replacer", (receiver, found) =>
            {
                engine.Constraints.Check();
                return replacement.Call(receiver, found);
            })]);
        }

        var text = TypeConverter.ToString(self);
        var inserted = TypeConverter.ToString(replacement);
        var longest = inserted.Length + ((double)inserted.AsSpan().Count('$') * text.Length);
        var isRepeated = isAll || (pattern.IsRegExp() && pattern.AsRegExp().Flags.Contains('g', StringComparison.Ordinal));
        var most = isRepeated ? text.Length + 1d : 1d;
        if ((most * longest + text.Length) * sizeof(char) > memoryBytes && isRepeated)
        {
            most = 0;
            original.Call(self, [pattern, new ClrFunction(engine, "count", (_, _) =>
            {
                engine.Constraints.Check();
                most++;
                return "";
            })]);
        }

        CheckLength((most * longest) + text.Length);
        return original.Call(self, [pattern, inserted]);
    }

    /// <summary>Joins, hence turns into text, an array; one that contains itself gives an empty text there, as everywhere in JavaScript.</summary>
    private JsValue Join(JsValue original, JsValue self, JsValue[] arguments)
    {
        if (self is not ObjectInstance array)
        {
            return original.Call(self, arguments);
        }

        if (_joined.Contains(array, ReferenceEqualityComparer.Instance))
        {
            return "";
        }

        if (_joined.Count == limits.RecursionDepth)
        {
            throw new InsufficientExecutionStackException();
        }

        var separator = At(arguments, 0).IsUndefined() ? "," : TypeConverter.ToString(arguments[0]);
        var length = Math.Max(0, TypeConverter.ToNumber(array.Get("length")));
        CheckLength(separator.Length * length);
        _joined.Add(array);
        var text = new StringBuilder();
        for (var index = 0L; index < length; index++)
        {
            if (index % 64 == 0)
            {
                engine.Constraints.Check();
            }

            var item = array.Get(JsNumber.Create(index));
            var part = item.IsNull() || item.IsUndefined() ? "" : TypeConverter.ToString(item);
            CheckLength((double)text.Length + part.Length + separator.Length);
            text.Append(index == 0 ? "" : separator).Append(part);
        }

        _joined.RemoveAt(_joined.Count - 1);
        return text.ToString();
    }

    private JsValue CheckBuffer(JsValue[] arguments)
    {
        var first = arguments[1];
        var length = first.IsNumber() ? first.AsNumber() : first is ObjectInstance list && list.Get("length") is { } count && count.IsNumber() ? count.AsNumber() : 0;
        if (arguments[2] is ObjectInstance options && options.Get("maxByteLength") is { } most && most.IsNumber())
        {
            length = Math.Max(length, most.AsNumber());
        }

        if (length * arguments[0].AsNumber() > memoryBytes)
        {
            throw ScriptFailure.Memory(memoryBytes);
        }

        return JsValue.Undefined;
    }
}
