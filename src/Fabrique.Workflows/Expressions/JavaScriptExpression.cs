using Acornima.Ast;
using Jint;

namespace Fabrique.Workflows.Expressions;

/// <summary>A script, parsed once, executed with limits, without access to the host, in an engine that no other script has used.</summary>
internal sealed class JavaScriptExpression : Expression
{
    /// <summary>One multiplication of integers of a megabyte takes as long as a whole script may.</summary>
    private const long BigIntegerBytes = 1024 * 1024;

    private readonly Prepared<Script> _script;
    private readonly ExpressionLimits _limits;
    private readonly ScriptSource _source;
    private readonly long _memoryBytes;
    private readonly string? _measure;
    private readonly int _number;

    private JavaScriptExpression(Prepared<Script> script, string source, string? measure, ExpressionLimits limits)
    {
        _script = script;
        _measure = measure;
        _limits = limits;
        _source = new ScriptSource(source, "variables");
        LeavesNoTrace = ScriptRun.IsKnownByItsWords(_source) && ScriptTraces.LeavesNone(script.Program!, name => name == measure || ScriptRun.MayDefine(name));
        _number = ScriptEngines.Number();
        _memoryBytes = _source.UsesBigIntegers ? Math.Min(limits.MemoryBytes, BigIntegerBytes) : limits.MemoryBytes;
    }

    /// <summary>Whether it may run again in the engine of its last run.</summary>
    public bool LeavesNoTrace { get; }

    /// <exception cref="FormatException">The text is not a script.</exception>
    public static JavaScriptExpression Compile(string source, ExpressionLimits limits)
    {
        try
        {
            var script = Engine.PrepareScript(source);
            var (text, measure) = ScriptMeasure.Rewrite(source, script.Program!);
            return new JavaScriptExpression(measure is null ? script : Engine.PrepareScript(text), source, measure, limits);
        }
        catch (Exception exception) when (exception is ScriptPreparationException or Acornima.ParseErrorException)
        {
            throw new FormatException((exception.InnerException ?? exception).Message, exception);
        }
    }

    public override ValueTask<object?> EvaluateAsync(IExpressionScope scope)
    {
        try
        {
            return new(Evaluate(scope));
        }
        catch (Exception exception) when (exception is not PermanentFailureException)
        {
            throw ScriptFailure.Of(exception, _limits, _memoryBytes);
        }
    }

    private object? Evaluate(IExpressionScope scope)
    {
        if (!LeavesNoTrace)
        {
            using var own = Make(scope);
            return own.Evaluate(_script, scope, _limits.Timeout);
        }

        var engine = ScriptEngines.Take(this, _number);
        if (engine?.Serves(scope) != true)
        {
            engine?.Dispose();
            engine = Make(scope);
        }

        try
        {
            var value = engine.Evaluate(_script, scope, _limits.Timeout);
            ScriptEngines.Rest(this, _number, engine);
            return value;
        }
        catch
        {
            // One that was stopped in the middle of a script is not used again.
            engine.Dispose();
            throw;
        }
    }

    private ScriptEngine Make(IExpressionScope scope) => new(_source, _measure, _limits, _memoryBytes, scope);
}
