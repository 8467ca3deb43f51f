using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Security;

/// <summary>What Elsa Studio speaks to is closed to all but those who administer and those who audit, and whatever is done there is written down.</summary>
public sealed class StudioAccessTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Instances = "/elsa/api/workflow-instances";
    private static readonly string[] Strangers = ["agent", "manager", "directrice", "equipe", "coach", "membre"];

    /// <summary>What reads although it is posted.</summary>
    private static readonly string[] PostedReadings =
    [
        "workflow-definitions/{definitionId}/export", "bulk-actions/export/workflow-definitions", "workflow-instances", "workflow-instances/{id}/journal", "bulk-actions/export/workflow-instances",
        "activity-executions/report", "descriptors/activities/{typeName}/options/{inputName}", "scripting/javascript/type-definitions/{definitionId}",
    ];

    [Fact]
    public async Task Without_a_session_the_answer_is_401_in_json_and_never_a_sign_in()
    {
        var app = await shared.OnAsync();
        using var nobody = Client(app, null);
        foreach (var (method, path) in new[] { (HttpMethod.Get, Instances), (HttpMethod.Post, Instances), (HttpMethod.Delete, $"{Instances}/x"), (HttpMethod.Post, "/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1") })
        {
            await AssertRefusalAsync(await SendAsync(nobody, method, path), HttpStatusCode.Unauthorized);
        }

        await AssertRefusalAsync(await SendAsync(nobody, HttpMethod.Get, "/elsa/api/nulle-part"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_session_that_has_expired_is_told_so_in_json()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await FabriqueApp.StartAsync(configure: services => services.PostConfigure<CookieAuthenticationOptions>(
            CookieAuthenticationDefaults.AuthenticationScheme, session => session.TimeProvider = time));
        using var browser = await app.BrowseAsync("admin");
        using var admin = Client(app, browser.CookieHeader);
        using (var before = await SendAsync(admin, HttpMethod.Get, Instances))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        time.Advance(TimeSpan.FromHours(9));

        var refusal = await AssertRefusalAsync(await SendAsync(admin, HttpMethod.Post, Instances), HttpStatusCode.Unauthorized);
        Assert.Contains("session a expiré", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_loses_access_loses_this_one_too()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        using var admin = Client(app, browser.CookieHeader);
        var id = await app.ActAsync("admin", async services =>
        {
            var db = services.GetRequiredService<Fabrique.Data.FabriqueDbContext>();
            var person = await db.StaffMembers.SingleAsync(known => known.Id == services.GetRequiredService<Actor>().Id);
            person.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
            await db.SaveChangesAsync();
            return person.Id;
        });
        app.Services.GetRequiredService<ActiveAccounts>().Forget(id);

        await AssertRefusalAsync(await SendAsync(admin, HttpMethod.Get, Instances), HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Only_administrators_and_auditors_read_and_only_administrators_change()
    {
        var app = await shared.OnAsync();
        var instance = await FindInstanceAsync(app);
        foreach (var account in Strangers)
        {
            using var browser = await app.BrowseAsync(account);
            using var stranger = Client(app, browser.CookieHeader);
            await AssertRefusalAsync(await SendAsync(stranger, HttpMethod.Get, Instances), HttpStatusCode.Forbidden);
            await AssertRefusalAsync(await SendAsync(stranger, HttpMethod.Post, $"/elsa/api/cancel/workflow-instances/{instance.Id}"), HttpStatusCode.Forbidden);
            await AssertRefusalAsync(await SendAsync(stranger, HttpMethod.Post, "/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1"), HttpStatusCode.Forbidden);
        }

        using var reading = await app.BrowseAsync("auditeur");
        using var auditor = Client(app, reading.CookieHeader);
        foreach (var path in new[] { Instances, $"{Instances}/{instance.Id}", $"{Instances}/{instance.Id}/variables", $"{Instances}/{instance.Id}/journal?take=5" })
        {
            using var answer = await SendAsync(auditor, HttpMethod.Get, path);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, path);
        }

        await AssertRefusalAsync(await SendAsync(auditor, HttpMethod.Post, $"/elsa/api/cancel/workflow-instances/{instance.Id}"), HttpStatusCode.Forbidden);
        await AssertRefusalAsync(await SendAsync(auditor, HttpMethod.Delete, $"{Instances}/{instance.Id}"), HttpStatusCode.Forbidden);
        await AssertRefusalAsync(await SendAsync(auditor, HttpMethod.Post, "/elsa/api/events/rien/trigger"), HttpStatusCode.Forbidden);
        Assert.Equal(instance, await FindInstanceAsync(app));
    }

    [Fact]
    public async Task Each_endpoint_is_closed_to_all_but_those_it_is_for()
    {
        await using var app = await FabriqueApp.StartAsync();
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/elsa/api/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => (Method: new HttpMethod(method), Path: endpoint.RoutePattern.RawText!)))
            .ToList();
        Assert.True(endpoints.Count > 60);
        Assert.All(PostedReadings, path => Assert.Contains((HttpMethod.Post, $"/elsa/api/{path}"), endpoints));
        string?[] accounts = [null, .. Strangers, "auditeur", "admin"];
        foreach (var account in accounts)
        {
            using var browser = account is null ? null : await app.BrowseAsync(account);
            using var client = Client(app, browser?.CookieHeader);
            foreach (var (method, path) in endpoints)
            {
                var isReading = method == HttpMethod.Get ? !path.EndsWith("/execute", StringComparison.Ordinal) : PostedReadings.Contains(path["/elsa/api/".Length..], StringComparer.Ordinal);
                var answer = await SendAsync(client, method, path.Replace("{version:int}", "7", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
                if (account is "admin" || (account is "auditeur" && isReading))
                {
                    Assert.True(answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError), $"{account} {method} {path}: {answer.StatusCode}");
                    answer.Dispose();
                }
                else
                {
                    await AssertRefusalAsync(answer, account is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);
                }
            }
        }
    }

    [Fact]
    public async Task A_change_comes_from_a_page_of_this_site_or_not_at_all()
    {
        await using var app = await FabriqueApp.StartAsync();
        var instance = await FindInstanceAsync(app);
        using var browser = await app.BrowseAsync("admin");
        var path = $"/elsa/api/cancel/workflow-instances/{instance.Id}";
        foreach (var origin in new[] { null, "null", "https://ailleurs.example", $"https://{app.Address.Authority}", $"http://{app.Address.Host}:1" })
        {
            using var foreign = Client(app, browser.CookieHeader, origin);
            await AssertRefusalAsync(await SendAsync(foreign, HttpMethod.Post, path), HttpStatusCode.Forbidden);
            await AssertRefusalAsync(await SendAsync(foreign, HttpMethod.Delete, $"{Instances}/{instance.Id}"), HttpStatusCode.Forbidden);
            await AssertRefusalAsync(await SendAsync(foreign, HttpMethod.Post, "/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1"), HttpStatusCode.Forbidden);
        }

        Assert.Equal(instance, await FindInstanceAsync(app));
        using var own = Client(app, browser.CookieHeader);
        using var answer = await SendAsync(own, HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [EngineData]
    public async Task What_is_cancelled_or_deleted_there_withdraws_its_tasks_and_is_written_down(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var tasks = await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == WorkItemStatus.Open).ToListAsync());
        var waiting = tasks.Select(item => item.WorkflowInstanceId).Distinct().Take(2).ToList();
        var administrator = await app.ActAsync("admin", services => Task.FromResult(services.GetRequiredService<Actor>().Id));
        using var browser = await app.BrowseAsync("admin");
        using var admin = Client(app, browser.CookieHeader);
        var audited = await app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.EntityType == "WorkflowInstance"));
        Assert.Equal(0, audited);

        await AssertRefusalAsync(await SendAsync(admin, HttpMethod.Post, "/elsa/api/cancel/workflow-instances/inconnue"), HttpStatusCode.NotFound);
        using var cancelled = await SendAsync(admin, HttpMethod.Post, $"/elsa/api/cancel/workflow-instances/{waiting[0]}");
        using var deleted = await SendAsync(admin, HttpMethod.Delete, $"{Instances}/{waiting[1]}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (cancelled.StatusCode, deleted.StatusCode));
        var after = await app.ReadAsync(db => db.WorkItems.ToListAsync());
        Assert.All(after.Where(item => waiting.Contains(item.WorkflowInstanceId)), item => Assert.NotEqual(WorkItemStatus.Open, item.Status));
        Assert.Equal(
            tasks.Where(item => !waiting.Contains(item.WorkflowInstanceId)).Select(item => item.Id).Order(),
            after.Where(item => item.Status == WorkItemStatus.Open).Select(item => item.Id).Order());

        var entries = await app.ReadAsync(db => db.AuditEntries.Where(entry => entry.EntityType == "WorkflowInstance").OrderBy(entry => entry.At).ToListAsync());
        Assert.Equal([(waiting[0], "cancelled"), (waiting[1], "deleted")], entries.Select(entry => (entry.EntityId, entry.Action)));
        Assert.All(entries, entry => Assert.Equal(administrator, entry.ActorId));
        Assert.StartsWith("POST /elsa/api/cancel", entries[0].UseCase, StringComparison.Ordinal);
        Assert.Equal(["a annulé une exécution de «\u00a0", "a supprimé une exécution de «\u00a0"], entries.Select(entry => Sentence(entry.Changes).Split('\u00a0')[0] + '\u00a0'));
    }

    [Fact]
    public async Task A_megabyte_is_read_there_and_a_giant_is_refused_in_json()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        using var admin = Client(app, browser.CookieHeader);

        using var large = await admin.PostAsJsonAsync(Instances, new { searchTerm = "rien", name = "x", statuses = Enumerable.Repeat("Running", 120_000) });
        Assert.Equal(HttpStatusCode.OK, large.StatusCode);
        using var giant = new StringContent($$"""{"searchTerm":"{{new string('a', 5 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");
        await AssertRefusalAsync(await admin.PostAsync(Instances, giant), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task None_of_our_activities_is_offered_as_a_start()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("auditeur");
        using var auditor = Client(app, browser.CookieHeader);

        var descriptors = JsonNode.Parse(await auditor.GetStringAsync("/elsa/api/descriptors/activities?Refresh=True"))!["items"]!.AsArray();

        var ours = descriptors.Where(activity => ((string)activity!["typeName"]!).StartsWith("Fabrique.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ours);
        Assert.All(ours, activity => Assert.Equal(("Action", false, false), ((string)activity!["kind"]!, (bool)activity["isStart"]!, (bool)activity["isTerminal"]!)));
    }

    [Fact]
    public async Task Our_activities_are_tried_in_an_invented_world_without_a_trace()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        using var admin = Client(app, browser.CookieHeader);
        var definition = JsonNode.Parse(await admin.GetStringAsync("/elsa/api/workflow-definitions/by-definition-id/candidature"))!;
        var before = await TracesAsync();
        var tried = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var activity in definition["root"]!["activities"]!.AsArray())
        {
            var handle = new { workflowDefinitionHandle = new { definitionId = "candidature" }, activityHandle = new { activityId = (string)activity!["id"]! } };
            using var answer = await admin.PostAsJsonAsync("/elsa/api/tests/activities", handle);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            tried[(string)activity["id"]!] = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }

        Assert.Contains(tried.Values, trial => (string)trial["status"]! == "Running");
        Assert.Contains(tried.Values, trial => (string)trial["status"]! == "Completed");
        // The letters rest on a decision, or on a visa, that nobody has given when they are tried alone; a place, on what no jury has told.
        string[] failed = [.. tried.Where(trial => trial.Value["exception"] is not null).Select(trial => trial.Key)];
        Assert.Superset(new HashSet<string>(["approval-given", "not-retained-letter", "retained-letter"], StringComparer.Ordinal), failed.ToHashSet(StringComparer.Ordinal));
        Assert.All(failed, step => Assert.True(step is "refusal" or "place" or "offer" || step.Contains("corrections", StringComparison.Ordinal) || step.Contains("letter", StringComparison.Ordinal) || step.Contains("approval", StringComparison.Ordinal), step));
        Assert.Contains("decision.motif", (string)tried["retained-letter"]["exception"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(before, await TracesAsync());

        Task<(int, int, int, int)> TracesAsync() => app.ReadAsync(async db => (await db.WorkItems.CountAsync(), await db.OutgoingMails.CountAsync(), await db.AuditEntries.CountAsync(), await db.TimelineEntries.CountAsync()));
    }

    [Fact]
    public async Task Studio_is_told_live_through_the_session()
    {
        await using var app = await FabriqueApp.StartAsync();
        var instance = await FindInstanceAsync(app);
        using var browser = await app.BrowseAsync("auditeur");
        await using var studio = Connect(app, browser.CookieHeader, Origin(app));
        var told = Channel.CreateUnbounded<JsonNode>();
        studio.On<JsonNode>("WorkflowInstanceUpdatedAsync", message => told.Writer.TryWrite(message));
        await studio.StartAsync();
        await studio.InvokeAsync("ObserveInstanceAsync", instance.Id);

        await app.Services.GetRequiredService<IWorkflowRuntime>().CancelAsync(instance.Id);

        // Only tells what never comes from what is slow on a busy machine.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        Assert.Equal(instance.Id, (string)(await told.Reader.ReadAsync(patience.Token))["workflowInstanceId"]!);
        await using var foreign = Connect(app, browser.CookieHeader, "https://ailleurs.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<HttpRequestException>(() => foreign.StartAsync())).StatusCode);
    }

    private static async Task<InstanceSummary> FindInstanceAsync(FabriqueApp app) =>
        (await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = "candidature", Status = WorkflowStatus.Running }))[0];

    private static string Sentence(string changes) => (string)JsonNode.Parse(changes)!["sentence"]![1]!;

    private static string Origin(FabriqueApp app) => app.Address.GetLeftPart(UriPartial.Authority);

    private static HttpClient Client(FabriqueApp app, string? cookies) => Client(app, cookies, Origin(app));

    private static HttpClient Client(FabriqueApp app, string? cookies, string? origin)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        if (cookies is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", cookies);
        }

        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin);
        }

        return client;
    }

    private static HubConnection Connect(FabriqueApp app, string cookies, string origin) => new HubConnectionBuilder()
        .WithUrl(new Uri(app.Address, "/elsa/hubs/workflow-instance"), connection =>
        {
            connection.UseDefaultCredentials = false;
            connection.Headers["Cookie"] = cookies;
            connection.Headers["Origin"] = origin;
        })
        .Build();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await client.SendAsync(request);
    }

    private static async Task<string> AssertRefusalAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == status, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {answer.StatusCode} {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")));
            var error = JsonNode.Parse(text)!;
            Assert.Equal((int)status, (int)error["statusCode"]!);
            return (string)Assert.Single(error["errors"]!["generalErrors"]!.AsArray())!;
        }
    }
}
