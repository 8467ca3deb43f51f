using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("`${variables.X} ${getX()} ${typeof getVariable('X')}`", "5 5 number")]
    [InlineData("setX(7); variables.X + 1", "8")]
    [InlineData("variables.X = 9; getVariable('X')", "9")]
    [InlineData("getInput('who') + getWho()", "AnnAnn")]
    [InlineData("getCorrelationId()", "corr")]
    [InlineData("setCorrelationId('n'); getCorrelationId()", "n")]
    [InlineData("getWorkflowDefinitionId() + getWorkflowDefinitionVersion()", "flow1")]
    [InlineData("getWorkflowInstanceId().length", "32")]
    [InlineData("isNullOrWhiteSpace(' ') && isNullOrEmpty(null) && !isNullOrEmpty('a')", "true")]
    [InlineData("stringFromBase64(stringToBase64('été'))", "été")]
    [InlineData("bytesToString(bytesFromBase64(bytesToBase64(bytesFromString('été'))))", "été")]
    [InlineData("toJson({a:[1,'é']})", "{\"a\":[1,\"é\"]}")]
    [InlineData("({a: 1})", "{\"a\":1}")]
    [InlineData("new Date().toISOString()", "2026-01-05T08:00:00.000Z")]
    [InlineData("parseGuid('{00000000-0000-0000-0000-000000000001}')", "00000000-0000-0000-0000-000000000001")]
    [InlineData("(async () => await Promise.resolve('later'))()", "later")]
    [InlineData("newGuid().length + newShortGuid().length", "58")]
    [InlineData("typeof System + typeof importNamespace + typeof require", "undefinedundefinedundefined")]
    public async Task Script_gives(string script, string expected) => Assert.Equal(expected, await WriteAsync(Draw.Js(script)));

    [Theory]
    [InlineData("new Date().getHours()", "9")]
    [InlineData("new Date(2026, 2, 28, 9).toISOString()", "2026-03-28T08:00:00.000Z")]
    [InlineData("new Date(2026, 2, 29, 9).toISOString()", "2026-03-29T07:00:00.000Z")]
    [InlineData("new Date('2026-10-24T09:00').toISOString()", "2026-10-24T07:00:00.000Z")]
    [InlineData("new Date('2026-10-25T09:00').toISOString()", "2026-10-25T08:00:00.000Z")]
    [InlineData("new Date('2026-10-25T09:00+05:00').toISOString()", "2026-10-25T04:00:00.000Z")]
    [InlineData("new Date(2026, 7, 31).toLocaleDateString('fr-FR', { weekday: 'long', day: 'numeric', month: 'long' })", "lundi 31 août")]
    [InlineData("new Intl.DateTimeFormat('fr-FR').format(new Date(2026, 7, 31))", "31/8/2026")]
    [InlineData("Intl.DateTimeFormat('fr-FR', { hour: 'numeric' }).format(new Date('2026-08-31T07:00Z'))", "09")]
    [InlineData("new Intl.DateTimeFormat('fr-FR', { hour: 'numeric', timeZone: 'UTC' }).format(new Date('2026-08-31T07:00Z'))", "07")]
    [InlineData("new Intl.DateTimeFormat().resolvedOptions().timeZone + (new Intl.DateTimeFormat() instanceof Intl.DateTimeFormat)", "Europe/Paristrue")]
    [InlineData("`${Temporal.Now.timeZoneId()} ${Temporal.Now.plainDateTimeISO()}`", "Europe/Paris 2026-01-05T09:00:00")]
    public async Task Dates_of_a_script_are_those_of_Paris(string script, string expected) => Assert.Equal(expected, await WriteAsync(Draw.Js(script)));

    [Theory]
    [InlineData("{{ 'now' | date: '%H:%M' }}", "09:00")]
    [InlineData("{{ '2026-08-31T07:00:00Z' | date: '%H:%M' }}", "09:00")]
    [InlineData("{{ '2026-08-31T22:30:00Z' | date: '%d/%m' }}", "01/09")]
    [InlineData("{{ '2026-03-28T08:00:00+00:00' | date: '%H:%M' }}", "09:00")]
    [InlineData("{{ '2026-08-31T09:00' | date: '%H:%M %z' }}", "09:00 +0200")]
    [InlineData("{{ '2026-08-31' | date: '%d/%m/%Y %H:%M' }}", "31/08/2026 00:00")]
    [InlineData("{{ '2026-08-31T07:00:00Z' | format_date: 'dd HH:mm' }}", "31 09:00")]
    [InlineData("{{ '2026-08-31T07:00:00Z' | time_zone: 'America/New_York' | date: '%H:%M' }}", "03:00")]
    [InlineData("{{ Instant | date: '%d %H:%M' }}", "01 00:30")]
    [InlineData("{{ Moment | date: '%d %H:%M' }}", "01 00:30")]
    [InlineData("{{ 1788159600 | date: '%H:%M' }}", "09:00")]
    public async Task Dates_of_a_template_are_those_of_Paris(string template, string expected) => Assert.Equal(expected, await WriteAsync(Draw.Input("Liquid", template)));

    [Theory]
    [InlineData("new Date(2026, 7, 31)", "2026-08-31")]
    [InlineData("new Date('2026-08-31T22:30Z')", "2026-09-01")]
    [InlineData("'2026-08-31T22:30:00Z'", "2026-09-01")]
    [InlineData("'2026-08-31T23:30'", "2026-08-31")]
    public async Task Day_of_an_instant_is_that_of_Paris(string script, string expected)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(Draw.Flow().Variable("Day", "DateOnly").With(Draw.Set("s", "Day", Draw.Js(script)), Draw.Line("l", Draw.Js("getDay()"))).Chain().Json());
        Assert.Equal(expected, await host.WrittenAsync(instance.Id));
    }

    [Theory]
    [InlineData("{{ Variables.X }} {{ X | plus: 1 }} {{ Input.who }}", "5 6 Ann")]
    [InlineData("{{ CorrelationId }} {{ WorkflowDefinitionId }}", "corr flow")]
    [InlineData("{{ Variables.List[1].name }}{% for item in List %}{{ item.name }}{% endfor %}", "bab")]
    [InlineData("{{ 'été' | base64 }}", "w6l0w6k=")]
    [InlineData("{{ 'now' | date: '%Y' }}", "2026")]
    public async Task Template_gives(string template, string expected) => Assert.Equal(expected, await WriteAsync(Draw.Input("Liquid", template)));

    [Fact]
    public async Task Variable_and_input_expressions_give_their_value()
    {
        Assert.Equal("5", await WriteAsync(Draw.Input("Variable", new { id = "X", name = "X" })));
        Assert.Equal("Ann", await WriteAsync(Draw.Input("Input", "who")));
        Assert.Equal("[1, 2]", await WriteAsync(Draw.Input("Object", "[1, 2]")));
    }

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("for (;;) { variables.X = 1 }")]
    [InlineData("'a'.repeat(1e9)")]
    [InlineData("'a'['rep' + 'eat'](1e9)")]
    [InlineData("let s = 'a'; while (true) s += s")]
    [InlineData("const a = []; while (true) a.push(new Array(1000))")]
    [InlineData("new Array(1e9).fill(0)")]
    [InlineData("new Uint8Array(2e9)")]
    [InlineData("const f = () => f(); f()")]
    [InlineData("/(a+)+$/.test('a'.repeat(60) + 'b')")]
    [InlineData("'a'.padEnd(1e9)")]
    [InlineData("Array.from({ length: 1e9 })")]
    [InlineData("'a'.repeat(5e6).split('')")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("System.IO.File.ReadAllText('x')")]
    [InlineData("nothing.here")]
    [InlineData("throw new Error('no')")]
    [InlineData("({ toJSON() { while (true) {} } })")]
    [InlineData("const o = {}; o.o = o; o")]
    [InlineData("(async () => await new Promise(() => {}))()")]
    public async Task Hostile_script_becomes_an_incident(string script)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.Expressions.Timeout = new ExpressionLimits().Timeout);
        var instance = await Patience.AwaitAsync(() => host.StartAsync(Draw.Flow().Variable("X").With(Draw.Line("l", Draw.Js(script))).Json()));

        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        Assert.StartsWith("unevaluated-input (Text, ", incident.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}")]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}")]
    public async Task Endless_template_becomes_an_incident(string template)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await Patience.AwaitAsync(() => host.StartAsync(Draw.Flow().With(Draw.Line("l", Draw.Input("Liquid", template))).Json()));

        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
    }

    [Theory]
    [InlineData("Int32", "12", "13")]
    [InlineData("Double", "1.5", "2.5")]
    [InlineData("Boolean", "true", "2")]
    [InlineData("DateTimeOffset", "2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000Z1")]
    [InlineData("TimeSpan", "1.02:03:04", "1.02:03:041")]
    [InlineData("Object", "{\"a\":1}", "[object Object]1")]
    public async Task Variable_keeps_its_declared_type(string type, string value, string plusOne)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var script = type == "DateTimeOffset" ? "getV().toISOString() + 1" : "getV() + 1";
        var instance = await host.StartAsync(Draw.Flow().Variable("V", type, value).With(Draw.Line("l", Draw.Js(script))).Json());

        Assert.Equal(plusOne, await host.WrittenAsync(instance.Id));
    }

    [Fact]
    public async Task Value_of_the_wrong_type_is_an_incident()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(Draw.Flow().Variable("V", "Int32").With(Draw.Set("s", "V", Draw.Js("'douze'"))).Json());

        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
    }

    private static async Task<string> WriteAsync(System.Text.Json.Nodes.JsonObject text)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var json = Draw.Flow().Variable("X", "Int32", 5).Variable("List", "Object", "[{\"name\":\"a\"},{\"name\":\"b\"}]")
            .Variable("Instant", "DateTimeOffset", "2026-08-31T22:30:00Z").Variable("Moment", "DateTime", "2026-08-31T22:30:00Z").With(Draw.Line("l", text)).Json();
        var instance = await host.StartAsync(json, new StartRequest("flow") { CorrelationId = "corr", Input = new Dictionary<string, object?> { ["who"] = "Ann" } });
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        return await host.WrittenAsync(instance.Id);
    }
}
