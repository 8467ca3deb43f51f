using System.Net;
using System.Web;
using Fabrique.Testing;

namespace Fabrique.Web.Tests.Setup;

/// <summary>What the product takes from a reverse proxy in front of it, and what it leaves: README says the same.</summary>
public sealed class ReverseProxyTests
{
    private const string Public = "localhost:8443";

    [Theory]
    [InlineData(true, "https")]
    [InlineData(false, "http")]
    public async Task The_scheme_comes_from_the_proxy_when_it_is_trusted_and_the_name_is_the_Host_that_it_keeps(bool isTrusted, string scheme)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        await using var fabrique = await FabriqueProcess.StartAsync(
            [.. database.Settings, new("Demo:Data", "false"), new("ASPNETCORE_FORWARDEDHEADERS_ENABLED", isTrusted ? "true" : null)]);
        using var proxy = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = fabrique.Address };
        proxy.DefaultRequestHeaders.Host = Public;
        proxy.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        proxy.DefaultRequestHeaders.Add("X-Forwarded-Host", "ailleurs.example");
        proxy.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/ailleurs");

        using var signIn = await proxy.GetAsync(new Uri("/connexion?compte=admin", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Redirect, signIn.StatusCode);
        Assert.Equal($"{scheme}://{Public}/signin-oidc", HttpUtility.ParseQueryString(signIn.Headers.Location!.Query)["redirect_uri"]);

        var studio = await proxy.GetStringAsync(new Uri("/administration/circuits/appsettings.json", UriKind.Relative));
        Assert.Contains($"{scheme}://{Public}/elsa/api", studio, StringComparison.Ordinal);

        // Anonymous: what comes from this site is asked who it is, what comes from another one is not even that.
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(proxy, $"{scheme}://{Public}"));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient proxy, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-instances") { Headers = { { "Origin", origin } } };
        using var answer = await proxy.SendAsync(request);
        return answer.StatusCode;
    }
}
