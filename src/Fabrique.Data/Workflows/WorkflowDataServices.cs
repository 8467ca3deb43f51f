using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

public static class WorkflowDataServices
{
    /// <summary>Lets the workflow runtime work in <see cref="FabriqueDbContext"/>'s database, and pages write signals with their own changes.</summary>
    public static IServiceCollection AddWorkflowDatabase(this IServiceCollection services) => services
        .AddSingleton<IWorkflowDatabase, WorkflowDatabase>()
        .AddSingleton<DueNotices>()
        .AddScoped<IWorkflowSignals, WorkflowSignals>();
}
