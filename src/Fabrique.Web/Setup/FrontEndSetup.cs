namespace Fabrique.Web.Setup;

internal static class FrontEndSetup
{
    public static WebApplicationBuilder AddFabriqueFrontEnd(this WebApplicationBuilder builder) => builder;
}
