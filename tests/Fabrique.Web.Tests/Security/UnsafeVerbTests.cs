using System.Net;
using System.Text.RegularExpressions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Security;

public sealed class UnsafeVerbTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task Nothing_is_changed_without_the_token_of_a_form()
    {
        var app = await shared.OnAsync();
        var tasks = await app.ReadAsync(db => db.WorkItems.Where(item => item.Status == WorkItemStatus.Open).ToListAsync());
        var draft = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).SingleAsync());
        var decision = tasks.First(task => task.Kind == ApplicationTasks.Decision).Id;
        var paths = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !route.StartsWith("/annuaire-demo", StringComparison.Ordinal))
            .Distinct()
            .Select(route => route
                .Replace("{id:guid}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{id}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{reference}", draft, StringComparison.Ordinal)
                .Replace("{ghid}", "ombrelle", StringComparison.Ordinal)
                .Replace("{slug}", "services-deconcentres-mieux-outilles", StringComparison.Ordinal)
                .Replace("{definitionId}", "candidature", StringComparison.Ordinal)
                .Replace("{instanceId}", "inconnu", StringComparison.Ordinal)
                .Replace("{version:int}", "1", StringComparison.Ordinal)
                .Replace("{code:int}", "400", StringComparison.Ordinal)
                .Replace("{**path:file}", "ailleurs.css", StringComparison.Ordinal)
                .Replace("{**path}", "ailleurs", StringComparison.Ordinal))
            .Select(path => path.StartsWith("/elsa/", StringComparison.Ordinal) ? Regex.Replace(path, "{[^}]*}", "1", RegexOptions.None, TimeSpan.FromSeconds(1)) : path)
            .ToList();
        Assert.True(paths.Count > 30);
        Assert.Contains($"/taches/{decision:D}/decision", paths);
        Assert.All(paths, path => Assert.DoesNotContain('{', path));
        foreach (var account in new[] { "admin", "equipe", "agent2" })
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var path in paths)
            {
                using var content = new FormUrlEncodedContent([new("Decision", "Retained"), new("Reason", "Sans jeton."), new("Step", "jour")]);
                await browser.SendAsync(new Uri(app.Address, path), content);
                Assert.True(browser.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{account} POST {path}: {browser.Status}");
            }

            await browser.GoAsync("/mon-espace");
            Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
        }

        Assert.Equal(WorkItemStatus.Open, await app.ReadAsync(db => db.WorkItems.Where(item => item.Id == decision).Select(item => item.Status).SingleAsync()));
        Assert.Equal(TimeSpan.Zero, app.Clock.Offset);
    }

    [Fact]
    public async Task The_dashboard_of_jobs_triggers_nothing_without_its_token()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        using var content = new FormUrlEncodedContent([new("jobs[]", "timers")]);
        await browser.SendAsync(new Uri(app.Address, "/administration/travaux/recurring/trigger"), content);
        Assert.True(browser.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{browser.Status}");
    }

    [Fact]
    public async Task Reading_a_task_changes_nothing()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("equipe");
        var before = await app.ReadAsync(db => db.AuditEntries.CountAsync());
        foreach (var task in await app.ReadAsync(db => db.WorkItems.Where(item => item.AssigneeRole == "Equipe").ToListAsync()))
        {
            await browser.GoAsync(ModuleSamples.TaskPage(task.Kind, task.Id));
            Assert.Equal(HttpStatusCode.OK, browser.Status);
        }

        Assert.Equal(before, await app.ReadAsync(db => db.AuditEntries.CountAsync()));
    }
}
