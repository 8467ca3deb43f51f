using Fabrique.Data.Workflows;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Wording;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>What procedures need to run, in reality and in a simulation.</summary>
public static class ProcedureServices
{
    public static IServiceCollection AddProcedures(this IServiceCollection services, ModuleSet modules, Action<WorkflowOptions>? configure = null)
    {
        services.AddWorkflowRuntime(workflows =>
        {
            workflows.Tell = WorkflowSentences.Tell;
            workflows.CreateEventLink = (_, link) => $"https://simulation.invalid/{Uri.EscapeDataString(link.EventName)}";
            configure?.Invoke(workflows);
        });
        services.AddWorkflowDatabase();
        modules.AddTo(services);
        return services
            .AddSingleton<SimulatedSubjects>()
            .AddScoped<ConflictReport>()
            .AddScoped<UseCaseRunner>();
    }
}
