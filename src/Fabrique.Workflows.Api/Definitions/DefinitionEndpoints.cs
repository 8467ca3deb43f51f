using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Definitions of workflows.</summary>
internal static class DefinitionEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        DefinitionQueries.Map(group);
        DefinitionEditing.Map(group);
        DefinitionTransfer.Map(group);
        DefinitionRuns.Map(group);
        DefinitionGraph.Map(group);
        ActivityTrials.Map(group);
    }

    public static WorkflowDefinitionStore Definitions(this HttpContext context) => context.RequestServices.GetRequiredService<WorkflowDefinitionStore>();

    public static WorkflowPublisher Publisher(this HttpContext context) => context.RequestServices.GetRequiredService<WorkflowPublisher>();

    public static ActivityRegistry Registry(this HttpContext context) => context.RequestServices.GetRequiredService<ActivityRegistry>();

    /// <summary>Says a message of the runtime in the words of the host.</summary>
    public static string InWords(this HttpContext context, WorkflowMessage message) => context.RequestServices.GetRequiredService<WorkflowOptions>().Tell(message);

    public static string InWords(this HttpContext context, Exception exception) => context.InWords(WorkflowMessage.Of(exception));

    public static DefinitionShape Shape(this HttpContext context) => new(context.Definitions(), context.Registry());

    public static WorkflowApiOptions ApiOptions(this HttpContext context) => context.RequestServices.GetRequiredService<WorkflowApiOptions>();

    /// <summary>Answers a whole version; 404 when there is none.</summary>
    public static async Task<IResult> DefinitionAsync(this HttpContext context, WorkflowVersion? version) =>
        version is null ? ApiResults.NotFound() : ApiResults.Ok(await context.Shape().FullAsync(version, context.User, context.RequestAborted));
}
