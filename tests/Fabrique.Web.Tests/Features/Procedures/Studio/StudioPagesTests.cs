using System.Net;
using System.Text.Json;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Platform.Studio;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Procedures.Studio;

/// <summary>What is served around Elsa Studio, and of it. What it does in a browser is tested in one.</summary>
public sealed class StudioPagesTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Fingerprinted = "_content/Elsa.Studio.Workflows/Elsa.Studio.Workflows.3ifuhex2gd.bundle.scp.css";
    private const string Plain = "_framework/blazor.webassembly.js";

    [Fact]
    public async Task Files_are_for_everybody_in_the_encoding_that_the_browser_reads()
    {
        var app = await shared.OnAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(app.Address, StudioLinks.Base) };

        var lengths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (accepted, sent) in new[] { ("", null), ("gzip", "gzip"), ("gzip, br", "br"), ("br;q=0, gzip", "gzip"), ("zstd", null) })
        {
            using var answer = await AskAsync(http, HttpMethod.Get, Plain, accepted);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(sent, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
            lengths[sent ?? ""] = (await answer.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.True(lengths["br"] < lengths["gzip"] && lengths["gzip"] < lengths[""]);
    }

    [Fact]
    public async Task A_file_whose_name_changes_with_it_is_kept_for_ever_and_another_is_asked_for_again()
    {
        var app = await shared.OnAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Address, StudioLinks.Base) };

        using var kept = await AskAsync(http, HttpMethod.Head, Fingerprinted, "br");
        Assert.Equal("text/css", kept.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", kept.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        using var first = await AskAsync(http, HttpMethod.Get, Plain, "br");
        Assert.True(first.Headers.CacheControl!.NoCache);
        using var other = await AskAsync(http, HttpMethod.Get, Plain, "gzip");
        Assert.NotEqual(first.Headers.ETag, other.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, Plain);
        request.Headers.AcceptEncoding.ParseAdd("br");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("_content/MudBlazor/MudBlazor.min.js.map")]
    [InlineData("_content/MudBlazor/MudBlazor.min.js.map.br")]
    [InlineData("_framework/blazor.webassembly.js.br")]
    [InlineData("_framework/absent.js")]
    [InlineData("_framework/../package.json")]
    [InlineData("_framework/%2e%2e/package.json")]
    [InlineData("_content/Elsa.Studio.Shell/site.webmanifest")]
    public async Task What_only_developers_need_is_not_served(string path)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(StudioLinks.Base + path);

        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Fact]
    public async Task The_settings_are_ours()
    {
        var app = await shared.OnAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Address, StudioLinks.Base) };

        using var settings = JsonDocument.Parse(await http.GetStringAsync("appsettings.json"));

        Assert.Equal(new Uri(app.Address, "/elsa/api"), new Uri(settings.RootElement.GetProperty("backend").GetProperty("url").GetString()!));
    }

    [Fact]
    public async Task Pages_hold_the_element_for_what_they_show_and_allow_what_it_needs()
    {
        var app = await shared.OnAsync();
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = "candidature" }))[0];
        foreach (var account in new[] { "admin", "auditeur" })
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var (path, title, element) in new[]
            {
                (StudioLinks.Definitions, "Dessin des procédures", "elsa-workflow-definition-list"),
                (ProcedureLinks.Draw("candidature"), "Candidature", "elsa-workflow-definition-editor[definition-id=candidature]"),
                (StudioLinks.Executions, "Exécutions", "elsa-workflow-instance-list"),
                (StudioLinks.Execution(instance.Id), "Candidature : ", $"elsa-workflow-instance-viewer[instance-id='{instance.Id}']"),
            })
            {
                await browser.GoAsync(path);
                Assert.True(browser.Status is HttpStatusCode.OK, $"{account} {path}: {browser.Status}");
                Assert.StartsWith(title, browser.Title, StringComparison.Ordinal);
                Assert.NotNull(browser.Page.QuerySelector($"#studio[lang=en] > {element}"));
                Assert.Equal(StudioLinks.Base, browser.Page.QuerySelector("base")!.GetAttribute("href"));
                Assert.Empty(browser.Page.QuerySelectorAll("script:not([src]), [onclick], [style]"));
                Assert.NotNull(browser.Page.QuerySelector($"noscript a[href='{ProcedureLinks.List}']"));
            }
        }
    }

    [Fact]
    public async Task Only_the_pages_that_hold_it_may_do_what_it_does()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        using var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);

        var studio = await PolicyAsync(ProcedureLinks.Draw("candidature"));
        Assert.Contains("'wasm-unsafe-eval'", studio, StringComparison.Ordinal);
        Assert.DoesNotContain(" 'unsafe-eval'", studio, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", studio.Split(';').Single(part => part.Trim().StartsWith("script-src", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (var path in new[] { ProcedureLinks.Draw("inconnu"), StudioLinks.Execution("inconnu"), "/administration" })
        {
            Assert.DoesNotContain("unsafe", await PolicyAsync(path), StringComparison.Ordinal);
        }

        async Task<string> PolicyAsync(string path)
        {
            using var answer = await http.GetAsync(path);
            return answer.Headers.GetValues("Content-Security-Policy").Single();
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");
        foreach (var path in new[] { ProcedureLinks.Draw("inconnu"), ProcedureLinks.Draw("index.html"), StudioLinks.Execution("inconnu") })
        {
            await browser.GoAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, browser.Status);
        }
    }

    [Theory]
    [InlineData(StudioLinks.Base + "workflows/definitions", StudioLinks.Definitions)]
    [InlineData("/workflows/definitions/candidature/edit", StudioLinks.Base + "candidature")]
    [InlineData("/workflows/instances", StudioLinks.Executions)]
    [InlineData("/diagnostics/structured-logs", AdministrationLinks.Instances)]
    public async Task Where_Studio_sends_its_user_is_where_they_arrive(string path, string expected)
    {
        var app = await shared.OnAsync();
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(path);

        Assert.Equal(expected, browser.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient http, HttpMethod method, string path, string accepted)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accepted.Length > 0)
        {
            request.Headers.AcceptEncoding.ParseAdd(accepted);
        }

        return await http.SendAsync(request);
    }
}
