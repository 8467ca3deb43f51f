using System.Text.Json;
using System.Text.RegularExpressions;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests;

/// <summary>Scripts and templates that ask for too much end as a failure that names the limit, and the host goes on.</summary>
public sealed class SandboxTests
{
    private const string Time = "too-slow (250)";
    private const string Memory = "too-large (";
    private const string Recursion = "too-deep (64)";
    private const string AnyLimit = @"script-(pattern-)?too-(slow|large|long) \(\d+\)";

    // Several times what is allowed, for a check that comes a little late, and far less than what a script asks for.
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(2);
    private readonly ExpressionLimits _limits = new();

    /// <summary>Which of two limits is met first depends on the machine: where another one is looked at, time is left.</summary>
    private readonly ExpressionLimits _patient = new() { Timeout = Patience.Limit };

    static SandboxTests() => Compile("1", new ExpressionLimits()).EvaluateAsync(NewScope()).AsTask().GetAwaiter().GetResult();

    [Theory]
    [InlineData("while (true) {}", null)]
    [InlineData("for (;;) setVariable('X', 1)", null)]
    [InlineData("function* g() { for (;;) yield 1 } for (const x of g()) ;", null)]
    [InlineData("function* g() { for (;;) yield 1 } [...g()].length", null)]
    [InlineData("(async () => { for (;;) await null })()", null)]
    [InlineData("(async () => await new Promise(() => {}))()", Time)]
    [InlineData("({ toJSON() { while (true) {} } })", null)]
    [InlineData("({ get a() { while (true) {} } })", null)]
    [InlineData("new Proxy({}, { ownKeys() { while (true) {} } })", null)]
    [InlineData("const a = Array(9e5).fill(1); a.sort(() => 1).length", null)]
    [InlineData("/(a+)+$/.test('a'.repeat(60) + 'b')", Time)]
    [InlineData("/(x+x+)+y/.test('x'.repeat(5000))", Time)]
    [InlineData("'x'.repeat(50000).match(/(.*)*b/)", Time)]
    [InlineData("let a = []; for (let i = 0; i < 30; i++) a = [a, a]; String(a).length", null)]
    [InlineData("let a = []; for (let i = 0; i < 30; i++) a = [a, a]; JSON.stringify(a).length", null)]
    [InlineData("let a = []; for (let i = 0; i < 30; i++) a = [a, a]; toJson(a).length", null)]
    [InlineData("let a = []; for (let i = 0; i < 30; i++) a = [a, a]; a", null)]
    [InlineData("let a = 'x'.repeat(1e5); a = Array(1000).fill(a); a", Memory)]
    [InlineData("'a'.repeat(1e9)", Memory)]
    [InlineData("'a'['rep' + 'eat'](2e8).length", Memory)]
    [InlineData("'a'.padEnd(2e8)", Memory)]
    [InlineData("let s = 'a'; while (true) s += s", Memory)]
    [InlineData("const a = []; while (true) a.push(new Array(1000))", null)]
    [InlineData("new Array(1e9).fill(0)", Memory)]
    [InlineData("Array.from({ length: 1e9 })", Memory)]
    [InlineData("Array(9e5).fill('x'.repeat(1e4)).join().length", null)]
    [InlineData("const a = []; a.length = 9e5; a.join('x'.repeat(1e6)).length", Memory)]
    [InlineData("'a'.repeat(5e6).split('').length", Memory)]
    [InlineData("'a'.repeat(1e6).replace(/a/g, 'b'.repeat(1e6)).length", null)]
    [InlineData("'a'.repeat(1e5).replaceAll('a', 'b'.repeat(1e6)).length", null)]
    [InlineData("'a'.repeat(1e6).replace('a', \"$'\".repeat(1e5)).length", Memory)]
    [InlineData("new ArrayBuffer(2e9).byteLength", Memory)]
    [InlineData("new Uint8Array(17 * 1024 * 1024).fill(1).length", Memory)]
    [InlineData("new Float64Array(3e6).length", Memory)]
    [InlineData("new (bytesFromString('a').constructor)(2e9).fill(1)", Memory)]
    [InlineData("new ArrayBuffer(1, { maxByteLength: 2e9 }).resize(2e9)", Memory)]
    [InlineData("JSON.parse('[' + '1,'.repeat(3e6) + '1]').length", Memory)]
    [InlineData("let x = 3n; for (;;) x = x * x", Memory)]
    [InlineData("2n ** 100000000n", Memory)]
    [InlineData("1n << 100000000n", Memory)]
    [InlineData("Array.from({ length: 3e5 }, (v, i) => ({ i })).length", null)]
    [InlineData("const f = () => f(); f()", Recursion)]
    [InlineData("function f(n) { return n == 0 ? 0 : 1 + f(n - 1) } f(65)", Recursion)]
    [InlineData("const o = { get a() { return this.a } }; o.a", Recursion)]
    [InlineData("const o = { toString() { return o + '' } }; '' + o", Recursion)]
    [InlineData("const p = new Proxy({}, { get(t, k) { return Reflect.get(p, k) } }); p.x", Recursion)]
    [InlineData("let d = []; for (let i = 0; i < 1000; i++) d = [d]; String(d)", Recursion)]
    [InlineData("let d = []; for (let i = 0; i < 65; i++) d = [d]; d", Recursion)]
    [InlineData("JSON.parse('['.repeat(1e6))", "depth")]
    [InlineData("const o = {}; o.o = o; o", "circular")]
    [InlineData("const o = {}; o.o = o; JSON.stringify(o)", "circular")]
    [InlineData("eval('1')", "disabled")]
    [InlineData("new Function('return 1')()", "disabled")]
    [InlineData("constructor.constructor('return this')()", "disabled")]
    [InlineData("(async () => {}).constructor('return 1')()", "disabled")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10000)", "not defined")]
    [InlineData("System.IO.File.ReadAllText('x')", "System is not defined")]
    [InlineData("importNamespace('System')", "importNamespace is not defined")]
    [InlineData("clr", "clr is not defined")]
    [InlineData("getConfig('A')", "getConfig is not defined")]
    [InlineData("nothing.here", ", 1, 1)")]
    [InlineData("let a = 1;\n  a.b.c", ", 2, ")]
    [InlineData("throw new Error('no')", "no")]
    [InlineData("Promise.reject('refused')", "refused")]
    [InlineData("parseGuid('x')", "not-a-guid (x)")]
    [InlineData("bytesFromBase64('!')", "not-base64")]
    public async Task Hostile_script_fails_naming_the_limit(string script, string? named)
    {
        var expression = Compile(script, named is null or Time ? _limits : _patient);
        var (failure, used) = await Patience.EvaluateAsync(() => expression.EvaluateAsync(NewScope()));

        Assert.NotNull(failure);
        Assert.Matches(named is null ? AnyLimit : Regex.Escape(named), failure.Message);
        Assert.InRange(used, TimeSpan.Zero, MostProcessorTime);
    }

