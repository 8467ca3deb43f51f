namespace Fabrique.Web.Setup;

internal static class MailSetup
{
    public static WebApplicationBuilder AddFabriqueMail(this WebApplicationBuilder builder) => builder;
}
