using System.Text;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Security;

public sealed class HeaderTests
{
    private static readonly string[] Others = ["/css/fabrique.css", "/js/theme.js", "/nulle-part", "/erreur/500", "/taches/pas-un-identifiant", "/produits/inconnu", "/signin-oidc"];

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var app = await FabriqueApp.StartAsync();
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

    private static void AssertHeaders(HttpResponseMessage answer, string path)
    {
        var policy = Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        if (!path.StartsWith("/administration/travaux", StringComparison.Ordinal))
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