    public static TheoryData<string> Gluttons() =>
    [
        $"const s = 'a'.repeat(5e6); `{string.Concat(Enumerable.Repeat("${s}", 60))}`.length",
        $"const s = 'a'.repeat(5e6); ({string.Join(" + ", Enumerable.Repeat("s", 60))}).length",
        $"const s = 'a'.repeat(5e6); [{string.Join(", ", Enumerable.Repeat("s + 'b'", 60))}].length",
        $"let s = 'a'; ({string.Join(", ", Enumerable.Repeat("s += s", 29))}, s.length)",
        $"const s = 'a'.repeat(5e6); ''.concat({string.Join(", ", Enumerable.Repeat("s", 60))}).length",
        $"[{string.Join(", ", Enumerable.Repeat("'a'.repeat(5e6)", 60))}].length",
        "Array(1000).fill(0).map(() => 'a'.repeat(1e6)).length",
        "/a/g[Symbol.replace]('a'.repeat(1e5), 'b'.repeat(1e5)).length",
        "/a/g[Reflect.ownKeys(RegExp.prototype).find(key => String(key).includes('replace'))]('a'.repeat(1e5), 'b'.repeat(1e5)).length",
        "const a = Array(9e5).fill(1); [...a, ...a, ...a, ...a, ...a, ...a, ...a, ...a].length",
        "const a = Array(5e5).fill(1); a.concat(a, a, a, a, a, a, a, a, a, a, a, a, a, a, a, a).length",
        "'a'.repeat(7e6).replaceAll('a', 'bb').length",
        "JSON.stringify(Array(1000).fill('a'.repeat(1e5))).length",
        "3n ** 100000000n",
    ];

