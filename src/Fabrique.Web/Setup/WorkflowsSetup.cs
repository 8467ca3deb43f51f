namespace Fabrique.Web.Setup;

internal static class WorkflowsSetup
{
    public static WebApplicationBuilder AddFabriqueWorkflows(this WebApplicationBuilder builder) => builder;
}
