using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Fabrique.Workflows.Expressions;

/// <summary>The functions that Elsa offers to scripts. Only those whose name appears in the source are defined, which keeps an evaluation cheap.</summary>
internal sealed class ScriptGlobals(string source)
{
    private const string ShortIdAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public void Define(Engine engine, IExpressionScope scope, ExpressionLimits limits)
    {
        BoundBuiltIns(engine, limits);
        DefineInstance(engine, scope);
        DefineVariables(engine, scope);
        DefineInputs(engine, scope);
        DefineOutputs(engine, scope);
        DefineTools(engine, scope);
    }

    private static string Text(JsValue[] arguments, int index) => arguments.Length > index && !arguments[index].IsNull() && !arguments[index].IsUndefined() ? arguments[index].ToString() : "";

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static bool IsIdentifier(string name) => name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    private static JsTypedArray Bytes(Engine engine, byte[] bytes) => engine.Intrinsics.Uint8Array.Construct(bytes);

    private static byte[] Bytes(JsValue value) => value.IsUint8Array() ? value.AsUint8Array() : Encoding.UTF8.GetBytes(value.ToString());

    /// <summary>One call of these could allocate without bound before any limit is looked at.</summary>
    private void BoundBuiltIns(Engine engine, ExpressionLimits limits)
    {
        foreach (var name in (ReadOnlySpan<string>)["repeat", "padStart", "padEnd"])
        {
            if (!source.Contains(name, StringComparison.Ordinal) && !source.Contains('['))
            {
                continue;
            }

            var prototype = engine.Evaluate("String.prototype").AsObject();
            var original = prototype.Get(name);
            prototype.FastSetProperty(name, new PropertyDescriptor(
                new ClrFunction(engine, name, (self, arguments) =>
                {
                    var count = arguments.Length > 0 ? Jint.Runtime.TypeConverter.ToNumber(arguments[0]) : 0;
                    var length = name == "repeat" ? count * self.ToString().Length : count;
                    return length * sizeof(char) > limits.MemoryBytes
                        ? throw new PermanentFailureException("Le script demande plus de mémoire qu’il n’en a le droit.")
                        : engine.Call(original, self, arguments);
                }),
                writable: true,
                enumerable: false,
                configurable: true));
        }
    }

    private void Function(Engine engine, string name, Func<JsValue[], JsValue> body)
    {
        if (source.Contains(name, StringComparison.Ordinal))
        {
            engine.SetValue(name, new ClrFunction(engine, name, (_, arguments) => body(arguments)));
        }
    }

    private void DefineInstance(Engine engine, IExpressionScope scope)
    {
        Function(engine, "getWorkflowDefinitionId", _ => scope.DefinitionId);
        Function(engine, "getWorkflowDefinitionVersionId", _ => scope.DefinitionVersionId);
        Function(engine, "getWorkflowDefinitionVersion", _ => scope.DefinitionVersion);
        Function(engine, "getWorkflowInstanceId", _ => scope.InstanceId);
        Function(engine, "getCorrelationId", _ => ScriptValues.ToScript(engine, scope.CorrelationId));
        Function(engine, "setCorrelationId", arguments => Run(() => scope.CorrelationId = Text(arguments, 0)));
        Function(engine, "getWorkflowInstanceName", _ => ScriptValues.ToScript(engine, scope.InstanceName));
        Function(engine, "setWorkflowInstanceName", arguments => Run(() => scope.InstanceName = Text(arguments, 0)));
    }

    private void DefineVariables(Engine engine, IExpressionScope scope)
    {
        Function(engine, "getVariable", arguments => Get(engine, scope, Text(arguments, 0)));
        Function(engine, "setVariable", arguments => Set(engine, scope, Text(arguments, 0), arguments.Length > 1 ? arguments[1] : JsValue.Null));
        var wantsObject = source.Contains("variables", StringComparison.Ordinal);
        var all = wantsObject ? new JsObject(engine) : null;
        foreach (var name in scope.VariableNames)
        {
            all?.FastSetProperty(name, new GetSetPropertyDescriptor(
                new ClrFunction(engine, name, (_, _) => Get(engine, scope, name)),
                new ClrFunction(engine, name, (_, arguments) => Set(engine, scope, name, arguments.Length > 0 ? arguments[0] : JsValue.Null)),
                enumerable: true));
            if (IsIdentifier(name))
            {
                Function(engine, "get" + Pascal(name), _ => Get(engine, scope, name));
                Function(engine, "set" + Pascal(name), arguments => Set(engine, scope, name, arguments.Length > 0 ? arguments[0] : JsValue.Null));
            }
        }

        if (all is not null)
        {
            engine.SetValue("variables", all);
        }
    }

