using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// What Elsa offers to the evaluations of a script: functions, the object of variables, an accessor per variable, input and output.
/// An object read from a variable is a copy that the script may change in place; what it changed is written back when it ends.
/// </summary>
internal sealed class ScriptRun(Engine engine, ScriptClock clock, ScriptSource source, ExpressionLimits limits, long memoryBytes)
{
    private const string Configuration = "getConfig";
    private const string ShortIdAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly FrozenDictionary<string, Func<ScriptRun, JsValue[], JsValue>> Functions = new Dictionary<string, Func<ScriptRun, JsValue[], JsValue>>(StringComparer.Ordinal)
    {
        ["getWorkflowDefinitionId"] = (run, _) => run.Scope.DefinitionId,
        ["getWorkflowDefinitionVersionId"] = (run, _) => run.Scope.DefinitionVersionId,
        ["getWorkflowDefinitionVersion"] = (run, _) => run.Scope.DefinitionVersion,
        ["getWorkflowInstanceId"] = (run, _) => run.Scope.InstanceId,
        ["getCorrelationId"] = (run, _) => run.Value(run.Scope.CorrelationId),
        ["setCorrelationId"] = (run, arguments) => Done(() => run.Scope.CorrelationId = Text(arguments, 0)),
        ["getWorkflowInstanceName"] = (run, _) => run.Value(run.Scope.InstanceName),
        ["setWorkflowInstanceName"] = (run, arguments) => Done(() => run.Scope.InstanceName = Text(arguments, 0)),
        ["getVariable"] = (run, arguments) => run.Get(Text(arguments, 0)),
        ["setVariable"] = (run, arguments) => run.Set(Text(arguments, 0), At(arguments, 1)),
        ["getInput"] = (run, arguments) => run.Value(run.Scope.WorkflowInput.GetValueOrDefault(Text(arguments, 0))),
        ["getOutputFrom"] = (run, arguments) => run.Value(run.Scope.GetOutput(Text(arguments, 0), arguments.Length > 1 ? Text(arguments, 1) : null)),
        ["getLastResult"] = (run, _) => run.Value(run.Scope.LastResult),
        ["setOutcome"] = (run, arguments) => Done(() => run.Scope.SetOutcomes([Text(arguments, 0)])),
        ["setOutcomes"] = (run, arguments) => Done(() => run.Scope.SetOutcomes(run.Names(At(arguments, 0)))),
        ["createEventTriggerUrl"] = (run, arguments) => run.Scope.CreateEventLink(Text(arguments, 0), run.Until(At(arguments, 1))),
        ["isNullOrWhiteSpace"] = (_, arguments) => string.IsNullOrWhiteSpace(Text(arguments, 0)),
        ["isNullOrEmpty"] = (_, arguments) => string.IsNullOrEmpty(Text(arguments, 0)),
        ["parseGuid"] = (_, arguments) => Guid.TryParse(Text(arguments, 0), CultureInfo.InvariantCulture, out var guid)
            ? guid.ToString()
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NotAGuid, Text(arguments, 0))),
        ["newGuid"] = (run, _) => run.NewGuid(),
        ["getGuid"] = (run, _) => run.NewGuid(),
        ["newGuidString"] = (run, _) => run.NewGuid(),
        ["getGuidString"] = (run, _) => run.NewGuid(),
        ["newShortGuid"] = (_, _) => ShortId(),
        ["getShortGuid"] = (_, _) => ShortId(),
        ["toJson"] = (run, arguments) => new ScriptJson(run.Engine, run.MemoryBytes, isLenient: true).Write(At(arguments, 0)) is { } text ? text : "null",
        ["bytesToString"] = (_, arguments) => Encoding.UTF8.GetString(Bytes(At(arguments, 0))),
        ["bytesFromString"] = (run, arguments) => run.Value(Encoding.UTF8.GetBytes(Text(arguments, 0))),
        ["bytesToBase64"] = (_, arguments) => Convert.ToBase64String(Bytes(At(arguments, 0))),
        ["bytesFromBase64"] = (run, arguments) => run.Value(FromBase64(Text(arguments, 0))),
        ["stringToBase64"] = (_, arguments) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(arguments, 0))),
        ["stringFromBase64"] = (_, arguments) => Encoding.UTF8.GetString(FromBase64(Text(arguments, 0))),
        ["streamToBytes"] = (run, arguments) => run.Value(Stream(At(arguments, 0))),
        ["streamToBase64"] = (_, arguments) => Convert.ToBase64String(Stream(At(arguments, 0))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private Dictionary<string, (JsValue Given, object? Before)>? _held;
    private JsObject? _variables;
    private string[] _variableNames = [];
    private string[] _inputNames = [];
    private IExpressionScope? _scope;

    private Engine Engine { get; } = engine;

    private IExpressionScope Scope => _scope ?? throw new InvalidOperationException("No evaluation is under way.");

    private long MemoryBytes { get; } = memoryBytes;

    /// <summary>Whether what it defines depends on nothing but the words of the script, its variables and its inputs.</summary>
    public static bool IsKnownByItsWords(ScriptSource source) => !source.MayNameAnything && !source.Words.Any(MayReadAnOutput);

    /// <summary>Whether a name may be one of the functions that are defined.</summary>
    public static bool MayDefine(string name) => Functions.ContainsKey(name) || name == Configuration || name.StartsWith("get", StringComparison.Ordinal) || name.StartsWith("set", StringComparison.Ordinal);

    /// <summary>Whether every script finds something of this name, whatever its workflow declares.</summary>
    public static bool IsDefined(string name) => Functions.ContainsKey(name) || name == Configuration || ScriptTypes.Names.Contains(name, StringComparer.Ordinal);

    /// <summary>The divisions of the name of a function that would read an output, into output and activity.</summary>
    public static IEnumerable<(string Output, string Activity)> OutputsIn(string word)
    {
        if (MayReadAnOutput(word))
        {
            for (var at = word.IndexOf("From", 4, StringComparison.Ordinal); at > 0; at = word.IndexOf("From", at + 4, StringComparison.Ordinal))
            {
                yield return (word[3..at], word[(at + 4)..]);
            }
        }
    }

    /// <summary>The name of the function that reads or sets a variable of a name, after its verb; null when the name makes none.</summary>
    public static string? AccessorOf(string variable) => IsIdentifier(variable) ? Pascal(variable) : null;

    /// <summary>Whether another evaluation finds what was defined for the first.</summary>
    public bool Serves(IExpressionScope scope) => scope.VariableNames.SequenceEqual(_variableNames, StringComparer.Ordinal) && scope.WorkflowInputNames.SequenceEqual(_inputNames, StringComparer.Ordinal);

    /// <summary>Before each evaluation.</summary>
    public void Begin(IExpressionScope scope)
    {
        _scope = scope;
        clock.Clock = scope.Clock;
        _held = null;
        if (source.Mentions("variables"))
        {
            GiveVariables();
        }
    }

    /// <summary>Lets go of what the evaluation has read.</summary>
    public void End()
    {
        _scope = null;
        _held = null;
    }

    public void Define(IExpressionScope scope)
    {
        _scope = scope;
        _variableNames = [.. scope.VariableNames];
        _inputNames = [.. scope.WorkflowInputNames];
        DefineVariables();
        DefineInputs();
        DefineOutputs();
        ScriptTypes.Define(Engine, source, () => Scope.Clock.GetUtcNow(), NewGuid);
        foreach (var word in source.MayNameAnything ? Functions.Keys : source.Words)
        {
            if (Functions.TryGetValue(word, out var body))
            {
                Function(word, arguments => body(this, arguments));
            }
        }

        if (limits.Configuration is { } configuration && source.Mentions(Configuration))
        {
            Function(Configuration, arguments => Value(configuration(Text(arguments, 0))));
        }
    }

    /// <summary>Writes back the variables that were changed in place, and those that were added to the object of variables.</summary>
    public void WriteBack()
    {
        foreach (var (name, (given, before)) in _held ?? [])
        {
            var after = ScriptValues.FromScript(Engine, given, MemoryBytes);
            if (!ScriptValues.AreSame(before, after))
            {
                Scope.TrySetVariable(null, name, after);
            }
        }

        foreach (var key in _variables?.GetOwnPropertyKeys(Jint.Runtime.Types.String) ?? [])
        {
            if (!Scope.TryGetVariable(null, key.ToString(), out _))
            {
                Scope.AddVariable(key.ToString(), ScriptValues.FromScript(Engine, _variables!.Get(key), MemoryBytes));
            }
        }
    }

    private static JsValue At(JsValue[] arguments, int index) => arguments.Length > index ? arguments[index] : JsValue.Undefined;

    private static string Text(JsValue[] arguments, int index) => At(arguments, index) is var value && !value.IsNull() && !value.IsUndefined() ? value.ToString() : "";

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static bool IsIdentifier(string name) => name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$');

    private static byte[] Bytes(JsValue value) => value.IsUint8Array() ? value.AsUint8Array() : Encoding.UTF8.GetBytes(value.ToString());

    private static byte[] Stream(JsValue value) => value.IsUint8Array() ? value.AsUint8Array() : FromBase64(value.ToString());

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException exception)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NotBase64), exception);
        }
    }

    private static string ShortId() => System.Security.Cryptography.RandomNumberGenerator.GetString(ShortIdAlphabet, 22);

    private static JsValue Done(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    /// <summary>An instant, or a duration from now: a number of seconds, a TimeSpan or its text; null for what says nothing.</summary>
    private DateTimeOffset? Until(JsValue value)
    {
        var length = value.IsObject() && !value.IsDate() ? value.Get("TotalSeconds") : value;
        if (length.IsNumber())
        {
            var seconds = length.AsNumber();
            return Math.Abs(seconds) <= TimeSpan.MaxValue.TotalSeconds / 2 && (DateTimeOffset.MaxValue - Scope.Clock.GetUtcNow()).TotalSeconds > seconds ? Scope.Clock.GetUtcNow().AddSeconds(seconds) : null;
        }

        var given = ScriptValues.FromScript(Engine, value, MemoryBytes);
        return given is string text && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var lifetime) ? Scope.Clock.GetUtcNow() + lifetime : ValueConverter.To<DateTimeOffset?>(given);
    }

    private string NewGuid() => Guid.CreateVersion7(Scope.Clock.GetUtcNow()).ToString();

    private JsValue Value(object? value) => ScriptValues.ToScript(Engine, value);

    private void Function(string name, Func<JsValue[], JsValue> body) => Engine.SetValue(name, new ClrFunction(Engine, name, (_, arguments) => body(arguments)));

    private string[] Names(JsValue value) => ScriptValues.FromScript(Engine, value, MemoryBytes) switch
    {
        JsonElement { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.ToString())],
        string name => [name],
        _ => [],
    };

    private void DefineVariables()
    {
        foreach (var name in _variableNames)
        {
            if (!IsIdentifier(name))
            {
                continue;
            }

            var suffix = Pascal(name);
            if (source.Mentions("get" + suffix))
            {
                Function("get" + suffix, _ => Get(name));
            }

            if (source.Mentions("set" + suffix))
            {
                Function("set" + suffix, arguments => Set(name, At(arguments, 0)));
            }
        }

    }

    /// <summary>The object of variables, which a script may add to: a new one for each evaluation.</summary>
    private void GiveVariables()
    {
        _variables = new JsObject(Engine);
        foreach (var name in _variableNames.Where(name => !source.NamesVariablesOnly || source.Mentions(name)))
        {
            _variables.FastSetProperty(name, new GetSetPropertyDescriptor(
                new ClrFunction(Engine, name, (_, _) => Get(name)),
                new ClrFunction(Engine, name, (_, arguments) => Set(name, At(arguments, 0))),
                enumerable: true));
        }

        Engine.SetValue("variables", _variables);
    }

    private static bool MayReadAnOutput(string word) =>
        word.Length > 8 && word.StartsWith("get", StringComparison.Ordinal) && !Functions.ContainsKey(word) && word.IndexOf("From", 4, StringComparison.Ordinal) > 0;

    private void DefineInputs()
    {
        foreach (var name in _inputNames)
        {
            if (IsIdentifier(name) && source.Mentions("get" + Pascal(name)) && !Scope.TryGetVariable(null, name, out _))
            {
                Function("get" + Pascal(name), _ => Value(Scope.WorkflowInput.GetValueOrDefault(name)));
            }
        }
    }

    /// <summary>Defines get&lt;Output&gt;From&lt;Activity&gt; for the names of that form in the source; the first division that names an activity wins.</summary>
    private void DefineOutputs()
    {
        foreach (var word in source.Words)
        {
            foreach (var (output, activity) in OutputsIn(word))
            {
                if (Engine.Global.HasProperty(word))
                {
                    break;
                }

                if (Scope.HasActivity(activity))
                {
                    Function(word, _ => Value(Scope.GetOutput(activity, output)));
                    break;
                }
            }
        }
    }

    private JsValue Get(string name)
    {
        if (_held is not null && _held.TryGetValue(name, out var held))
        {
            return held.Given;
        }

        if (!Scope.TryGetVariable(null, name, out var value))
        {
            return JsValue.Null;
        }

        var given = Value(value);
        Hold(name, given, value);
        return given;
    }

    private JsValue Set(string name, JsValue value)
    {
        var plain = ScriptValues.FromScript(Engine, value, MemoryBytes);
        if (!Scope.TrySetVariable(null, name, plain))
        {
            Scope.AddVariable(name, plain);
        }

        _held?.Remove(name);
        Scope.TryGetVariable(null, name, out var stored);
        if (stored is JsonElement or DateTimeOffset or DateTime or byte[])
        {
            Hold(name, value, plain);
        }

        return JsValue.Undefined;
    }

    private void Hold(string name, JsValue given, object? before)
    {
        if (given.IsObject())
        {
            (_held ??= new Dictionary<string, (JsValue, object?)>(StringComparer.Ordinal))[name] = (given, before);
        }
    }
}
