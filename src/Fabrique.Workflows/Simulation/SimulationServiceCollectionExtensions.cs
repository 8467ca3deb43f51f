using Fabrique.Workflows.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Workflows;

/// <summary>Makes a container one that simulates.</summary>
public static class SimulationServiceCollectionExtensions
{
    /// <summary>After <see cref="WorkflowServiceCollectionExtensions.AddWorkflowRuntime"/>: the runtime runs on the virtual clock, calls nothing outside, and lets a simulation choose.</summary>
    /// <param name="services">The collection of a <see cref="SimulationWorld"/>.</param>
    /// <param name="clock">The virtual clock.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddWorkflowSimulation(this IServiceCollection services, SimulationClock clock)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        services.AddSingleton(clock);
        services.AddSingleton<SimulationSession>();
        return services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var session = provider.GetRequiredService<SimulationSession>();
            return new ActivityRegistry(provider.GetServices<Activity>(), type => SimulatedActivity.Replace(type, session));
        }));
    }
}
