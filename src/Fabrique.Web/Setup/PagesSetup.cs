namespace Fabrique.Web.Setup;

internal static class PagesSetup
{
    public static WebApplicationBuilder AddFabriquePages(this WebApplicationBuilder builder) => builder;
}
