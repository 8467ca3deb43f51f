using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Fabrique.Testing;
using Fabrique.Web.Platform.HttpEndpoints;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Platform.HttpEndpoints;

/// <summary>Requests to procedures: nothing unless the operator opens it, nobody unless the procedure says so.</summary>
public sealed class HttpEndpointTests
{
    private static readonly (string, string) Open = ("Workflows:Http:Endpoints", "true");
    private static readonly (string, string) Anonymous = ("Workflows:Http:AllowAnonymous", "true");

    [Fact]
    public async Task Prefix_leads_nowhere_unless_it_is_opened()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync("bonjour", [], [Starting(Endpoint("e", "bonjour", "GET")), Answer("r", "'bonjour'")]);
        using var http = Client(app);
        using var answer = await http.GetAsync("/circuits/bonjour");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, await CountAsync(app, "bonjour"));
    }

    [Theory, EngineData]
    public async Task Request_starts_the_procedure_and_reads_its_answer(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, null, Open, Anonymous, ("Workflows:Http:MaximumBodyBytes", "2000"));
        await app.PublishAsync(
            "commande", ["route", "query", "content", "headers"],
            [
                Starting(Endpoint("e", "commandes/{id:int}/{suite?}", "POST", ("routeData", To("route")), ("queryStringData", To("query")), ("parsedContent", To("content")), ("headers", To("headers")), ("requestSizeLimit", Literal(1000)))),
                Answer("r", "({ id: variables.route.id, q: variables.query.q, name: variables.content.name, kept: variables.headers['X-Kept'], cookie: typeof variables.headers.Cookie, key: typeof variables.headers['X-Api-Key'] })",
                    ("statusCode", Literal("Created")), ("contentType", Literal("application/json")), ("responseHeaders", Json("""{"X-Order":"7","Set-Cookie":"a=b","Content-Security-Policy":"x","Location":"/commandes/7"}"""))),
            ]);
        using var http = Client(app);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/circuits/commandes/7?q=a&q=b") { Content = JsonContent.Create(new { name = "Ombrelle" }) };
        request.Headers.Add("X-Kept", "oui");
        request.Headers.Add("Cookie", "a=secret");
        request.Headers.Add("X-Api-Key", "secret");
        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("""{"id":"7","q":["a","b"],"name":"Ombrelle","kept":"oui","cookie":"undefined","key":"undefined"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("7", "/commandes/7"), (Assert.Single(answer.Headers.GetValues("X-Order")), answer.Headers.Location?.ToString()));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));

        using var wrongMethod = await http.GetAsync("/circuits/commandes/7");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (wrongMethod.StatusCode, string.Join(',', wrongMethod.Content.Headers.Allow)));
        await ExpectAsync(HttpStatusCode.NotFound, http.PostAsync("/circuits/commandes/sept", null));
        await ExpectAsync(HttpStatusCode.NotFound, http.PostAsync("/circuits/ailleurs", null));
        await ExpectAsync(HttpStatusCode.NotFound, http.PostAsync("/circuits", null));
        await ExpectAsync(HttpStatusCode.BadRequest, http.PostAsync("/circuits/commandes/7", new StringContent("{", Encoding.UTF8, "application/json")));
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, http.PostAsync("/circuits/commandes/7", new StringContent(new string('a', 1001))));
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, http.PostAsync("/circuits/commandes/7", new StringContent(new string('a', 1_100_000))));
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, http.PostAsync("/circuits/commandes/7", new StreamContent(new Unannounced(new string('a', 5000)))));
        Assert.Equal(1, await CountAsync(app, "commande"));
    }

    [Fact]
    public async Task Caller_who_gets_no_answer_gets_the_instances()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, Open, Anonymous);
        await app.PublishAsync("fin", [], [Starting(Endpoint("e", "fin", "GET")), Node("l", "Elsa.WriteLine", ("text", Literal("fini")))]);
        await app.PublishAsync("attente", [], [Starting(Endpoint("e", "attente", "GET")), Node("d", "Elsa.Delay", ("timeSpan", Literal("1.00:00:00"))), Answer("r", "'trop tard'")]);
        await app.PublishAsync("echec", [], [Starting(Endpoint("e", "echec", "GET")), Node("l", "Elsa.WriteLine", ("text", Js("throw new Error('secret')")))]);
        using var http = Client(app);
        foreach (var (path, status, definition) in new[] { ("fin", HttpStatusCode.OK, "fin"), ("attente", HttpStatusCode.Accepted, "attente"), ("echec", HttpStatusCode.InternalServerError, "echec") })
        {
            using var answer = await http.GetAsync("/circuits/" + path);
            Assert.Equal(status, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
            var id = Assert.Single(JsonSerializer.Deserialize<JsonElement>(text).GetProperty("workflowInstanceIds").EnumerateArray()).GetString();
            Assert.Equal(definition, (await app.Services.GetRequiredService<IWorkflowRuntime>().GetOutlookAsync(id!))!.Instance.DefinitionId);
        }

        // Nobody waits for the answer of the one that slept.
        await app.TravelAsync(app.Now.AddDays(2));
        var slept = Assert.Single(await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = "attente" }));
        Assert.Equal(WorkflowSubStatus.Finished, slept.SubStatus);
    }

    [Fact]
    public async Task Caller_must_be_whom_the_procedure_asks_for()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, Open);
        await app.PublishAsync("muet", [], [Starting(Endpoint("e", "muet", "POST")), Answer("r", "'ok'")]);
        await app.PublishAsync("connecte", [], [Starting(Endpoint("e", "connecte", "POST", ("authorize", Literal(true)))), Answer("r", "'ok'")]);
        await app.PublishAsync("admin", [], [Starting(Endpoint("e", "admin", "POST", ("policy", Literal("administrator")))), Answer("r", "'ok'")]);
        await app.PublishAsync("inconnu", [], [Starting(Endpoint("e", "inconnu", "POST", ("policy", Literal("inventee")))), Answer("r", "'ok'")]);
        using var http = Client(app);
        foreach (var path in new[] { "muet", "connecte", "admin", "inconnu" })
        {
            await ExpectAsync(HttpStatusCode.Unauthorized, http.PostAsync("/circuits/" + path, null));
        }

        using var agent = await app.BrowseAsync("agent");
        using var admin = await app.BrowseAsync("admin");
        Assert.Equal(HttpStatusCode.OK, await PostAsync("muet", agent.CookieHeader, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("connecte", agent.CookieHeader, ("X-Requested-With", "essai")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("connecte", agent.CookieHeader, ("Origin", app.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("admin", agent.CookieHeader, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("admin", admin.CookieHeader, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("inconnu", admin.CookieHeader, ("Sec-Fetch-Site", "same-origin")));

        // What another site can make a browser send.
        foreach (var forged in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"), ("Origin", "https://ailleurs.example"), ("Origin", "null"), ("Accept", "*/*") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync("connecte", agent.CookieHeader, forged));
        }

        Assert.Equal((1, 2, 1, 0), (await CountAsync(app, "muet"), await CountAsync(app, "connecte"), await CountAsync(app, "admin"), await CountAsync(app, "inconnu")));

        async Task<HttpStatusCode> PostAsync(string path, string cookies, (string Name, string Value) header)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/circuits/" + path);
            request.Headers.Add("Cookie", cookies);
            request.Headers.Add(header.Name, header.Value);
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory, EngineData]
    public async Task Instance_waits_for_the_next_request_and_takes_it_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, null, Open, Anonymous);
        var wait = Endpoint("w", "", "POST", ("path", Js("'confirmer/' + getCorrelationId()")), ("parsedContent", To("said")));
        await app.PublishAsync("confirmation", ["said"], [wait, Answer("r", "'reçu ' + variables.said")]);
        await app.PublishAsync("commun", [], [Endpoint("w", "commun/{n}", "PUT"), Answer("r", "getWorkflowInstanceId()")]);
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        await runtime.StartAsync(new StartRequest("confirmation") { CorrelationId = "A1" });
        var first = await runtime.StartAsync(new StartRequest("commun") { CorrelationId = "c1" });
        var second = await runtime.StartAsync(new StartRequest("commun") { CorrelationId = "c2" });
        using var http = Client(app);

        var answers = await AtOnce.RunAsync(2, async _ =>
        {
            using var answer = await http.PostAsync("/circuits/Confirmer/a1", new StringContent("oui"));
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        });
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode).Order());
        Assert.Equal("reçu oui", answers.Single(answer => answer.StatusCode == HttpStatusCode.OK).Text);
        await ExpectAsync(HttpStatusCode.NotFound, http.PostAsync("/circuits/confirmer/A1", new StringContent("encore")));

        await ExpectAsync(HttpStatusCode.Conflict, http.PutAsync("/circuits/commun/1", null));
        using var named = new HttpRequestMessage(HttpMethod.Put, "/circuits/commun/1");
        named.Headers.Add("X-Workflow-Instance-Id", second.Id);
        using var reached = await http.SendAsync(named);
        Assert.Equal(second.Id, await reached.Content.ReadAsStringAsync());
        using var other = await http.PutAsync("/circuits/commun/1?correlationId=c1", null);
        Assert.Equal(first.Id, await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Definitions_on_one_path_all_run_and_the_first_answer_is_sent()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, Open, Anonymous);
        await app.PublishAsync("double-a", [], [Starting(Endpoint("e", "double", "GET")), Answer("r", "'a'"), Answer("s", "'encore'")]);
        await app.PublishAsync("double-b", [], [Starting(Endpoint("e", "double", "GET")), Answer("r", "'b'")]);
        using var http = Client(app);
        Assert.Equal("a", await http.GetStringAsync("/circuits/double"));
        Assert.Equal((1, 1), (await CountAsync(app, "double-a"), await CountAsync(app, "double-b")));
    }

    [Fact]
    public async Task Files_are_held_to_the_rules_of_the_procedure()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite, null, Open, Anonymous);
        (string, System.Text.Json.Nodes.JsonNode?)[] rules = [("fileSizeLimit", Literal(10)), ("allowedFileExtensions", Json("[\".txt\",\".exe\"]")), ("blockedFileExtensions", Json("[\".exe\"]")), ("allowedMimeTypes", Json("[\"text/plain\"]")), ("file", To("file")), ("parsedContent", To("content"))];
        await app.PublishAsync("strict", ["file", "content"], [Starting(Endpoint("e", "strict", "POST", rules)), Answer("r", "variables.content.titre + ' ' + variables.file.fileName + ' ' + variables.file.length + ' ' + variables.file.content")]);
        await app.PublishAsync(
            "expose", ["file", "content"],
            [
                Starting(Endpoint("e", "expose", "POST", [.. rules.Select(rule => (rule.Item1, rule.Item2?.DeepClone())), ("exposeFileTooLargeOutcome", true), ("exposeInvalidFileExtensionOutcome", true), ("exposeInvalidFileMimeTypeOutcome", true), ("exposeRequestTooLargeOutcome", true)])),
                Answer("big", "'trop grand'"), Answer("ext", "'extension'"), Answer("mime", "'type'"), Answer("req", "'requête'"),
            ],
            "e.File too large -> big", "e.Invalid file extension -> ext", "e.Invalid file MIME type -> mime", "e.Request too large -> req");
        using var http = Client(app);

        Assert.Equal((HttpStatusCode.OK, "Ombrelle note.txt 5 AQIDBAU="), await SendAsync("strict", "../note.txt", 5));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync("strict", "note.txt", 11)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync("strict", "note.exe", 5)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync("strict", "note.pdf", 5)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await SendAsync("strict", "note.txt", 5, "image/png")).Status);
        Assert.Equal(1, await CountAsync(app, "strict"));

        Assert.Equal("trop grand", (await SendAsync("expose", "note.txt", 11)).Text);
        Assert.Equal("extension", (await SendAsync("expose", "note.EXE", 5)).Text);
        Assert.Equal("type", (await SendAsync("expose", "note.txt", 5, "image/png")).Text);
        Assert.Equal("requête", (await SendAsync("expose", "note.txt", 1_200_000)).Text);

        async Task<(HttpStatusCode Status, string Text)> SendAsync(string path, string name, int size, string type = "text/plain")
        {
            using var file = new ByteArrayContent([.. Enumerable.Range(1, size).Select(number => (byte)number)]) { Headers = { ContentType = new(type) } };
            using var content = new MultipartFormDataContent { { new StringContent("Ombrelle"), "titre" }, { file, "fichier", name } };
            using var answer = await http.PostAsync("/circuits/" + path, content);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("text/html", false, "text/plain")]
    [InlineData("text/html", true, "text/html")]
    [InlineData("application/xhtml+xml", true, "application/octet-stream")]
    [InlineData("image/svg+xml", true, "application/octet-stream")]
    [InlineData("text/javascript", true, "text/plain")]
    [InlineData("application/javascript", true, "application/octet-stream")]
    [InlineData("text/css", true, "text/plain")]
    [InlineData("n'importe quoi", true, "application/octet-stream")]
    [InlineData("application/vnd.fabrique+json", false, "application/vnd.fabrique+json")]
    [InlineData("text/csv; charset=utf-8", false, "text/csv")]
    public async Task Answer_is_nothing_that_a_browser_would_run(string type, bool mayBeHtml, string sent)
    {
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await ResponseSender.SendAsync(http, new WorkflowHttpResponse(200, type, "<script>"u8.ToArray(), []), mayBeHtml);
        Assert.Equal(sent, http.Response.ContentType!.Split(';')[0]);
        Assert.Contains("sandbox", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AllowedHosts")]
    [InlineData("BasePath")]
    [InlineData("Timeout")]
    [InlineData("RequestTimeout")]
    [InlineData("MaximumBodyBytes")]
    public void Wrong_setting_is_named(string setting)
    {
        var options = setting switch
        {
            "AllowedHosts" => new HttpWorkflowsOptions { AllowedHosts = ["10.0.0.0/40"] },
            "BasePath" => new HttpWorkflowsOptions { BasePath = "circuits" },
            "Timeout" => new HttpWorkflowsOptions { Timeout = TimeSpan.FromMinutes(5) },
            "RequestTimeout" => new HttpWorkflowsOptions { RequestTimeout = TimeSpan.Zero },
            _ => new HttpWorkflowsOptions { MaximumBodyBytes = 0 },
        };
        Assert.Contains($"Workflows:Http:{setting}", Assert.Single(options.Validate(new ValidationContext(options))).ErrorMessage, StringComparison.Ordinal);
        var sound = new HttpWorkflowsOptions();
        Assert.Empty(sound.Validate(new ValidationContext(sound)));
    }

    private static HttpClient Client(FabriqueApp app) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

    private static async Task ExpectAsync(HttpStatusCode status, Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<int> CountAsync(FabriqueApp app, string definition) =>
        (await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = definition })).Count;

    /// <summary>A body whose length is not announced.</summary>
    private sealed class Unannounced(string text) : Stream
    {
        private readonly MemoryStream inner = new(Encoding.ASCII.GetBytes(text));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
            // Nothing is kept back.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
