using System.Net;
using Fabrique.Testing;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Features;

public sealed class HealthTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [EngineData("/sante/vivant", "\"vivant\"")]
    [EngineData("/sante/pret", "\"pret\"")]
    [EngineData("/version", "\"version\"")]
    public async Task Machines_are_answered(Engine engine, string path, string expected)
    {
        var app = await shared.OnAsync(engine);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var response = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
