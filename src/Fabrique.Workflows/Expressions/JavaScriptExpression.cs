using Acornima.Ast;
using Jint;
using Jint.Native;

namespace Fabrique.Workflows.Expressions;

/// <summary>A script, parsed once, executed in an engine of its own with limits and without access to the host.</summary>
internal sealed class JavaScriptExpression : Expression
{
    /// <summary>One multiplication of integers of a megabyte takes as long as a whole script may.</summary>
    private const long BigIntegerBytes = 1024 * 1024;

    private readonly Prepared<Script> _script;
    private readonly ExpressionLimits _limits;
    private readonly ScriptSource _source;
    private readonly long _memoryBytes;
    private readonly string? _measure;

    private JavaScriptExpression(Prepared<Script> script, string source, string? measure, ExpressionLimits limits)
    {
        _script = script;
        _measure = measure;
        _limits = limits;
        _source = new ScriptSource(source, "variables");
        _memoryBytes = _source.UsesBigIntegers ? Math.Min(limits.MemoryBytes, BigIntegerBytes) : limits.MemoryBytes;
    }

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
        var engine = new Engine(options =>
        {
            options.Constraint(() => new ScriptTime(_limits.Timeout));
            options.LimitMemory(_memoryBytes);
            options.LimitRecursion(_limits.RecursionDepth);
            options.MaxStatements(_limits.Statements);
            options.RegexTimeoutInterval(_limits.Timeout);
            options.Constraints.MaxArraySize = 1_000_000;
            options.Constraints.StackOverflowGuard = true;
            options.DisableStringCompilation();
            options.TimeSystem = new ScriptClock(scope.Clock, _limits.TimeZone);
        });
        if (_measure is not null)
        {
            ScriptMeasure.Define(engine, _measure, _memoryBytes);
        }

        new ScriptBounds(engine, _source, _limits, _memoryBytes).Apply();
        var run = new ScriptRun(engine, scope, _source, _limits, _memoryBytes);
        run.Define();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        JsValue result = engine.Evaluate(_script).UnwrapIfPromise(_limits.Timeout);

        // The engine looks at its limits between statements: one call may still have allocated a huge buffer, not to be converted.
        if (GC.GetAllocatedBytesForCurrentThread() - allocated > _memoryBytes)
        {
            throw ScriptFailure.Memory(_memoryBytes);
        }

        run.WriteBack();
        return ScriptValues.FromScript(engine, result, _memoryBytes);
    }
}
