using Acornima.Ast;
using Jint;
using Jint.Native;

namespace Fabrique.Workflows.Expressions;

/// <summary>A script, parsed once, executed in an engine of its own with limits and without access to the host.</summary>
internal sealed class JavaScriptExpression : Expression
{
    private readonly Prepared<Script> _script;
    private readonly ExpressionLimits _limits;
    private readonly ScriptGlobals _globals;

    private JavaScriptExpression(Prepared<Script> script, string source, ExpressionLimits limits)
    {
        _script = script;
        _limits = limits;
        _globals = new ScriptGlobals(source);
    }

    /// <exception cref="FormatException">The text is not a script.</exception>
    public static JavaScriptExpression Compile(string source, ExpressionLimits limits)
    {
        try
        {
            return new JavaScriptExpression(Engine.PrepareScript(source), source, limits);
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
            var engine = new Engine(options =>
            {
                options.TimeoutInterval(_limits.Timeout);
                options.LimitMemory(_limits.MemoryBytes);
                options.LimitRecursion(_limits.RecursionDepth);
                options.MaxStatements(_limits.Statements);
                options.RegexTimeoutInterval(_limits.Timeout);
                options.Constraints.MaxArraySize = 1_000_000;
                options.DisableStringCompilation();
                options.TimeSystem = new ScriptClock(scope.Clock, _limits.TimeZone);
            });
            _globals.Define(engine, scope, _limits);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            JsValue result = engine.Evaluate(_script).UnwrapIfPromise(_limits.Timeout);
            // The engine looks at its limits between statements: one call may still have allocated a huge buffer, not to be converted.
            if (GC.GetAllocatedBytesForCurrentThread() - allocated > _limits.MemoryBytes)
            {
                throw new PermanentFailureException("Le script demande plus de mémoire qu’il n’en a le droit.");
            }

            return new(ScriptValues.FromScript(engine, result));
        }
        catch (Exception exception) when (exception is JintException or TimeoutException or OutOfMemoryException or InvalidCastException or InvalidOperationException or FormatException or IndexOutOfRangeException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw new PermanentFailureException(exception.Message, exception);
        }
    }
}
