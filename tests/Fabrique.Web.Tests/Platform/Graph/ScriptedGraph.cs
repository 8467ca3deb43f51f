using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fabrique.Web.Tests.Platform.Graph;

/// <summary>Stands for Microsoft Graph, and for who gives its tokens, on loopback: gives the answers of a script, in order, then 404.</summary>
internal sealed class ScriptedGraph : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<Func<HttpContext, ScriptedGraph, Task>> script = new();

    private ScriptedGraph(WebApplication server) => this.server = server;

    /// <summary>What was asked: method, path and query, and the beginning of the authorisation or of the body.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Address => new(server.Urls.Single() + "/");

    public static async Task<ScriptedGraph> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var graph = new ScriptedGraph(builder.Build());
        graph.server.Run(graph.AnswerAsync);
        await graph.server.StartAsync();
        return graph;
    }

    public ScriptedGraph Token() => Json("""{ "token_type": "Bearer", "expires_in": 3599, "access_token": "jeton" }""");

    /// <param name="json"><c>{address}</c> is this server's.</param>
    public ScriptedGraph Json(string json) => Then(async (http, graph) =>
    {
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json.Replace("{address}", graph.Address.ToString(), StringComparison.Ordinal));
    });

    public ScriptedGraph Status(int status, string? retryAfter = null) => Then((http, _) =>
    {
        http.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            http.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private ScriptedGraph Then(Func<HttpContext, ScriptedGraph, Task> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        Asked.Enqueue($"{http.Request.Method} {http.Request.Path}{Uri.UnescapeDataString(http.Request.QueryString.Value ?? "")} {(body.Length > 0 ? Uri.UnescapeDataString(body) : http.Request.Headers.Authorization.ToString())}");
        http.Response.StatusCode = StatusCodes.Status200OK;
        if (script.TryDequeue(out var answer))
        {
            await answer(http, this);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
