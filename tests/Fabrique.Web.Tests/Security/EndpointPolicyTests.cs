using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Security;

public sealed class EndpointPolicyTests
{
    // Reviewed one by one: nothing here shows what is not public, or changes anything of ours.
    private static readonly string[] Anonymous =
    [
        "/",
        "/_dsfr",
        "/accessibilite",
        "/administration/circuits/appsettings.json",
        "/agenda/{secret}.ics",
        "/annuaire-demo/5f0e1c7a-3a64-4c2f-9d0b-6b1f2a7c9e10/oauth2/v2.0/logout",
        "/annuaire-demo/{tenant}/oauth2/v2.0/authorize",
        "/appels",
        "/appels/{slug}",
        "/connexion",
        "/connexion/refus",
        "/contact",
        "/deconnexion",
        "/donnees-personnelles",
        "/elsa/api/package/version",
        "/elsa/api/{**path}",
        "/erreur/{code:int}",
        "/evenement",
        "/mentions-legales",
        "/produits",
        "/produits/{ghid}",
        "/resume/arret",
        "/sante/pret",
        "/sante/vivant",
        "/version",
        "/{**path}",
    ];

    [Fact]
    public async Task Every_endpoint_names_a_policy_or_is_anonymous_on_purpose()
    {
        await using var app = await FabriqueApp.StartAsync();

        // In Development only, the framework adds one for files made since the build: the fallback policy guards it.
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => Route(endpoint) != "/{**path:file}").ToList();
        Assert.True(endpoints.Count > 30);
        Assert.Empty(Undecided(endpoints));
        Assert.Equal(Anonymous, endpoints.Where(IsAnonymous).Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null).Select(Route).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_endpoint_that_decided_nothing_is_found()
    {
        Assert.Equal(["/oubli", "/vague"], Undecided(
        [
            Endpoint("/oubli"),
            Endpoint("/vague", new AuthorizeAttribute()),
            Endpoint("/ferme", new AuthorizeAttribute("team")),
            Endpoint("/ouvert", new AllowAnonymousAttribute()),
        ]));

        static RouteEndpoint Endpoint(string route, params object[] metadata) =>
            new(_ => Task.CompletedTask, RoutePatternFactory.Parse(route), 0, new EndpointMetadataCollection(metadata), route);
    }

    private static List<string> Undecided(IEnumerable<RouteEndpoint> endpoints) =>
        [.. endpoints.Where(endpoint => !IsAnonymous(endpoint) && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().All(data => string.IsNullOrEmpty(data.Policy))).Select(Route)];

    private static bool IsAnonymous(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Route(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
}
