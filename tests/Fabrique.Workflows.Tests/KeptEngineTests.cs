using System.Text.Json;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests;

/// <summary>A script that runs again in the engine of its last run finds nothing of it: neither values, nor changes, nor what it used up of its limits.</summary>
public sealed class KeptEngineTests
{
    private readonly ExpressionLimits _limits = new() { Timeout = Patience.Limit };

    /// <summary>Scripts as people write them: they are given the same engine again.</summary>
    public static TheoryData<string> Plain { get; } =
    [
        "getVariable('Counter') + 1",
        "variables.Counter > 3 && variables.Name !== ''",
        "variables.Counter++; variables.Counter",
        "variables.Counter += 2, variables.Added = variables.Counter",
        "variables['Name'] = variables.Name + '!'",
        "setVariable('Counter', getCounter() * 2); getVariable('Counter')",
        "`${getName()} ${getVariable('Counter')} ${getWorkflowInstanceId()}`",
        "variables.List.filter(item => item.a > 1).map(item => ({ ...item, b: item.a })).length",
        "variables.List.push({ a: 9 }); variables.List.length",
        "(() => { const sum = variables.List.reduce((total, item) => total + item.a, 0); if (sum > 3) { return 'many'; } return 'few'; })()",
        "new Date().toISOString() + new Date(2026, 0, 1).getTime()",
        "JSON.stringify({ a: variables.List, b: [1, 2, ...[3]] })",
        "Math.max(0, ...variables.List.map(item => item.a))",
        "isNullOrEmpty(getVariable('Missing')) ? 'rien' : \"quelque chose\"",
        "getInput('Given')?.a ?? 'absent'",
        "toJson(variables)",
        "variables.Name.padEnd(4, '-').replace('-', '+').concat('x').split('').join('.')",
        "[Math].forEach(m => m), Math.PI",
    ];

    /// <summary>Scripts that change what all evaluations of an engine share, or could: each of them has one of its own.</summary>
    public static TheoryData<string> Leaving { get; } =
    [
        "x = 1",
        "var x = 1; x",
        "let x = 1; x",
        "function f() { return 1 } f()",
        "class A {} typeof A",
        "Math.PI = 3",
        "Math['PI'] = 3",
        "delete Math.PI",
        "Math.x++",
        "Object.assign(Math, { x: 1 })",
        "Reflect.set(Math, 'x', 1)",
        "[].constructor.prototype.x = 1",
        "[].__proto__.push(1)",
        "[]['__proto__'].push(1)",
        "[]['__pro' + 'to__'].push(1)",
        "[].push.call(Math, 1)",
        "[].push.apply(Math, [1])",
        "[].push.bind(Math)(1)",
        "Math.__defineGetter__('x', () => 1)",
        "variables.X = Math; variables.X.y = 1",
        "variables.List[0].a = 5; variables.List[0].a",
        "(() => { variables.List.x = 1 })()",
        "globalThis.x = 1",
        "this.x = 1",
        "(function () { this.x = 1 })()",
        "({ f() { return this } }).f()",
        "({ get a() { return 1 } }).a",
        "({ __proto__: Math }).PI",
        "({ ['__proto__']: Math }).PI",
        "[Object].map(Object => Object), Object.freeze(Math)",
        "(() => { { const Object = 1; } return Object; })()",
        "((Math) => 1)(2)",
        "((a = Object.freeze(Math)) => a)()",
        "(({ a = Math.x = 1 }) => a)({})",
        "Symbol.for('x')",
        "Array.fromAsync([1], x => setVariable('Counter', x)), 1",
        "new Promise(done => done(1))",
        "(async () => 1)()",
        "Error.captureStackTrace(Math)",
        "new Proxy(Math, {})",
        "/a/g.test('a')",
        "String.raw`a`",
        "eval('x = 1')",
        "new Function('x = 1')",
        "try { x.y } catch { 1 }",
        "for (const a of [1]) a",
        "\\u006dath",
        "getNameFromStep()",
        "DateTime.UtcNow.Year",
        "TimeSpan.FromDays(1).TotalHours",
        "Guid.NewGuid().toString()",
        "new Random(1).Next(3)",
    ];

    [Theory, MemberData(nameof(Plain))]
    public async Task What_it_does_again_is_what_it_does_anew(string script)
    {
        var (clock, again) = (new FakeTimeProvider(), Compile(script));
        Assert.True(IsKept(again));
        for (var run = 1; run <= 6; run++)
        {
            clock.Advance(TimeSpan.FromHours(run));
            var (kept, fresh) = (Scope(clock, run), Scope(clock, run));
            Assert.Equal(Told(await Compile(script).EvaluateAsync(fresh), fresh), Told(await again.EvaluateAsync(kept), kept));
        }
    }

