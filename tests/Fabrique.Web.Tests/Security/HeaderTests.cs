using System.Text;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Security;

public sealed class HeaderTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly string[] Others = ["/css/fabrique.css", "/js/theme.js", "/nulle-part", "/erreur/500", "/taches/pas-un-identifiant", "/produits/inconnu", "/signin-oidc"];

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        var app = await shared.OnAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.Parameters.Count == 0 && endpoint.RoutePattern.RawText?.Contains("lib/", StringComparison.Ordinal) == false)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Distinct()
            .ToList();
        Assert.True(routes.Count > 20);
        foreach (var path in routes.Concat(Others))
        {
            using var answer = await http.GetAsync(path);
            AssertHeaders(answer, path);
        }

        using var content = new StringContent(new string('a', 1_100_000), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var tooLarge = await http.PostAsync("/deconnexion", content);
        AssertHeaders(tooLarge, "POST /deconnexion");
    }

    [Fact]
    public async Task What_is_for_one_person_is_stored_nowhere_and_what_is_for_everybody_may_be()
    {
        var app = await shared.OnAsync();
        var mail = await app.ReadAsync(db => db.OutgoingMails.Select(mail => mail.Id).FirstAsync());
        using var browser = await app.BrowseAsync("admin");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        foreach (var path in new[] { "/", "/contact", "/mon-espace", "/administration/envois", $"/administration/envois/{mail}", $"/administration/envois/{mail}/apercu", "/administration/procedures/candidature/versions/1/export", "/elsa/api/package/version", "/elsa/api/workflow-definitions", "/nulle-part", "/erreur/500", "/administration/circuits" })
        {
            Assert.Equal((path, "no-store"), (path, await CachingAsync(path, browser.CookieHeader)));
        }

        Assert.Equal("no-store", await CachingAsync("/elsa/api/workflow-definitions", ""));
        foreach (var path in new[] { "/css/fabrique.css", "/js/theme.js", "/lib/dsfr/dsfr.min.css" })
        {
            Assert.Equal(await CachingAsync(path, ""), await CachingAsync(path, browser.CookieHeader));
            Assert.DoesNotContain("no-store", await CachingAsync(path, browser.CookieHeader), StringComparison.Ordinal);
        }

        async Task<string> CachingAsync(string path, string cookies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
            using var answer = await http.SendAsync(request);
            return answer.Headers.CacheControl?.ToString() ?? "";
        }
    }

    /// <summary>Arriving by a link of a webmail must not break the forms that are open in other tabs.</summary>
    [Fact]
    public async Task No_cookie_of_ours_is_strict_and_none_is_for_other_sites()
    {
        var app = await shared.OnAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles&id={Guid.CreateVersion7()}");
        using var browser = await app.BrowseAsync("agent");
        request.Headers.Add("Cookie", browser.CookieHeader.Split("; ").Where(cookie => !cookie.Contains("formulaire", StringComparison.Ordinal)));
        using var answer = await http.SendAsync(request);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.Contains("formulaire", StringComparison.Ordinal));
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertHeaders(HttpResponseMessage answer, string path)
    {
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        if (!path.StartsWith("/administration/travaux/hangfire", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        }

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"), path);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values)
            ? string.Join(' ', values)
            : throw new Xunit.Sdk.XunitException($"{path} ({(int)answer.StatusCode}) has no {name}.");
    }
}
