using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class AccessTests
{
    [Fact]
    public async Task An_unknown_path_is_answered_in_json_and_never_by_a_page()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var nobody = host.Client();
        using var answer = await nobody.GetAsync("nowhere/at/all");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(404, (int)error["statusCode"]!);
        Assert.Single(error["errors"]!["generalErrors"]!.AsArray());
    }
}