    /// <summary>What a breach may cost beyond the limit: the call or the copy that was under way when it was seen.</summary>
    [Theory, MemberData(nameof(Gluttons))]
    public async Task One_expression_allocates_no_more_than_a_few_times_its_limit(string script)
    {
        var expression = Compile(script, _patient);
        var before = GC.GetAllocatedBytesForCurrentThread();
        string? failure = null;
        try
        {
            await expression.EvaluateAsync(NewScope());
        }
        catch (PermanentFailureException exception)
        {
            failure = exception.Message;
        }

        var megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1024 / 1024;
        TestContext.Current.TestOutputHelper?.WriteLine($"{megabytes} MB, {failure}");
        Assert.NotNull(failure);
        Assert.InRange(megabytes, 0, 4 * 16);
    }

    [Theory]
    [InlineData("`${1}${'a'}${[1, 2]}` + 1 + ('b' + 2)", "1a1,21b2")]
    [InlineData("1 + 2 + '3' + 4", "334")]
    [InlineData("let s = ''; for (let i = 0; i < 20000; i++) s += 'x'; s.length", "20000")]
    [InlineData("let n = 0; n += 1; n += (2, 3); n", "4")]
    [InlineData("const f = x => x + 1; [1, 2].map(x => f(x) + 'a').join('') + `${(() => `${2}`)()}`", "2a3a2")]
    [InlineData("const measured = 1; measured + measured", "2")]
    [InlineData("'a'.concat('b', 1) + 'x'.replace(/x/g, 'y')", "ab1y")]
    [InlineData("typeof Symbol.iterator + [...'ab'].length + String(Symbol('q'))", "symbol2Symbol(q)")]
    [InlineData("function f(n) { return n == 0 ? 0 : 1 + f(n - 1) } f(63)", "63")]
    [InlineData("'ab'.repeat(1000).replace(/a/g, 'x'.repeat(100)).length", "101000")]
    [InlineData("'ab'.repeat(3e5).replace(/b+$/, 'x'.repeat(1e5)).length", "699999")]
    [InlineData("'a-b'.replaceAll('-', '$&$&')", "a--b")]
    [InlineData("'a1b2'.replace(/\\d/g, digit => digit * 2)", "a2b4")]
    [InlineData("[1, [2, 3], null, undefined, 'x'].join() + [[1, 2], [3]]", "1,2,3,,,x1,2,3")]
    [InlineData("const a = [1]; a.push(a); String(a)", "1,")]
    [InlineData("[1.5, 2].toLocaleString()", "1.5,2")]
    [InlineData("Array.prototype.join.call('abc', '-')", "a-b-c")]
    [InlineData("JSON.stringify({ b: [1, NaN, () => 1, undefined], a: undefined, c: 'é\\n\\u2028\"', d: new Date(0), e: Object(1) })", "{\"b\":[1,null,null,null],\"c\":\"é\\n\u2028\\\"\",\"d\":\"1970-01-01T00:00:00.000Z\",\"e\":1}")]
    [InlineData("JSON.stringify({ a: [1, {}], b: [] }, null, 2)", "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")]
    [InlineData("JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ['a', 'b'])", "{\"a\":1,\"b\":{\"a\":2}}")]
    [InlineData("JSON.stringify({ a: 1, b: 'x' }, (key, value) => typeof value == 'number' ? value + 1 : value)", "{\"a\":2,\"b\":\"x\"}")]
    [InlineData("typeof JSON.stringify(undefined)", "undefined")]
    [InlineData("[new Uint8Array([1, 2, 3]).length, new Uint16Array(4).byteLength, new Uint8Array(1) instanceof Uint8Array].join()", "3,8,true")]
    [InlineData("Uint8Array.from([1, 2]).constructor === Uint8Array", "true")]
    [InlineData("(2n ** 64n).toString()", "18446744073709551616")]
    [InlineData("for (let i = 0; i < 3000; i++) setVariable('X', i); getX()", "2999")]
    public async Task Ordinary_script_does_not_notice_the_guards(string script, string expected) =>
        Assert.Equal(expected, ValueConverter.ToText((await Compile(script, _patient).EvaluateAsync(NewScope()))!));

