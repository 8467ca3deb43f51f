using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>The contract over the real runtime, on a database of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    /// <summary>An endpoint that the host adds, and that refuses without a word.</summary>
    public const string BarePath = "/bare";

    private readonly TestDatabase _database;
    private readonly WebApplication _app;

    private ApiHost(TestDatabase database, WebApplication app)
    {
        _database = database;
        _app = app;
        Admin = Client("*");
    }

    /// <summary>Somebody who may do everything.</summary>
    public HttpClient Admin { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)Services.GetRequiredService<TimeProvider>();

    public NotedActions Noted => Services.GetRequiredService<NotedActions>();

    public IServiceProvider Services => _app.Services;

    public IWorkflowRuntime Runtime => Services.GetRequiredService<IWorkflowRuntime>();

    public WorkflowDefinitionStore Definitions => Services.GetRequiredService<WorkflowDefinitionStore>();

    public WorkflowPublisher Publisher => Services.GetRequiredService<WorkflowPublisher>();

    public static async Task<ApiHost> StartAsync(Engine engine, Action<IServiceCollection>? configure = null, Action<WorkflowApiOptions>? options = null)
    {
        var database = await RuntimeDbContext.CreateDatabaseAsync(engine);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero)));
        builder.Services.AddSingleton<NotedActions>();
        builder.Services.AddSingleton<IWorkflowApiJournal>(provider => provider.GetRequiredService<NotedActions>());
        builder.Services.AddScoped<AuditScope>();
        builder.Services.AddScoped<FabriqueDbContext>(_ => new RuntimeDbContext(RuntimeDbContext.On(database)));
        builder.Services.AddWorkflowRuntime(runtime => runtime.Tell = InWords);
        builder.Services.AddWorkflowDatabase();
        builder.Services.AddWorkflowApi(options);
        builder.Services.AddSingleton(new WorkflowSimulator((clock, _) => new(new TrialWorld(clock)), new FakeTimeProvider()));
        builder.Services.AddWorkflowHub();
        builder.Services.AddAuthentication(TestAuthentication.Name).AddScheme<AuthenticationSchemeOptions, TestAuthentication>(TestAuthentication.Name, null);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapWorkflowApi().MapGet(BarePath, () => Microsoft.AspNetCore.Http.Results.NotFound());
        app.MapWorkflowHub();
        app.Map("/error/{code}", (int code) => $"<html>{code}</html>");
        await app.StartAsync();
        return new ApiHost(database, app);
    }

    /// <summary>How the host says what the runtime has to tell.</summary>
    public static string InWords(WorkflowMessage message) => $"in the words of the host, {message}";

    /// <summary>The runtime as another process has it, on the same database.</summary>
    public ServiceProvider BuildElsewhere()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddScoped<AuditScope>();
        services.AddScoped<FabriqueDbContext>(_ => new RuntimeDbContext(RuntimeDbContext.On(_database)));
        services.AddWorkflowRuntime();
        services.AddWorkflowDatabase();
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>A connection to the hub of somebody with these permissions, from a page of this origin; it is not begun.</summary>
    public HubConnection Connect(string permissions, string origin = "http://localhost")
    {
        var server = _app.GetTestServer();
        return new HubConnectionBuilder()
            .WithUrl("http://localhost/elsa/hubs/workflow-instance", connection =>
            {
                connection.Headers["Origin"] = origin;
                if (permissions.Length > 0)
                {
                    connection.Headers[TestAuthentication.Header] = permissions;
                }

                connection.HttpMessageHandlerFactory = _ => server.CreateHandler();
                connection.WebSocketFactory = async (context, cancellationToken) =>
                {
                    var client = server.CreateWebSocketClient();
                    client.ConfigureRequest = request =>
                    {
                        foreach (var (name, value) in context.Options.Headers)
                        {
                            request.Headers[name] = value;
                        }
                    };
                    return await client.ConnectAsync(context.Uri, cancellationToken);
                };
            })
            .Build();
    }

    /// <summary>Opens a socket to the hub without negotiating first.</summary>
    public Task<WebSocket> OpenSocketAsync(string permissions, string? origin)
    {
        var client = _app.GetTestServer().CreateWebSocketClient();
        client.ConfigureRequest = request =>
        {
            request.Headers[TestAuthentication.Header] = permissions;
            request.Headers.Origin = origin;
        };
        return client.ConnectAsync(new Uri("ws://localhost/elsa/hubs/workflow-instance"), CancellationToken.None);
    }

    /// <summary>Publishes a definition and starts it.</summary>
    public async Task<InstanceSummary> RunAsync(string json, string? correlationId = null)
    {
        var document = WorkflowDocument.Parse(json);
        await Publisher.PublishAsync(document);
        return await Runtime.StartAsync(new StartRequest(document.DefinitionId) { CorrelationId = correlationId });
    }

    /// <summary>A browser of somebody with these permissions, on a page of the same site; of nobody when there is none.</summary>
    public HttpClient Client(params string[] permissions)
    {
        var client = _app.GetTestClient();
        client.BaseAddress = new Uri("http://localhost/elsa/api/");
        client.DefaultRequestHeaders.Add("Origin", "http://localhost");
        if (permissions.Length > 0)
        {
            client.DefaultRequestHeaders.Add(TestAuthentication.Header, string.Join(' ', permissions));
        }

        return client;
    }

    /// <summary>A browser of somebody by name, with these permissions.</summary>
    public HttpClient ClientOf(string name, params string[] permissions)
    {
        var client = Client(permissions);
        client.DefaultRequestHeaders.Add(TestAuthentication.NameHeader, name);
        return client;
    }

    /// <summary>Sends JSON as the administrator and gives the answer, which must have this status.</summary>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body = null, int status = 200)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public Task<JsonNode> GetAsync(string path, int status = 200) => SendAsync(HttpMethod.Get, path, status: status);

    public Task<JsonNode> PostAsync(string path, object? body = null, int status = 200) => SendAsync(HttpMethod.Post, path, body, status);

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }
}
