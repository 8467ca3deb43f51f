using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

public sealed class DataFlowTests
{
    [Theory, EngineData]
    public async Task Nearest_scope_wins_by_name_and_any_scope_by_identifier(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var inner = Draw.Node(
            "inner",
            "Elsa.Sequence",
            ("variables", new JsonArray(Declare("inner-x", "X", "Int32", "2"))),
            ("activities", new JsonArray(
                Draw.Line("near", Draw.Js("getX()")),
                Draw.Node("set-outer", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "outer-x", ["name"] = "X" }), ("value", Draw.Literal("10"))),
                Draw.Line("still", Draw.Js("variables.X")),
                Draw.Line("outer", Draw.Input("Variable", new { id = "outer-x", name = "X" })),
                Draw.Node("set-inner", "Elsa.RunJavaScript", ("script", Draw.Literal("setX(3)"))),
                Draw.Event("wait", "go"),
                Draw.Line("kept", Draw.Input("Liquid", "{{ Variables.X }}/{{ X }}")))));
        var json = Edit(Draw.Flow().With(inner, Draw.Line("after", Draw.Js("getX()"))).Chain().Json(), model => model["variables"] = new JsonArray(Declare("outer-x", "X", "Int32", "1")));
        var instance = await host.StartAsync(json);
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("2 2 10 3/3 10", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Only_the_instance_driver_keeps_a_value_beyond_the_run(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        string?[] drivers =
        [
            "WorkflowInstanceStorageDriver", "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core",
            "MemoryStorageDriver", "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", null,
        ];
        var json = Edit(
            Draw.Flow().With(
                Draw.Node("set", "Elsa.RunJavaScript", ("script", Draw.Literal("for (const name of ['V0', 'V1', 'V2', 'V3', 'V4', 'V5']) variables[name] = 'set'"))),
                Draw.Node("effect", "Test.Effect"),
                Draw.Line("within", Read()),
                Draw.Event("wait", "go"),
                Draw.Line("beyond", Read())).Chain().Json(),
            model => model["variables"] = new JsonArray([.. drivers.Select((driver, index) => Declare($"v{index}", $"V{index}", "String", "default", driver))]));
        var instance = await host.StartAsync(json);
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("set,set,set,set,set,set set,set,set,default,default,default", await host.WrittenAsync(instance.Id));

        static JsonObject Read() => Draw.Js("[0, 1, 2, 3, 4, 5].map(index => variables['V' + index]).join()");
    }

    [Theory, EngineData]
    public async Task Memory_lasts_through_the_commits_of_one_run_even_when_a_later_step_fails(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        var json = Edit(
            Draw.Flow().Option("incidentStrategyType", "ContinueWithIncidentsStrategy").With(
                Draw.Node("set", "Elsa.RunJavaScript", ("script", Draw.Literal("setV('set')"))),
                Draw.Node("first", "Test.Effect", ("text", Draw.Js("getV()"))),
                Draw.Fork("fork", "A", "B"),
                Draw.Node("broken", "Test.Effect"),
                Draw.Node("second", "Test.Effect", ("text", Draw.Js("getV()")))).Link("set -> first", "first -> fork", "fork.A -> broken", "fork.B -> second").Json(),
            model => model["variables"] = new JsonArray(Declare("v", "V", "String", null, "MemoryStorageDriver")));
        host.Script.Fail("broken", 5);
        await host.StartAsync(json);

        Assert.Equal(["set", "set"], (await host.BusinessRowsAsync()).Select(row => row.Value));
    }

    [Theory, EngineData]
    public async Task Inputs_are_converted_and_defaults_applied(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var json = Edit(
            Draw.Flow().With(
                Draw.Event("wait", "go"),
                Draw.Line("js", Draw.Js("[typeof getCount(), getCount() + 1, getDay().getUTCDate(), getList().length, getInput('free'), getColour(), getMissing()].join('|')")),
                Draw.Line("liquid", Draw.Input("Liquid", "{{ Input.count }}{{ Input.colour }}")),
                Draw.Line("input", Draw.Input("Input", "colour"))).Chain().Json(),
            model => model["inputs"] = new JsonArray(
                Argument("count", "Int32"), Argument("day", "DateTimeOffset"), Argument("list", "Int32", isArray: true), Argument("colour", "String", "blue"), Argument("missing", "Int32")));
        await host.PublishAsync(json);
        var instance = await host.Runtime.StartAsync(new StartRequest("flow")
        {
            Input = new Dictionary<string, object?> { ["count"] = "12", ["day"] = "2026-02-03T00:00:00Z", ["list"] = new object[] { "1", 2 }, ["free"] = true },
        });
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("number|13|3|2|true|blue| 12blue blue", await host.WrittenAsync(instance.Id));
        var data = (await host.Runtime.GetDataAsync(instance.Id))!;
        Assert.Equal("12 [1,2] \"blue\" true", string.Join(' ', ((string[])["count", "list", "colour", "free"]).Select(name => data.Input[name]!.Value.GetRawText())));
        Assert.False(data.Input.ContainsKey("missing"));
    }

    [Theory, EngineData]
    public async Task Input_of_the_wrong_type_is_refused_before_anything_is_written(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Edit(Draw.Flow().With(Draw.Line("l")).Json(), model => model["inputs"] = new JsonArray(Argument("count", "Int32"))));

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => host.Runtime.StartAsync(new StartRequest("flow") { InstanceId = "i", Input = new Dictionary<string, object?> { ["count"] = "douze" } }));

        Assert.Equal("count", refusal.InputName);
        Assert.Equal("unfit-input (count, unfit-value (douze, Int32))", refusal.Message);
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    [Theory, EngineData]
    public async Task Outputs_are_bound_by_identifier_by_name_and_to_the_workflow(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var json = Edit(
            Draw.Flow().With(
                Script("byId", "'1'", "the-id"), Script("byName", "'2'", "Named"), Script("byOutput", "'3'", "Total"), Script("own", "'4'", "own:Result"),
                Draw.Event("wait", "go"),
                Draw.Line("l", Draw.Js("getFirst() + getNamed() + '/' + getOutputFrom('own') + getOutputFrom('own', 'Result') + getResultFromOwn() + getResultFromByName()"))).Chain().Json(),
            model =>
            {
                model["variables"] = new JsonArray(Declare("the-id", "First", "Int32", null), Declare("other", "Named", "Int32", null));
                model["outputs"] = new JsonArray(Argument("Total", "Int32"));
            });
        var instance = await host.StartAsync(json);
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("3/4442", await host.WrittenAsync(instance.Id));
        var data = (await host.Runtime.GetDataAsync(instance.Id))!;
        Assert.Equal(3, data.Output["Total"]!.Value.GetInt32());
        Assert.Equal(["First Int32 1", "Named Int32 2"], data.Variables.Select(variable => $"{variable.Name} {variable.TypeName} {variable.Value}"));
        Assert.Null(await host.Runtime.GetDataAsync("nobody"));
    }

    [Fact]
    public async Task Output_bound_to_nothing_is_a_warning()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);

        var problem = Assert.Single(host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow().With(Script("s", "1", "gone")).Json())));
        Assert.Equal((ProblemSeverity.Warning, "s"), (problem.Severity, problem.ActivityId));
        Assert.Contains(", gone)", problem.Reason.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow().With(Script("s", "1", "s:Result")).Json())));
    }

    [Theory]
    [InlineData("variable")]
    [InlineData("output")]
    [InlineData("set")]
    public async Task Value_that_does_not_convert_is_an_incident_naming_where_it_went(string where)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var activity = where == "set" ? Script("s", "setV('douze')", null) : Script("s", "'douze'", where == "variable" ? "V" : "O");
        var instance = await host.StartAsync(Edit(Draw.Flow().With(activity).Json(), model =>
        {
            model["variables"] = new JsonArray(Declare("V", "V", "Int32", null));
            model["outputs"] = new JsonArray(Argument("O", "Int32"));
        }));

        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        Assert.Contains($"{(where == "output" ? "unfit-output (O" : "unfit-variable (V")}, unfit-value (douze, Int32))", incident.Message, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Objects_changed_in_place_are_written_back(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().Variable("O", "Object", "{\"list\":[1]}").Variable("D", "DateTimeOffset", "2026-01-05T08:00:00+02:00").Variable("B", "ByteArray", "AQI=").With(
            Script("s1", "variables.O.list.push(2); getO().name = 'x'; getVariable('D').setUTCDate(6); getB()[0] = 7", null),
            Script("s2", "const fresh = { a: 1 }; setVariable('O2', fresh); fresh.a = 2; variables.Free = 'free'", null),
            Draw.Event("wait", "go"),
            Draw.Line("l", Draw.Js("toJson(variables.O) + getD().toISOString() + getB().join() + toJson(getVariable('O2')) + variables.Free")),
            Draw.Line("read", Draw.Js("variables.D.toISOString() && toJson(getVariable('D'))"))).Chain().Json());
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("{\"list\":[1,2],\"name\":\"x\"}2026-01-06T06:00:00.000Z7,2{\"a\":2}free \"2026-01-06T06:00:00.000Z\"", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Value_without_declared_type_stays_what_it_is_across_a_restart(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var read = "[getV().getUTCFullYear(), getBytes().length, getNumber() === null ? 'null' : String(getNumber())].join()";
        var instance = await host.StartAsync(Draw.Flow().Variable("V").Variable("Bytes").Variable("Number").With(
            Script("s", "setBytes(bytesFromString('abc')); setNumber(NaN); new Date()", "V"), Draw.Line("before", Draw.Js(read)), Draw.Event("wait", "go"), Draw.Line("after", Draw.Js(read))).Chain().Json());
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("2026,3,NaN 2026,3,NaN", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Value_too_large_for_the_state_is_an_incident_of_its_activity(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.MaximumStateBytes = 100_000);
        var instance = await host.StartAsync(Draw.Flow().Variable("V").With(Draw.Line("before"), Script("s", "'a'.repeat(200000)", "V"), Draw.Line("after")).Chain().Json());

        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        Assert.Equal(("s", WorkflowSubStatus.Faulted, "before"), (incident.ActivityId, instance.SubStatus, await host.WrittenAsync(instance.Id)));
        Assert.Equal("state-too-large (100000)", incident.Message);
    }

    [Theory]
    [InlineData("undefined", "")]
    [InlineData("null", "")]
    [InlineData("5n", "5")]
    [InlineData("2n ** 70n", "1180591620717411303424")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("[1, [2, { a: new Date(0) }]]", "[1,[2,{\"a\":\"1970-01-01T00:00:00.000Z\"}]]")]
    [InlineData("new Date(NaN)", "")]
    [InlineData("() => 1", "")]
    [InlineData("Symbol('x')", "")]
    [InlineData("new Map([[1, 2]])", "{}")]
    [InlineData("bytesFromString('é')", "w6k=")]
    [InlineData("({ bytes: bytesFromString('é'), big: 1n })", "{\"bytes\":\"w6k=\",\"big\":1}")]
    [InlineData("if (true) { 'inside' } else { 'other' }", "inside")]
    [InlineData("return 'returned'; 'not'", "returned")]
    [InlineData("const later = async () => 'later'; later()", "later")]
    [InlineData("Promise.all([1, Promise.resolve(2)]).then(all => all.join())", "1,2")]
    [InlineData("streamToBase64(streamToBytes('w6k='))", "w6k=")]
    [InlineData("[getGuid(), getGuidString(), newGuidString()].map(guid => guid.length).join() + getShortGuid().length", "36,36,3622")]
    [InlineData("setWorkflowInstanceName('n'); getWorkflowInstanceName()", "n")]
    [InlineData("getWorkflowDefinitionVersionId().length", "32")]
    [InlineData("String(getVariable('un' + 'known'))", "null")]
    public async Task Result_of_a_script(string script, string expected)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("l", Draw.Js(script))).Json());

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        Assert.Equal(expected, await host.WrittenAsync(instance.Id));
    }

    [Theory]
    [InlineData("{{ Variables.Object.a.b }}{{ Object.list[0] }}{{ Object.list | size }}", "12")]
    [InlineData("{{ Variables.Object | json }}", "{\"a\":{\"b\":\"\"},\"list\":[1,\"\"]}")]
    [InlineData("{{ Object | keys | join: '+' }}", "a+list")]
    [InlineData("{{ Variables.Day | date: '%d/%m/%Y' }}", "03/02/2026")]
    [InlineData("{{ Variables.Span }}|{{ Variables.Id }}", "1.00:00:00|00000000-0000-0000-0000-000000000001")]
    [InlineData("{{ WorkflowDefinitionVersion }}{% if WorkflowInstanceId == blank %}no{% endif %}{{ WorkflowDefinitionVersionId | size }}", "132")]
    [InlineData("{{ Variables['Object'].list.first }}{{ Variables['unknown'] }}{{ unknown }}", "1")]
    [InlineData("<b>{{ '<i>' }}</b>", "<b><i></b>")]
    public async Task Result_of_a_template(string template, string expected)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(Draw.Flow()
            .Variable("Object", "Object", "{\"a\":{\"b\":\"\"},\"list\":[1,\"\"]}")
            .Variable("Day", "DateTimeOffset", "2026-02-03T04:05:06Z")
            .Variable("Span", "TimeSpan", "P1D")
            .Variable("Id", "Guid", "00000000-0000-0000-0000-000000000001")
            .With(Draw.Line("l", Draw.Input("Liquid", template))).Json());

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        Assert.Equal(expected, await host.WrittenAsync(instance.Id));
    }

    private static JsonObject Declare(string id, string name, string type, string? value, string? driver = "WorkflowInstanceStorageDriver") =>
        new() { ["id"] = id, ["name"] = name, ["typeName"] = type, ["value"] = value, ["storageDriverTypeName"] = driver };

    private static JsonObject Argument(string name, string type, string? value = null, bool isArray = false) =>
        new() { ["name"] = name, ["type"] = type, ["isArray"] = isArray, ["displayName"] = name, ["defaultValue"] = value };

    private static JsonObject Script(string id, string script, string? target) => Draw.Node(
        id,
        "Elsa.RunJavaScript",
        ("script", Draw.Literal(script)),
        ("result", target is null ? null : new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = target } }));

    private static string Edit(string json, Action<JsonObject> edit)
    {
        var model = JsonNode.Parse(json)!.AsObject();
        edit(model);
        return model.ToJsonString();
    }
}
