using Acornima.Ast;
using Jint;
using Jint.Native;

namespace Fabrique.Workflows.Expressions;

/// <summary>An engine that is ready for one script: with its limits, and what the script may call.</summary>
internal sealed class ScriptEngine : IDisposable
{
    private readonly Engine _engine;
    private readonly ScriptBounds _bounds;
    private readonly ScriptMeasure.Counter? _counter;
    private readonly ScriptRun _run;
    private readonly long _memoryBytes;
    private readonly JsValue? _function;

    /// <param name="source">What the script may name.</param>
    /// <param name="measure">Name of the function that counts letters, if the script calls it.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="memoryBytes">What it may take.</param>
    /// <param name="scope">What it finds: its variables and inputs by name.</param>
    /// <param name="function">The script as a function, for an engine that will be kept.</param>
    public ScriptEngine(ScriptSource source, string? measure, ExpressionLimits limits, long memoryBytes, IExpressionScope scope, Prepared<Script>? function = null)
    {
        var clock = new ScriptClock();
        _memoryBytes = memoryBytes;
        _engine = new Engine(options =>
        {
            options.Constraint(() => new ScriptTime(limits.Timeout));
            options.LimitMemory(memoryBytes);
            options.LimitRecursion(limits.RecursionDepth);
            options.MaxStatements(limits.Statements);
            options.RegexTimeoutInterval(limits.Timeout);
            options.Constraints.MaxArraySize = 1_000_000;
            options.Constraints.StackOverflowGuard = true;
            options.DisableStringCompilation();
            clock.ApplyTo(options);
        });
        _counter = measure is null ? null : ScriptMeasure.Define(_engine, measure, memoryBytes);
        _bounds = new ScriptBounds(_engine, source, limits, memoryBytes);
        _bounds.Apply();
        ScriptClock.ApplyTo(_engine, source);
        _run = new ScriptRun(_engine, clock, source, limits, memoryBytes);
        _run.Define(scope);
        _function = function is { } kept ? _engine.Evaluate(kept) : null;
    }

    /// <summary>Whether what it was made for is what another evaluation finds: the same variables and inputs.</summary>
    public bool Serves(IExpressionScope scope) => _run.Serves(scope);

    /// <param name="script">The script that it was made for.</param>
    /// <param name="scope">What the script finds.</param>
    /// <param name="timeout">How long a promise may be waited for.</param>
    public object? Evaluate(in Prepared<Script> script, IExpressionScope scope, TimeSpan timeout)
    {
        _run.Begin(scope);
        _bounds.Begin();
        _counter?.Begin();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        JsValue result = (_function is null ? _engine.Evaluate(script) : Call(_function)).UnwrapIfPromise(timeout);

        // The engine looks at its limits between statements: one call may still have allocated a huge buffer, not to be converted.
        if (GC.GetAllocatedBytesForCurrentThread() - allocated > _memoryBytes)
        {
            throw ScriptFailure.Memory(_memoryBytes);
        }

        _run.WriteBack();
        var value = ScriptValues.FromScript(_engine, result, _memoryBytes);
        _run.End();
        return value;
    }

    public void Dispose() => _engine.Dispose();

    private JsValue Call(JsValue function)
    {
        _engine.Constraints.Reset();
        return function.Call(JsValue.Undefined, []);
    }
}

/// <summary>
/// Engines at rest, each for the script that it was made for, which has ended well and can leave nothing in it. There are never more than the places: one that comes to a
/// taken place takes it.
/// </summary>
internal static class ScriptEngines
{
    // Two per script, so that two who execute the same one at once both find an engine.
    private const int Ways = 2;
    private const int Scripts = 32;

    private static readonly Rested?[] Places = new Rested?[Scripts * Ways];
    private static int _scripts;

    /// <summary>A number for a script, by which its places are found.</summary>
    public static int Number() => Interlocked.Increment(ref _scripts) & (Scripts - 1);

    public static ScriptEngine? Take(JavaScriptExpression script, int number)
    {
        for (var place = number * Ways; place < (number + 1) * Ways; place++)
        {
            if (Volatile.Read(ref Places[place]) is { } seen && ReferenceEquals(seen.Script, script) && Interlocked.CompareExchange(ref Places[place], null, seen) == seen)
            {
                return seen.Engine;
            }
        }

        return null;
    }

    public static void Rest(JavaScriptExpression script, int number, ScriptEngine engine)
    {
        var rested = new Rested(script, engine);
        var first = number * Ways;
        for (var place = first; place < first + Ways; place++)
        {
            if (Interlocked.CompareExchange(ref Places[place], rested, null) is null)
            {
                return;
            }
        }

        Interlocked.Exchange(ref Places[first], rested)?.Engine.Dispose();
    }

    private sealed class Rested(JavaScriptExpression script, ScriptEngine engine)
    {
        public JavaScriptExpression Script => script;

        public ScriptEngine Engine => engine;
    }
}
