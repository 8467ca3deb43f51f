namespace Fabrique.Web.Setup;

internal static class JobsSetup
{
    public static WebApplicationBuilder AddFabriqueJobs(this WebApplicationBuilder builder) => builder;
}
