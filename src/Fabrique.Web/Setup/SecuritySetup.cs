namespace Fabrique.Web.Setup;

internal static class SecuritySetup
{
    public static WebApplicationBuilder AddFabriqueSecurity(this WebApplicationBuilder builder) => builder;
}