    [Theory, MemberData(nameof(Leaving))]
    public void What_could_leave_something_has_an_engine_of_its_own(string script)
    {
        try
        {
            Assert.False(IsKept(Compile(script)));
        }
        catch (FormatException)
        {
            Assert.Equal("\\u006dath", script);
        }
    }

    [Fact]
    public void What_is_executed_once_takes_no_place() => Assert.False(IsKept(JavaScriptExpression.Compile("1 + 1", _limits, isForOnce: true)));

    [Fact]
    public async Task Other_variables_or_inputs_are_found_where_there_are_others()
    {
        var script = Compile("typeof variables.Other + typeof getInput('More') + toJson(variables)");
        var clock = new FakeTimeProvider();
        var told = new List<object?>();
        for (var run = 1; run <= 4; run++)
        {
            var scope = Scope(clock, 1);
            if (run % 2 == 0)
            {
                scope.Variables["Other"] = "autre";
                scope.Input["More"] = 1;
            }

            told.Add(await script.EvaluateAsync(scope));
        }

        Assert.NotEqual(told[0], told[1]);
        Assert.Equal(told[0], told[2]);
        Assert.Equal(told[1], told[3]);
    }

    [Theory]
    [InlineData("variables.List.map(item => [1, 2, 3].map(n => n + 1).length).length", "statements")]
    [InlineData("variables.Long + variables.Long + variables.Long", "letters")]
    [InlineData("variables.Long.concat(variables.Long).length", "letters")]
    [InlineData("'x'.repeat(150).length", "letters")]
    public async Task Limits_are_those_of_one_run(string text, string limit)
    {
        var limits = limit == "statements" ? new ExpressionLimits { Timeout = Patience.Limit, Statements = 60 } : new ExpressionLimits { Timeout = Patience.Limit, MemoryBytes = 400_000 };
        var script = JavaScriptExpression.Compile(text.Replace("150", "150000", StringComparison.Ordinal), limits);
        var clock = new FakeTimeProvider();
        for (var run = 0; run < 8; run++)
        {
            var scope = Scope(clock, 3);
            scope.Variables["Long"] = new string('x', 50_000);
            await script.EvaluateAsync(scope);
        }
    }

    [Fact]
    public async Task A_run_that_failed_leaves_nothing_to_the_next()
    {
        var limits = new ExpressionLimits { Timeout = Patience.Limit, MemoryBytes = 400_000 };
        var script = JavaScriptExpression.Compile("variables.Counter = 7, 'x'.repeat(getInput('Times')).length", limits);
        var clock = new FakeTimeProvider();
        foreach (var (times, fails) in ((int, bool)[])[(10, false), (900_000, true), (10, false), (900_000, true), (20, false)])
        {
            var scope = Scope(clock, 1);
            scope.Input["Times"] = times;
            if (fails)
            {
                await Assert.ThrowsAnyAsync<PermanentFailureException>(async () => await script.EvaluateAsync(scope));
            }
            else
            {
                Assert.Equal((long)times, await script.EvaluateAsync(scope));
            }
        }
    }

    [Fact]
    public async Task Eight_at_once_each_find_their_own()
    {
        var script = Compile("getVariable('Counter') + ' ' + toJson(variables.List) + getCorrelationId()");
        var clock = new FakeTimeProvider();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var run = 0; run < 200; run++)
            {
                var (kept, fresh) = (Scope(clock, (caller * 1_000) + run), Scope(clock, (caller * 1_000) + run));
                Assert.Equal(await script.EvaluateAsync(fresh), await script.EvaluateAsync(kept));
                Assert.StartsWith($"{(caller * 1_000) + run} ", (string)(await script.EvaluateAsync(kept))!, StringComparison.Ordinal);
            }
        })));
    }

    private static bool IsKept(JavaScriptExpression script) => script.LeavesNoTrace;

    private static PlainScope Scope(TimeProvider clock, int run)
    {
        var scope = new PlainScope(clock) { CorrelationId = $"c{run}" };
        scope.Variables["Counter"] = run;
        scope.Variables["Name"] = $"n{run}";
        scope.Variables["List"] = JsonSerializer.SerializeToElement(Enumerable.Range(1, run % 5).Select(a => new { a }));
        scope.Input["Given"] = JsonSerializer.SerializeToElement(new { a = run });
        return scope;
    }

    private static string Told(object? value, PlainScope scope) => JsonSerializer.Serialize(new { value, scope.Variables, scope.CorrelationId });

    private JavaScriptExpression Compile(string script) => JavaScriptExpression.Compile(script, _limits);
}
