using System.Net;
using Fabrique.Data;
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

    [Theory]
    [EngineData]
    public async Task What_failed_for_good_degrades_the_service_and_leaves_it_its_requests(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.ReadAsync(db =>
        {
            var (failed, held) = (DueAttempt.Begin("essai", Guid.CreateVersion7(), app.Now, app.Now), DueAttempt.Begin("essai", Guid.CreateVersion7(), app.Now, app.Now));
            failed.RecordFailure("Un essai n’a pas eu lieu.", "Non.", [], isPermanent: true, app.Now);
            db.DueAttempts.AddRange(failed, held);
            return db.SaveChangesAsync();
        });
        using var http = new HttpClient { BaseAddress = app.Address };
        using var response = await http.GetAsync("/sante/pret");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"etat\":\"degrade\"", body, StringComparison.Ordinal);
        Assert.Contains("\"incidents\":{\"travaux\":1}", body, StringComparison.Ordinal);
    }
}
