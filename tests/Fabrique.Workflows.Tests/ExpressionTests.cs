using System.Text.Json;
using Fabrique.Testing;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.Time.Testing;

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
    [InlineData("DateTime.UtcNow.Year + TimeSpan.FromMinutes(3).TotalMinutes", "2029")]
    [InlineData("/^[0-9a-f-]{36}$/.test(Guid.NewGuid().toString()) && Guid.NewGuid().ToString('N').length === 32", "true")]
    [InlineData("DateTime.UtcNow.AddDays(30).ToString('yyyy-MM-dd HH:mm')", "2026-02-04 08:00")]
    [InlineData("DateTime.Now.ToString() + ' ' + DateTimeOffset.UtcNow.ToString()", "01/05/2026 09:00:00 01/05/2026 08:00:00 +00:00")]
    [InlineData("DateTime.UtcNow.toISOString() + (DateTime.UtcNow instanceof Date) + DateTime.UtcNow.getTime()", "2026-01-05T08:00:00.000Ztrue1767600000000")]
    [InlineData("DateTime.UtcNow.ToString('O')", "2026-01-05T08:00:00.0000000Z")]
    [InlineData("new DateTime(2026, 1, 31).AddMonths(1).ToString('d') + new DateTime(2024, 2, 29).addYears(1).ToString('d')", "02/28/202602/28/2025")]
    [InlineData("const d = new DateTime(2026, 12, 25, 10, 30, 15); [d.Day, d.Month, d.Hour, d.Minute, d.Second, d.DayOfYear, d.DayOfWeek, d.Kind].join()", "25,12,10,30,15,359,Friday,Local")]
    [InlineData("DateTime.UtcNow.DayOfWeek === 'Monday' && typeof DateTime.UtcNow.DayOfWeek === 'string'", "true")]
    [InlineData("DateTime.Today.AddHours(9).TimeOfDay.toString() + DateTime.Today.Date.Hour", "09:00:000")]
    [InlineData("DateTime.Parse('2026-03-01').Subtract(DateTime.Parse('2026-02-01')).TotalDays", "28")]
    [InlineData("DateTime.ParseExact('01/02/2026', 'dd/MM/yyyy').Month", "2")]
    [InlineData("DateTimeOffset.Parse('2026-03-01T10:00:00+02:00').ToUniversalTime().ToString('O')", "2026-03-01T08:00:00.0000000+00:00")]
    [InlineData("DateTimeOffset.FromUnixTimeSeconds(0).AddDays(1).ToUnixTimeMilliseconds()", "86400000")]
    [InlineData("new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2)).UtcDateTime.Hour", "10")]
    [InlineData("DateTime.UtcNow < DateTime.UtcNow.AddSeconds(1) && DateTime.MinValue.Year === 1 && DateTime.MaxValue.Year === 9999", "true")]
    [InlineData("TimeSpan.FromDays(1.5)", "1.12:00:00")]
    [InlineData("`${new TimeSpan(1, 2, 3)} ${TimeSpan.Parse('00:01:30').TotalSeconds} ${TimeSpan.FromHours(1).Add(TimeSpan.FromMinutes(5))}`", "01:02:03 90 01:05:00")]
    [InlineData("TimeSpan.FromHours(1) > TimeSpan.FromMinutes(59)", "true")]
    [InlineData("toJson({ a: TimeSpan.FromHours(1), b: Guid.Empty, c: DateTime.UtcNow })", "{\"a\":\"01:00:00\",\"b\":\"00000000-0000-0000-0000-000000000000\",\"c\":\"2026-01-05T08:00:00.000Z\"}")]
    [InlineData("const r = new Random(); const n = r.Next(1, 4); n >= 1 && n < 4 && r.NextDouble() < 1 && r.Next(1) === 0 && new Random(5).Next() === new Random(5).Next()", "true")]
    [InlineData("const Guid = 1; class TimeSpan {} Guid + typeof TimeSpan", "1function")]
    public async Task Types_of_dotnet_are_found_in_scripts(string script, string expected) => Assert.Equal(expected, await WriteAsync(Draw.Js(script)));

    [Theory]
    [InlineData("Guid.Parse('x')", "x")]
    [InlineData("DateTime.Parse('hier')", "hier")]
    [InlineData("DateTime.UtcNow.AddYears(9000).ToString()", "DateTime")]
    [InlineData("TimeSpan.Parse('bientôt')", "bientôt")]
    [InlineData("while (true) DateTime.UtcNow", "script-too-")]
    [InlineData("const a = []; while (true) a.push(new Random(), Guid.NewGuid(), TimeSpan.FromDays(1).ToString())", "script-too-")]
    [InlineData("DateTime.UtcNow.GetType()", "")]
    [InlineData("Guid.NewGuid().constructor.constructor('return 1')()", "")]
    public async Task Types_of_dotnet_keep_to_the_limits(string script, string message)
    {
        var scope = new PlainScope(new FakeTimeProvider());
        var limits = new ExpressionLimits { Timeout = TimeSpan.FromSeconds(5), Statements = 100_000 };

        var thrown = await Assert.ThrowsAsync<PermanentFailureException>(async () => await JavaScriptExpression.Compile(script, limits).EvaluateAsync(scope));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wall_clocks_of_dotnet_types_are_those_of_the_scripts()
    {
        var scope = new PlainScope(new FakeTimeProvider(new DateTimeOffset(2026, 3, 28, 8, 0, 0, TimeSpan.Zero)));
        var limits = new ExpressionLimits { Timeout = Patience.Limit };
        async Task<object?> GiveAsync(string script) => await JavaScriptExpression.Compile(script, limits).EvaluateAsync(scope);

        Assert.Equal("2026-03-28T09:00:00.0000000+01:00", await GiveAsync("DateTime.Now.ToString('O')"));
        Assert.Equal("2026-03-29T09:00:00.0000000+02:00", await GiveAsync("DateTime.Now.AddDays(1).ToString('O')"));
        Assert.Equal("2026-03-29T08:00:00.0000000Z", await GiveAsync("DateTime.UtcNow.AddDays(1).ToString('O')"));
        Assert.Equal("2026-03-30T07:00:00.000Z", await GiveAsync("new DateTime(2026, 3, 30, 9, 0, 0).toISOString()"));
        Assert.Equal("2026-03-30T07:00:00.000Z", await GiveAsync("DateTime.Parse('2026-03-30T09:00').ToUniversalTime().toISOString()"));
        Assert.Equal("+01:00", await GiveAsync("DateTimeOffset.Now.ToString('zzz')"));
    }

    [Fact]
    public async Task Enumerated_values_are_their_names_in_scripts()
    {
        var scope = new PlainScope(new FakeTimeProvider());
        scope.Variables["Kind"] = ValueConverter.Normalize(DayOfWeek.Friday);
        scope.Input["Day"] = DayOfWeek.Friday;

        Assert.Equal("Friday Friday", await JavaScriptExpression.Compile("`${variables.Kind} ${getInput('Day')}`", new() { Timeout = Patience.Limit }).EvaluateAsync(scope));
    }

    [Theory]
    [InlineData("createEventTriggerUrl('Approve')", "Approve ")]
    [InlineData("createEventTriggerUrl('Approve', 3600)", "Approve 2000-01-01 01:00:00Z")]
    [InlineData("createEventTriggerUrl('Approve', TimeSpan.FromDays(2))", "Approve 2000-01-03 00:00:00Z")]
    [InlineData("createEventTriggerUrl('Approve', '1.00:00:00')", "Approve 2000-01-02 00:00:00Z")]
    [InlineData("createEventTriggerUrl('Approve', DateTimeOffset.UtcNow.AddMonths(1))", "Approve 2000-02-01 00:00:00Z")]
    [InlineData("createEventTriggerUrl('Approve', new Date(2000, 0, 5))", "Approve 2000-01-04 23:00:00Z")]
    public async Task Address_of_an_event_stands_as_long_as_it_is_told(string script, string expected) =>
        Assert.Equal(expected, await JavaScriptExpression.Compile(script, new() { Timeout = Patience.Limit }).EvaluateAsync(new PlainScope(new FakeTimeProvider())));

    [Fact]
    public async Task Address_of_an_event_is_the_hosts_to_make()
    {
        await using var without = await TestHost.CreateAsync(Engine.Sqlite);
        var refused = await without.StartAsync(Draw.Flow().With(Draw.Line("w", Draw.Js("createEventTriggerUrl('Approve')"))).Json());
        Assert.Contains("no-event-links", Assert.Single((await without.Runtime.GetOutlookAsync(refused.Id))!.Incidents).Message, StringComparison.Ordinal);

        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.CreateEventLink = (_, link) => $"{link.EventName}/{link.InstanceId}/{link.ExpiresAt:u}");
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("w", Draw.Js("createEventTriggerUrl('Approve', 3600)"))).Json());
        Assert.Equal($"Approve/{instance.Id}/2026-01-05 09:00:00Z", await host.WrittenAsync(instance.Id));
    }

    [Theory]
    [InlineData("variables.Report.output.Result + variables.Report.Output.Result", "84")]
    [InlineData("variables.Report.subStatus + variables.Report.workflowInstanceId", "Finishedabc")]
    [InlineData("Object.keys(variables.Report).join()", "WorkflowInstanceId,Status,SubStatus,CorrelationId,Output")]
    [InlineData("variables.Answer.StatusCode + variables.Answer.statusCode + variables.Answer.Content", "NotFound404c")]
    [InlineData("typeof variables.Plain.output", "undefined")]
    public async Task Objects_of_dotnet_are_read_by_both_spellings(string script, string expected)
    {
        var scope = new PlainScope(new FakeTimeProvider());
        scope.Variables["Report"] = JsonSerializer.SerializeToElement(new { WorkflowInstanceId = "abc", Status = "Finished", SubStatus = "Finished", CorrelationId = (string?)null, Output = new { Result = 42 } });
        scope.Variables["Answer"] = JsonSerializer.SerializeToElement(new { statusCode = 404, reasonPhrase = "r", headers = new { }, content = "c" });
        scope.Variables["Plain"] = JsonSerializer.SerializeToElement(new { Output = 1 });

        Assert.Equal(expected, $"{await JavaScriptExpression.Compile(script, new() { Timeout = Patience.Limit }).EvaluateAsync(scope)}");
    }

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
        Assert.StartsWith("unevaluated-input (Texte, ", incident.Message, StringComparison.Ordinal);
        Assert.EndsWith(", Écrire une ligne)", incident.Message, StringComparison.Ordinal);
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
