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
    private readonly Prepared<Script>? _function;

    private readonly string _text;

    private JavaScriptExpression(Prepared<Script> script, string text, string source, string? measure, ExpressionLimits limits, bool isForOnce)
    {
        _script = script;
        _text = source;
        _measure = measure;
        _limits = limits;
        _source = new ScriptSource(source, "variables");
        LeavesNoTrace = !isForOnce && ScriptRun.IsKnownByItsWords(_source) && ScriptTraces.LeavesNone(script.Program!, name => name == measure || ScriptRun.MayDefine(name));
        if (LeavesNoTrace)
        {
            _number = ScriptEngines.Number();
            _function = Engine.PrepareScript(ScriptTraces.ToFunction(text, script.Program!));
        }

        _memoryBytes = _source.UsesBigIntegers ? Math.Min(limits.MemoryBytes, BigIntegerBytes) : limits.MemoryBytes;
    }

    /// <summary>Whether it may run again in the engine of its last run.</summary>
    public bool LeavesNoTrace { get; }

    public override ExpressionNames? Names => _source.MayNameAnything ? null : ScriptNames.Of(Engine.PrepareScript(_text).Program!);

    /// <param name="source">Its text.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="isForOnce">Whether it is executed once: an engine kept for it would take the place of another.</param>
    /// <exception cref="FormatException">The text is not a script.</exception>
    public static JavaScriptExpression Compile(string source, ExpressionLimits limits, bool isForOnce = false)
    {
        try
        {
            var script = Engine.PrepareScript(source);
            var (text, measure) = ScriptMeasure.Rewrite(source, script.Program!);
            return new JavaScriptExpression(measure is null ? script : Engine.PrepareScript(text), text, source, measure, limits, isForOnce);
        }
        catch (Exception exception) when (exception is ScriptPreparationException or Acornima.ParseErrorException)
        {
            throw new UnreadableTextException(MessageOf(exception.InnerException ?? exception), exception);
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

    private static WorkflowMessage MessageOf(Exception exception) => exception is Acornima.ParseErrorException error
        ? new WorkflowMessage(MessageCodes.ScriptUnreadable, error.Description, error.LineNumber, error.Column + 1)
        : new WorkflowMessage(MessageCodes.ScriptStopped, exception.Message);

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

    private ScriptEngine Make(IExpressionScope scope) => new(_source, _measure, _limits, _memoryBytes, scope, _function);
}
