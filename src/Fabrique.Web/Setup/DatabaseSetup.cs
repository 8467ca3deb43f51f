namespace Fabrique.Web.Setup;

internal static class DatabaseSetup
{
    public static WebApplicationBuilder AddFabriqueDatabase(this WebApplicationBuilder builder) => builder;
}
