namespace Fabrique.Web.Setup;

internal static class IdentitySetup
{
    public static WebApplicationBuilder AddFabriqueIdentity(this WebApplicationBuilder builder) => builder;
}
