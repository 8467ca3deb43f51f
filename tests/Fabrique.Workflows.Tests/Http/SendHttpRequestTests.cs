using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests.Http;

/// <summary>Requests that workflows send: made outside of any transaction, at least once, and no further than they may go.</summary>
public sealed class SendHttpRequestTests
{
    [Theory, EngineData]
    public async Task Answer_fills_the_outputs_and_leaves_by_its_code(Engine engine)
    {
        await using var server = new LoopbackServer { Answer = LoopbackServer.Text(201, """{"name":"Ombrelle","tags":["a","b"]}""", "application/json; charset=utf-8", "X-Kind: created", "Set-Cookie: session=secret") };
        await using var host = await OpenAsync(engine, server);
        var instance = await host.StartAsync(Draw.Flow().Variable("content").Variable("headers").With(
            Send("h", server.Url + "produits?x=1", ("method", Draw.Literal("POST")), ("expectedStatusCodes", Draw.Input("Object", "[\"200\", \"201\"]")),
                ("content", Draw.Js("({ id: 7 })")), ("contentType", Draw.Literal("application/json")), ("authorization", Draw.Js("'Bearer secret'")),
                ("requestHeaders", Draw.Js("({ 'X-One': '1', 'X-Two': ['2', '3'], 'X-Signature': 'secret' })")), ("parsedContent", To("content")), ("responseHeaders", To("headers"))),
            Draw.Line("ok", Draw.Js("getOutputFrom('h', 'StatusCode') + ' ' + variables.content.name + ' ' + variables.content.tags.length + ' ' + variables.headers['X-Kind'][0] + ' ' + typeof variables.headers['Set-Cookie']")),
            Draw.Line("done"), Draw.Line("other"))
            .Link("h.201 -> ok", "h.Done -> done", "h.Unmatched status code -> other").Json());

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        Assert.Equal("201 Ombrelle 2 created undefined done", await host.WrittenAsync(instance.Id));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/produits?x=1", "{\"id\":7}"), (request.Method, request.Path, request.Body));
        Assert.Equal(("application/json", "Bearer secret", "1", "2, 3"), (request.Header("Content-Type"), request.Header("Authorization"), request.Header("X-One"), request.Header("X-Two")));
        Assert.Equal($"{instance.Id}:2", request.Header("Idempotency-Key"));
        Assert.Null(request.Header("Cookie"));
        Assert.Null(request.Header("traceparent"));
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(await host.Runtime.GetJournalAsync(instance.Id)), StringComparison.Ordinal);
        Assert.DoesNotContain(await host.QueryAsync(db => db.Set<WorkflowJournalRow>().Select(row => row.Lines).ToListAsync()), lines => lines.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory]
    [EngineData(404, "none", "h.Unmatched status code")]
    [EngineData(500, "none", "h.Done")]
    [EngineData(204, "[]", "h.Done")]
    [EngineData(200, "none", "h.200")]
    public async Task Unexpected_code_leaves_by_the_ports_that_elsa_names(Engine engine, int code, string expected, string port)
    {
        await using var server = new LoopbackServer { Answer = LoopbackServer.Text(code, "") };
        await using var host = await OpenAsync(engine, server);
        var send = expected == "none" ? Send("h", server.Url) : Send("h", server.Url, ("expectedStatusCodes", Draw.Input("Object", expected)));
        var instance = await host.StartAsync(Draw.Flow().With(send, Draw.Line("next", Draw.Js("'' + getOutputFrom('h', 'StatusCode') + getOutputFrom('h', 'ParsedContent')"))).Link($"{port} -> next").Json());
        Assert.Equal($"{code.ToString(CultureInfo.InvariantCulture)}null", await host.WrittenAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Theory]
    [EngineData(200, "fine after")]
    [EngineData(404, "missing after")]
    [EngineData(418, "unmatched after")]
    public async Task Embedded_activity_of_the_code_is_executed(Engine engine, int code, string written)
    {
        await using var server = new LoopbackServer { Answer = LoopbackServer.Text(code, "x") };
        await using var host = await OpenAsync(engine, server);
        var instance = await host.StartAsync(Draw.Flow().With(
            Draw.Node("h", "Elsa.SendHttpRequest", ("url", Draw.Literal(server.Url)),
                ("expectedStatusCodes", new JsonArray(
                    new JsonObject { ["statusCode"] = 200, ["activity"] = Draw.Line("fine") },
                    new JsonObject { ["statusCode"] = 404, ["activity"] = Draw.Line("missing") })),
                ("unmatchedStatusCode", Draw.Line("unmatched")), ("failedToConnect", Draw.Line("dead")), ("timeout", Draw.Line("slow"))),
            Draw.Line("after")).Chain().Json());
        Assert.Equal(written, await host.WrittenAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Theory]
    [EngineData("Elsa.SendHttpRequest")]
    [EngineData("Elsa.FlowSendHttpRequest")]
    public async Task Server_that_cannot_be_reached_leaves_by_its_port(Engine engine, string type)
    {
        var dead = LoopbackServer.DeadAuthority();
        await using var host = await TestHost.CreateAsync(engine, options => options.Http.AllowedHosts = [dead]);
        var send = Draw.Node("h", type, ("url", Draw.Literal($"http://{dead}/")));
        var flow = Draw.Flow();
        if (type == "Elsa.SendHttpRequest")
        {
            send["failedToConnect"] = Draw.Line("dead");
            flow.With(send);
        }
        else
        {
            flow.With(send, Draw.Line("dead"), Draw.Line("done")).Link("h.Failed to connect -> dead", "h.Done -> done");
        }

        var instance = await host.StartAsync(flow.Json());
        Assert.Equal("dead", await host.WrittenAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Theory, EngineData]
    public async Task Slow_answer_leaves_by_the_timeout(Engine engine)
    {
        await using var server = new LoopbackServer
        {
            Answer = async (_, stream, token) =>
            {
                await stream.WriteAsync(LoopbackServer.Head(200, "Content-Length: 100"), token);
                await stream.ReadExactlyAsync(new byte[1], token);
            },
        };
        await using var host = await OpenAsync(engine, server, options => options.Http.Timeout = TimeSpan.FromMilliseconds(150));
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url), Draw.Line("slow"), Draw.Line("done")).Link("h.Timeout -> slow", "h.Done -> done").Json());
        Assert.Equal("slow", await host.WrittenAsync(instance.Id));
        Assert.Contains((await host.Runtime.GetJournalAsync(instance.Id)), record => record.EventName == "Error" && record.Message!.EndsWith(", 0.15)", StringComparison.Ordinal));
    }

    [Theory, EngineData]
    public async Task Failure_without_a_port_is_tried_again_then_becomes_an_incident_that_can_be_retried(Engine engine)
    {
        await using var server = new LoopbackServer { Answer = (_, stream, token) => stream.WriteAsync("NO HTTP\r\n\r\n"u8.ToArray(), token).AsTask() };
        await using var host = await OpenAsync(engine, server, options => options.SignalAttempts = 3);
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url), Draw.Line("done")).Chain().Json());
        Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(instance.Id)).SubStatus);
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(WorkflowSubStatus.Faulted, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal(3, server.Requests.Count);
        Assert.Null(await host.Runner.NextDueAsync());
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);

        server.Answer = LoopbackServer.Text(200, "");
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id)).SubStatus);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal("done", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Passing_failure_is_repeated_under_the_same_key_when_resilience_is_asked_for(Engine engine)
    {
        await using var server = new LoopbackServer();
        server.Answer = (request, stream, token) => LoopbackServer.Text(server.Requests.Count < 3 ? 503 : 200, "")(request, stream, token);
        await using var host = await OpenAsync(engine, server);
        var instance = await host.StartAsync(Draw.Flow().With(
            Send("h", server.Url, ("method", Draw.Literal("PUT")), ("enableResiliency", Draw.Literal(true))), Draw.Line("ok"), Draw.Line("other")).Link("h.200 -> ok", "h.Unmatched status code -> other").Json());
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("ok", await host.WrittenAsync(instance.Id));
        Assert.Equal([$"{instance.Id}:2"], server.Requests.Select(request => request.Header("Idempotency-Key")).Distinct());
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory, EngineData]
    public async Task Passing_failure_that_stays_leaves_by_its_port(Engine engine)
    {
        await using var server = new LoopbackServer { Answer = LoopbackServer.Text(503, "") };
        await using var host = await OpenAsync(engine, server, options => options.SignalAttempts = 2);
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url, ("enableResiliency", Draw.Literal(true))), Draw.Line("other")).Link("h.Unmatched status code -> other").Json());
        Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("other", await host.WrittenAsync(instance.Id));
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [EngineData("endless")]
    [EngineData("gzip")]
    [EngineData("announced")]
    public async Task Answer_beyond_the_limit_is_an_incident(Engine engine, string kind)
    {
        await using var server = new LoopbackServer
        {
            Answer = async (_, stream, token) =>
            {
                var block = new byte[64 * 1024];
                switch (kind)
                {
                    case "gzip":
                        using (var bomb = new MemoryStream())
                        {
                            await using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
                            {
                                for (var written = 0; written < 64; written++)
                                {
                                    await gzip.WriteAsync(block, token);
                                }
                            }

                            await LoopbackServer.WriteAsync(stream, 200, bomb.ToArray(), ["Content-Encoding: gzip"], token);
                        }

                        break;
                    case "announced":
                        await LoopbackServer.WriteAsync(stream, 200, new byte[(256 * 1024) + 1], [], token);
                        break;
                    default:
                        await stream.WriteAsync(LoopbackServer.Head(200), token);
                        while (true)
                        {
                            await stream.WriteAsync(block, token);
                        }
                }
            },
        };
        await using var host = await OpenAsync(engine, server, options => options.Http.MaximumResponseBytes = 256 * 1024);
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url), Draw.Line("dead")).Link("h.Failed to connect -> dead").Json());
        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        Assert.Equal("response-too-large (262144)", (await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents[0].Message);
    }

    [Theory, EngineData]
    public async Task Redirection_is_followed_without_secrets_and_not_into_the_machine(Engine engine)
    {
        await using var target = new LoopbackServer { Answer = LoopbackServer.Text(200, "arrived") };
        await using var closed = new LoopbackServer();
        await using var server = new LoopbackServer();
        server.Answer = (request, stream, token) => LoopbackServer.Text(302, "", "text/plain", request.Path switch
        {
            "/away" => $"Location: {target.Url}there",
            "/near" => "Location: /away",
            "/in" => $"Location: http://127.0.0.1:{closed.Port}/",
            "/file" => "Location: file:///etc/passwd",
            _ => "Location: /round",
        })(request, stream, token);
        await using var host = await OpenAsync(engine, server, options => options.Http.AllowedHosts = [server.Authority, target.Authority]);
        await host.PublishAsync(Draw.Flow().With(
            Send("h", "", ("url", Draw.Js($"'{server.Url}' + getInput('path')")), ("method", Draw.Literal("POST")), ("content", Draw.Literal("body")), ("authorization", Draw.Literal("Bearer secret")), ("requestHeaders", Draw.Input("Object", "{\"X-Api-Key\":\"secret\",\"X-Kept\":\"yes\"}"))),
            Draw.Line("l", Draw.Js("getOutputFrom('h', 'StatusCode') + ' ' + getOutputFrom('h', 'ParsedContent')"))).Link("h.Done -> l").Json());

        Assert.Equal("200 arrived", await host.WrittenAsync((await GoAsync("near")).Id));
        var arrived = Assert.Single(target.Requests);
        Assert.Equal(("GET", "/there", "", "yes"), (arrived.Method, arrived.Path, arrived.Body, arrived.Header("X-Kept")));
        Assert.Equal((null, null), (arrived.Header("Authorization"), arrived.Header("X-Api-Key")));

        var refused = await GoAsync("in");
        Assert.Equal(WorkflowSubStatus.Faulted, refused.SubStatus);
        Assert.Contains("127.0.0.1", (await host.Runtime.GetOutlookAsync(refused.Id))!.Incidents[0].Message, StringComparison.Ordinal);
        Assert.Equal(0, closed.Connections);

        Assert.Equal("302 null", await host.WrittenAsync((await GoAsync("file")).Id));
        var before = server.Requests.Count;
        Assert.Equal("302 null", await host.WrittenAsync((await GoAsync("round")).Id));
        Assert.Equal(6, server.Requests.Count - before);

        Task<InstanceSummary> GoAsync(string path) => host.Runtime.StartAsync(new StartRequest("flow") { Input = new Dictionary<string, object?> { ["path"] = path } });
    }

    [Theory, EngineData]
    public async Task Forbidden_address_is_an_incident_that_names_the_setting(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url), Draw.Line("dead")).Link("h.Failed to connect -> dead").Json());
        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        Assert.Equal(
            "address-not-public (127.0.0.1)",
            (await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents[0].Message);
        Assert.Equal(0, server.Connections);
    }

    [Theory]
    [InlineData("url", "ftp://exemple.fr/", "url-not-complete")]
    [InlineData("url", "/chemin", "url-not-complete")]
    [InlineData("url", "http://moi:secret@exemple.fr/", "url-with-password")]
    [InlineData("method", "CONNECT", "method-unfit (CONNECT)")]
    [InlineData("method", "A B", "method-unfit (A B)")]
    [InlineData("authorization", "Bearer a\r\nX: y", "header-unfit (Authorization)")]
    [InlineData("requestHeaders", "{\"Host\":\"ailleurs\"}", "header-reserved (Host)")]
    [InlineData("requestHeaders", "{\"X\":\"a\\r\\nY: b\"}", "header-unfit (X)")]
    [InlineData("requestHeaders", "{\"X Y\":\"a\"}", "header-unfit (X Y)")]
    [InlineData("requestHeaders", "[1]", "headers-not-an-object (RequestHeaders)")]
    [InlineData("content", "beaucoup trop de texte", "request-too-large (10)")]
    public async Task Request_that_cannot_be_sent_is_an_incident_that_says_why(string input, string value, string reason)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.Http.MaximumRequestBytes = 10);
        var send = Send("h", "https://exemple.invalid/", ("disableAuthorizationHeaderValidation", Draw.Literal(true)));
        send[input] = Draw.Literal(value);
        var instance = await host.StartAsync(Draw.Flow().With(send).Json());
        var message = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task No_transaction_is_held_while_the_server_thinks(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        await host.PublishAsync(Draw.Flow("other").With(Draw.Node("e", "Test.Effect")).Json());
        server.Answer = async (request, stream, token) =>
        {
            var other = await host.Runtime.StartAsync(new StartRequest("other"), token);
            await LoopbackServer.Text(200, other.SubStatus.ToString())(request, stream, token);
        };
        var instance = await host.StartAsync(Draw.Flow().With(Send("h", server.Url), Draw.Line("l", Draw.Js("getOutputFrom('h', 'ParsedContent')"))).Link("h.200 -> l").Json());
        Assert.Equal("Finished", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Call_of_a_killed_host_is_made_by_another_once_its_lease_is_over(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        var id = await StartBySignalAsync(host, Draw.Flow().With(Send("h", server.Url, ("method", Draw.Literal("POST"))), Draw.Node("e", "Test.Effect")).Link("h.200 -> e").Json());
        Assert.Empty(server.Requests);
        Assert.NotNull(await host.Services.GetRequiredService<SignalProcessor>().ClaimCallAsync(CancellationToken.None));

        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Empty(server.Requests);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        using var other = host.Build();
        var called = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? host.Runner : other.GetRequiredService<WorkflowRunner>()).RunDueCallsAsync())));
        await host.SweepAsync();

        Assert.Equal(1, called.Sum());
        Assert.Single(server.Requests);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(id)).SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
    }

    [Theory, EngineData]
    public async Task Host_stopped_during_the_call_leaves_it_to_be_repeated_under_the_same_key(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        var id = await StartBySignalAsync(host, Draw.Flow().With(Send("h", server.Url, ("method", Draw.Literal("POST"))), Draw.Node("e", "Test.Effect")).Link("h.200 -> e").Json());
        using var stopping = new CancellationTokenSource();
        server.Answer = async (_, stream, token) =>
        {
            await stopping.CancelAsync();
            await stream.ReadExactlyAsync(new byte[1], token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Runner.RunDueCallsAsync(stopping.Token));
        server.Answer = LoopbackServer.Text(200, "");
        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(id)).SubStatus);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Header("Idempotency-Key")).Distinct());
        Assert.Single(await host.BusinessRowsAsync());
    }

    [Theory, EngineData]
    public async Task Two_answers_to_one_call_are_taken_once(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        var id = await StartBySignalAsync(host, Draw.Flow().With(Send("h", server.Url), Draw.Node("e", "Test.Effect")).Link("h.200 -> e").Json());
        server.Answer = async (request, stream, token) =>
        {
            // The first host is so slow that a second one takes over, and ends, before it has its answer.
            server.Answer = LoopbackServer.Text(200, "second");
            host.Clock.Advance(TimeSpan.FromSeconds(60));
            await host.Runner.RunDueCallsAsync(token);
            await LoopbackServer.Text(200, "first")(request, stream, token);
        };
        await host.Runner.RunDueCallsAsync();
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(id)).SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
    }

    [Theory, EngineData]
    public async Task Cancelled_instance_calls_nobody(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        var id = await StartBySignalAsync(host, Draw.Flow().With(Send("h", server.Url)).Json());
        await host.Runtime.CancelAsync(id);
        await host.SweepAsync();
        Assert.Empty(server.Requests);
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task Call_of_an_instance_that_an_incident_stopped_is_made_after_the_retry(Engine engine)
    {
        await using var server = new LoopbackServer();
        await using var host = await OpenAsync(engine, server);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("e", 1);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Fork("f", "A", "B"), Send("h", server.Url), Draw.Node("e", "Test.Effect"), Draw.Line("l"))
            .Link("f.A -> h", "f.B -> e", "h.200 -> l").Json());
        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        Assert.Empty(server.Requests);
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);

        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id)).SubStatus);
        Assert.Single(server.Requests);
        Assert.Equal("l", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Contents_travel_in_the_form_that_their_type_says(Engine engine)
    {
        await using var server = new LoopbackServer();
        server.Answer = (request, stream, token) => request.Path switch
        {
            "/bytes" => LoopbackServer.WriteAsync(stream, 200, [1, 2, 255], ["Content-Type: application/octet-stream"], token),
            "/latin" => LoopbackServer.WriteAsync(stream, 200, Encoding.Latin1.GetBytes("été"), ["Content-Type: text/plain; charset=iso-8859-1"], token),
            "/broken" => LoopbackServer.WriteAsync(stream, 200, "{\"a\":"u8.ToArray(), ["Content-Type: application/json"], token),
            _ => LoopbackServer.Text(200, request.Body)(request, stream, token),
        };
        await using var host = await OpenAsync(engine, server);
        await host.PublishAsync(Draw.Flow().With(
            Send("h", "", ("url", Draw.Js($"'{server.Url}' + getInput('path')")), ("method", Draw.Literal("POST")), ("content", Draw.Js("({ a: 'é&', b: [1, true], c: null })")), ("contentType", Draw.Js("getInput('type')"))),
            Draw.Line("l", Draw.Js("getOutputFrom('h', 'ParsedContent')"))).Link("h.Done -> l").Json());

        Assert.Equal("AQL/", await GoAsync("bytes", ""));
        Assert.Equal("été", await GoAsync("latin", ""));
        Assert.Equal("{\"a\":", await GoAsync("broken", ""));
        Assert.Equal("a=%C3%A9%26&b=1&b=true&c=", await GoAsync("echo", "application/x-www-form-urlencoded"));
        Assert.Equal("{\"a\":\"é&\",\"b\":[1,true],\"c\":null}", await GoAsync("echo", ""));

        async Task<string> GoAsync(string path, string type) =>
            await host.WrittenAsync((await host.Runtime.StartAsync(new StartRequest("flow") { Input = new Dictionary<string, object?> { ["path"] = path, ["type"] = type } })).Id);
    }

    [Fact]
    public async Task Code_that_is_not_expected_is_no_port()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var problems = host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow().With(Send("h", "https://exemple.fr"), Draw.Line("a")).Link("h.200 -> a", "h.404 -> a", "h.Timeout -> a", "h.Nowhere -> a").Json()));
        Assert.Equal(["unknown-outcome (404)", "unknown-outcome (Nowhere)"], problems.Select(problem => problem.Reason.ToString()));
    }

    private static JsonObject Send(string id, string url, params (string Name, JsonNode? Value)[] properties) =>
        Draw.Node(id, "Elsa.FlowSendHttpRequest", properties.Any(property => property.Name == "url") ? properties : [("url", Draw.Literal(url)), .. properties]);

    private static JsonObject To(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private static Task<TestHost> OpenAsync(Engine engine, LoopbackServer server, Action<WorkflowOptions>? configure = null) => TestHost.CreateAsync(engine, options =>
    {
        options.Http.AllowedHosts = [server.Authority];
        configure?.Invoke(options);
    });

    /// <summary>As a page does: the call is left to the runner.</summary>
    private static async Task<string> StartBySignalAsync(TestHost host, string json)
    {
        await host.PublishAsync(json);
        using var scope = host.Services.CreateScope();
        var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
        var id = signals.Start(new StartRequest("flow"));
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        await signals.KickAsync();
        return id;
    }
}