    private void DefineInputs(Engine engine, IExpressionScope scope)
    {
        Function(engine, "getInput", arguments => ScriptValues.ToScript(engine, scope.WorkflowInput.GetValueOrDefault(Text(arguments, 0))));
        foreach (var (name, value) in scope.WorkflowInput)
        {
            if (IsIdentifier(name) && !scope.TryGetVariable(null, name, out _))
            {
                Function(engine, "get" + Pascal(name), _ => ScriptValues.ToScript(engine, value));
            }
        }
    }

    private void DefineOutputs(Engine engine, IExpressionScope scope)
    {
        Function(engine, "getOutputFrom", arguments => ScriptValues.ToScript(engine, scope.GetOutput(Text(arguments, 0), arguments.Length > 1 ? Text(arguments, 1) : null)));
        Function(engine, "getLastResult", _ => ScriptValues.ToScript(engine, scope.LastResult));
        foreach (var (function, output, activity) in OutputAccessors())
        {
            if (!engine.Global.HasProperty(function))
            {
                engine.SetValue(function, new ClrFunction(engine, function, (_, _) => ScriptValues.ToScript(engine, scope.GetOutput(activity, output))));
            }
        }

        Function(engine, "setOutcome", arguments => Run(() => scope.SetOutcomes([Text(arguments, 0)])));
        Function(engine, "setOutcomes", arguments => Run(() => scope.SetOutcomes(
            ScriptValues.FromScript(engine, arguments.Length > 0 ? arguments[0] : JsValue.Null) is System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Select(item => item.ToString())]
                : [])));
    }

    /// <summary>Names of the form get&lt;Output&gt;From&lt;Activity&gt; found in the source.</summary>
    private IEnumerable<(string Function, string Output, string Activity)> OutputAccessors()
    {
        for (var at = source.IndexOf("From", StringComparison.Ordinal); at >= 0; at = source.IndexOf("From", at + 4, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && char.IsLetterOrDigit(source[start - 1]))
            {
                start--;
            }

            var end = at + 4;
            while (end < source.Length && (char.IsLetterOrDigit(source[end]) || source[end] == '_'))
            {
                end++;
            }

            if (source.AsSpan(start, at - start) is ['g', 'e', 't', _, ..] && end > at + 4)
            {
                yield return (source[start..end], source[(start + 3)..at], source[(at + 4)..end]);
            }
        }
    }

    private void DefineTools(Engine engine, IExpressionScope scope)
    {
        Function(engine, "isNullOrWhiteSpace", arguments => string.IsNullOrWhiteSpace(Text(arguments, 0)));
        Function(engine, "isNullOrEmpty", arguments => string.IsNullOrEmpty(Text(arguments, 0)));
        Function(engine, "parseGuid", arguments => Guid.Parse(Text(arguments, 0), CultureInfo.InvariantCulture).ToString());
        foreach (var name in (ReadOnlySpan<string>)["newGuid", "getGuid", "newGuidString", "getGuidString"])
        {
            Function(engine, name, _ => Guid.CreateVersion7(scope.Clock.GetUtcNow()).ToString());
        }

        Function(engine, "newShortGuid", _ => ShortId());
        Function(engine, "getShortGuid", _ => ShortId());
        Function(engine, "toJson", arguments => new Jint.Native.Json.JsonSerializer(engine).Serialize(arguments.Length > 0 ? arguments[0] : JsValue.Null));
        Function(engine, "bytesToString", arguments => Encoding.UTF8.GetString(Bytes(arguments[0])));
        Function(engine, "bytesFromString", arguments => Bytes(engine, Encoding.UTF8.GetBytes(Text(arguments, 0))));
        Function(engine, "bytesToBase64", arguments => Convert.ToBase64String(Bytes(arguments[0])));
        Function(engine, "bytesFromBase64", arguments => Bytes(engine, Convert.FromBase64String(Text(arguments, 0))));
        Function(engine, "stringToBase64", arguments => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(arguments, 0))));
        Function(engine, "stringFromBase64", arguments => Encoding.UTF8.GetString(Convert.FromBase64String(Text(arguments, 0))));
    }

    private static string ShortId() => System.Security.Cryptography.RandomNumberGenerator.GetString(ShortIdAlphabet, 22);

    private static JsValue Run(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static JsValue Get(Engine engine, IExpressionScope scope, string name) =>
        scope.TryGetVariable(null, name, out var value) ? ScriptValues.ToScript(engine, value) : JsValue.Null;

    private static JsValue Set(Engine engine, IExpressionScope scope, string name, JsValue value) =>
        scope.TrySetVariable(null, name, ScriptValues.FromScript(engine, value))
            ? JsValue.Undefined
            : throw new PermanentFailureException($"La variable « {name} » n’existe pas ici.");
}