    [Fact]
    public async Task Nothing_is_left_from_one_evaluation_to_the_next()
    {
        await Compile("Object.prototype.polluted = 1; Array.prototype.join = () => 'stolen'; globalThis.kept = 1; String.prototype.trim = null; Date = null", _patient).EvaluateAsync(NewScope());

        Assert.Equal("undefined undefined 1,2 x 2026", await Compile("`${typeof ({}).polluted} ${typeof globalThis.kept} ${[1, 2].join()} ${' x '.trim()} ${new Date().getFullYear()}`", _patient).EvaluateAsync(NewScope()));
    }

    [Fact]
    public async Task Processor_time_is_bounded_by_itself()
    {
        var patient = new ExpressionLimits { Statements = int.MaxValue, Timeout = TimeSpan.FromMilliseconds(100) };

        Assert.Contains("script-too-slow (100)", await FailureAsync("while (true) {}", patient), StringComparison.Ordinal);
        Assert.Contains("script-too-slow (100)", await FailureAsync("({ toJSON() { while (true) {} } })", patient), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_those_of_the_settings()
    {
        var wide = new ExpressionLimits { RecursionDepth = 200, MemoryBytes = 64 * 1024 * 1024, Timeout = Patience.Limit };
        var narrow = new ExpressionLimits { RecursionDepth = 10, MemoryBytes = 1024 * 1024, Timeout = Patience.Limit, Statements = 1000 };
        var brief = new ExpressionLimits { Timeout = TimeSpan.FromMilliseconds(20) };

        Assert.Equal(100L, await Compile("function f(n) { return n == 0 ? 0 : 1 + f(n - 1) } f(100)", wide).EvaluateAsync(NewScope()));
        Assert.Equal(10_000_000L, await Compile("'a'.repeat(1e7).length", wide).EvaluateAsync(NewScope()));
        Assert.Contains("script-too-deep (10)", await FailureAsync("function f(n) { return n == 0 ? 0 : 1 + f(n - 1) } f(20)", narrow), StringComparison.Ordinal);
        Assert.Contains("script-too-large (1)", await FailureAsync("'a'.repeat(1e6).length", narrow), StringComparison.Ordinal);
        Assert.Contains("script-too-long (1000)", await FailureAsync("for (let i = 0; i < 2000; i++) ;", narrow), StringComparison.Ordinal);
        Assert.Contains("script-pattern-too-slow (20)", await FailureAsync("/(a+)+$/.test('a'.repeat(60) + 'b')", brief), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}", "template-range-too-long (1, 1000000000, ")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}", "template-too-long (100000)")]
    [InlineData("{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}", Memory)]
    [InlineData("{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..17) %}{% assign s = s | append: s %}{% endfor %}{{ s | replace: 'a', s }}", Memory)]
    [InlineData("{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..17) %}{% assign s = s | append: s %}{% endfor %}{{ s }}{{ s }}{{ s }}{{ s }}{{ s }}", Memory)]
    [InlineData("{% assign a = 'a,b' | split: ',' %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}", "template-list-too-long (")]
    [InlineData("{% assign s = 'aaaaaaaaaaaaaaaa' %}{% for i in (1..17) %}{% assign s = s | append: s %}{% endfor %}{% for i in (1..90000) %}{% assign t = s | upcase | downcase %}{% endfor %}", Time)]
    [InlineData("{{ 1 | divided_by: 0 }}", "")]
    public async Task Endless_template_fails_naming_the_limit(string template, string named)
    {
        var expression = LiquidExpression.Compile(template, named is Time ? _limits : _patient);
        var (failure, used) = await Patience.EvaluateAsync(() => expression.EvaluateAsync(NewScope()));

        Assert.NotNull(failure);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.InRange(used, TimeSpan.Zero, MostProcessorTime);
    }

    [Theory]
    [InlineData("{{ Variables.X.GetType }}{{ Variables.Text.Length }}{{ CorrelationId.Length }}|{{ Configuration.A }}", "|")]
    [InlineData("{{ Input.GetType.Assembly }}{{ Variables.Keys }}{{ Variables.Count }}", "")]
    public async Task Template_reaches_no_member_of_the_host(string template, string expected) =>
        Assert.Equal(expected, await LiquidExpression.Compile(template, _patient).EvaluateAsync(NewScope()));

    [Fact]
    public async Task Settings_are_read_only_where_the_host_allows_it()
    {
        var allowed = new ExpressionLimits { Timeout = Patience.Limit, Configuration = name => name == "Mail:Sender" ? "fabrique@example.test" : null };

        Assert.Equal("fabrique@example.test|null", await Compile("`${getConfig('Mail:Sender')}|${getConfig('Other')}`", allowed).EvaluateAsync(NewScope()));
        Assert.Equal("fabrique@example.test|", await LiquidExpression.Compile("{{ Configuration.Mail.Sender }}|{{ Configuration.Other }}", allowed).EvaluateAsync(NewScope()));
    }

    [Theory]
    [InlineData("1;\n2 +", "JavaScript", "2")]
    [InlineData("a\nb\n{% if %}", "Liquid", "3")]
    public void Unreadable_text_is_refused_with_its_line(string text, string language, string line)
    {
        var failure = Assert.ThrowsAny<FormatException>(() => new ExpressionCompiler(_limits).Compile(Draw.Input(language, text)["expression"]!.AsObject(), typeof(object)));

        Assert.Contains("-unreadable (", failure.Message, StringComparison.Ordinal);
        Assert.Contains($", {line}, ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CSharp", "language-not-run-here")]
    [InlineData("Python", "language-not-run-here")]
    [InlineData("Secret", "unknown-language")]
    [InlineData("Delegate", "unknown-language")]
    public void Unknown_language_is_refused_by_name(string language, string code) =>
        Assert.Contains($"{code} ({language})", Assert.ThrowsAny<FormatException>(() => new ExpressionCompiler(_limits).Compile(Draw.Input(language, "1")["expression"]!.AsObject(), typeof(object))).Message, StringComparison.Ordinal);

    private static JavaScriptExpression Compile(string script, ExpressionLimits limits) => JavaScriptExpression.Compile(script, limits);

    private static async Task<string> FailureAsync(string script, ExpressionLimits limits) =>
        (await Assert.ThrowsAsync<PermanentFailureException>(() => Compile(script, limits).EvaluateAsync(NewScope()).AsTask())).Message;

    private static PlainScope NewScope() => new(new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)))
    {
        Variables = { ["X"] = 5L, ["Text"] = "abc", ["Object"] = JsonSerializer.SerializeToElement(new { a = 1 }) },
    };
}
