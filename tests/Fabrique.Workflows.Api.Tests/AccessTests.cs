using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task An_unknown_path_is_answered_in_json_and_never_by_a_page()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var nobody = host.Client();
        foreach (var path in new[] { "nowhere/at/all", "", "workflow-definitions/a/b/c" })
        {
            using var answer = await nobody.GetAsync(path);
            await RefusedAsync(answer, HttpStatusCode.NotFound);
        }

        using var bare = await nobody.GetAsync(ApiHost.BarePath[1..]);
        Assert.Equal((HttpStatusCode.NotFound, ""), (bare.StatusCode, await bare.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Who_is_unknown_is_asked_to_sign_in_and_who_may_not_is_refused_in_json()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var nobody = host.Client();
        using var unknown = await nobody.GetAsync("workflow-definitions");
        await RefusedAsync(unknown, HttpStatusCode.Unauthorized);
        using var stranger = host.Client("read:workflow-instances");
        using var refused = await stranger.GetAsync("workflow-definitions");
        await RefusedAsync(refused, HttpStatusCode.Forbidden);
        using var writer = host.Client("write:workflow-definitions");
        using var saved = await writer.PostAsJsonAsync("workflow-definitions", new { model = Samples.Journey(), publish = false });
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        using var published = await writer.PostAsJsonAsync("workflow-definitions", new { model = Samples.Journey("other"), publish = true });
        await RefusedAsync(published, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("*", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("read:*", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("read:workflow-definitions", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("write:workflow-definitions", HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    public async Task A_permission_opens_what_it_names(string permission, HttpStatusCode read, HttpStatusCode write)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var client = host.Client(permission);
        using var list = await client.GetAsync("workflow-definitions");
        using var saved = await client.PostAsJsonAsync("workflow-definitions", new { model = Samples.Journey(), publish = false });
        Assert.Equal((read, write), (list.StatusCode, saved.StatusCode));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("https://localhost", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_changes_nothing(string? origin, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Waiting("wait"), publish = true });
        using var client = host.Client("*");
        client.DefaultRequestHeaders.Remove("Origin");
        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin);
        }

        using var read = await client.GetAsync("workflow-definitions");
        using var saved = await client.PostAsJsonAsync("workflow-definitions", new { model = Samples.Journey(), publish = false });
        using var started = await client.GetAsync("workflow-definitions/wait/execute");
        Assert.Equal((HttpStatusCode.OK, status, status), (read.StatusCode, saved.StatusCode, started.StatusCode));
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        using var bearer = await client.PostAsJsonAsync("workflow-definitions", new { model = Samples.Journey("bearer"), publish = false });
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
    }

    [Fact]
    public async Task Every_endpoint_asks_for_a_permission_but_those_that_tell_nothing()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var open = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/elsa/api", StringComparison.Ordinal))
            .Where(endpoint => !endpoint.RoutePattern.RawText!.EndsWith(ApiHost.BarePath, StringComparison.Ordinal))
            .Where(endpoint => !endpoint.Metadata.OfType<AuthorizationPolicy>().Any(policy => policy.Requirements.OfType<PermissionRequirement>().Any()))
            .Select(endpoint => endpoint.RoutePattern.RawText);
        Assert.Equal(["/elsa/api/package/version", "/elsa/api/{**path}"], open.Order(StringComparer.Ordinal));
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(((int)status, "One or more errors occurred!"), ((int)error["statusCode"]!, (string)error["message"]!));
        Assert.Single(error["errors"]!["generalErrors"]!.AsArray());
    }
}
