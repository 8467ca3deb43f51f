namespace Fabrique.Web.Setup;

internal static class HealthSetup
{
    public static WebApplicationBuilder AddFabriqueHealth(this WebApplicationBuilder builder) => builder;
}
