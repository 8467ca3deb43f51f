using System.Net;
using System.Text.RegularExpressions;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
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
                .Replace("{session:guid}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{deport:guid}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal)
                .Replace("{id}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{reference}", draft, StringComparison.Ordinal)
                .Replace("{ghid}", "ombrelle", StringComparison.Ordinal)
                .Replace("{secret}", "inconnu", StringComparison.Ordinal)
                .Replace("{key}", LetterWording.Remedies.Key, StringComparison.Ordinal)
                .Replace("{slug}", "services-deconcentres-mieux-outilles", StringComparison.Ordinal)
                .Replace("{definitionId}", "candidature", StringComparison.Ordinal)
                .Replace("{instanceId}", "inconnu", StringComparison.Ordinal)
                .Replace("{version:int}", "1", StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal)
                .Replace("{deport:guid}", $"{decision:D}", StringComparison.Ordinal)
                .Replace("{folder}/{name}", "candidature/accuse-de-reception", StringComparison.Ordinal)
                .Replace("{name}", "piece.pdf", StringComparison.Ordinal)
                .Replace("{code}", "ddt-69", StringComparison.Ordinal)
                .Replace("{code:int}", "400", StringComparison.Ordinal)
                .Replace("{**path:file}", "ailleurs.css", StringComparison.Ordinal)
                .Replace("{**path}", "ailleurs", StringComparison.Ordinal))
            .Select(path => path.StartsWith("/elsa/", StringComparison.Ordinal) || path.Contains("/gestion/", StringComparison.Ordinal) || path.StartsWith("/jurys/", StringComparison.Ordinal) ? Regex.Replace(path, "{[^}]*}", "1", RegexOptions.None, TimeSpan.FromSeconds(10)) : path)
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

    /// <summary>
    /// The endpoints that take what is sent without the framework's own check of a form's token: each says what stands in its place. One that carries a signature
    /// or a key is written here when it comes.
    /// </summary>
    private static readonly Dictionary<string, string> Unchecked = new(StringComparer.Ordinal)
    {
        ["/deconnexion"] = "checks the token itself, and lets go a session that is over",
        ["/resume/arret"] = "the address itself is sealed, and no session counts; mail readers post to it",
        ["/evenement"] = "the address itself is sealed, and no session counts",
        ["/elsa/api"] = "checks the origin",
        ["/elsa/hubs"] = "checks the origin",
        ["/jurys/flux"] = "checks the origin, and takes nothing but the key of a session to follow",
        ["/administration/travaux/hangfire"] = "Hangfire checks a token of its own",
        ["/annuaire-demo"] = "the directory of the demonstration, on loopback only",
        ["/{**path}"] = "answers not found to everything",
    };

    [Fact]
    public async Task Each_endpoint_that_takes_what_is_sent_checks_where_it_comes_from()
    {
        var app = await shared.OnAsync();
        var undecided = new SortedSet<string>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null))
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            var verbs = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
            if (route == "/{**path:file}" || verbs is { Count: > 0 } && verbs.All(verb => verb is "GET" or "HEAD" or "OPTIONS"))
            {
                continue;
            }

            if (Unchecked.Keys.FirstOrDefault(known => route == known || route.StartsWith(known + "/", StringComparison.Ordinal)) is { } reviewed)
            {
                used.Add(reviewed);
            }
            else if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page || !IsChecked(await app.Services.GetRequiredService<PageLoader>().LoadAsync(page, endpoint.Metadata)))
            {
                undecided.Add(route);
            }
        }

        Assert.Empty(undecided);
        Assert.Equal(Unchecked.Keys.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));

        // The page of a form makes the check itself; any other has the framework's, unless it asks to be left out of it.
        static bool IsChecked(CompiledPageActionDescriptor page) => typeof(FormPage).IsAssignableFrom(page.ModelTypeInfo)
            || page.FilterDescriptors.Select(filter => filter.Filter).OfType<AutoValidateAntiforgeryTokenAttribute>().Any() && !page.FilterDescriptors.Any(filter => filter.Filter is IgnoreAntiforgeryTokenAttribute);
    }

    [Fact]
    public async Task The_dashboard_of_jobs_triggers_nothing_without_its_token()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        using var content = new FormUrlEncodedContent([new("jobs[]", "timers")]);
        await browser.SendAsync(new Uri(app.Address, "/administration/travaux/hangfire/recurring/trigger"), content);
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
