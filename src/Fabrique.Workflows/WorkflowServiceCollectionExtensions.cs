using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Activities.Http;
using Fabrique.Workflows.Activities.Mail;
using Fabrique.Workflows.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Workflows;

/// <summary>Registers the runtime.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Adds the runtime, its definitions, its runner and the activities of the library. The host adds an <see cref="IWorkflowDatabase"/> and logging.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddWorkflowRuntime(this IServiceCollection services, Action<WorkflowOptions>? configure = null)
    {
        var options = new WorkflowOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboundHttp>();
        services.AddSingleton<WorkflowHttpEndpoints>();
        services.AddSingleton<ActivityRegistry>();
        services.AddSingleton<WorkflowDefinitionStore>();
        services.AddSingleton<CompiledWorkflows>();
        services.AddSingleton(provider => new WorkflowPublisher(
            provider.GetRequiredService<IWorkflowDatabase>(),
            provider.GetRequiredService<WorkflowDefinitionStore>(),
            provider.GetRequiredService<CompiledWorkflows>(),
            provider.GetRequiredService<ActivityRegistry>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetServices<DrawingRule>()));
        services.AddSingleton<SignalRows>();
        services.AddSingleton<WorkflowAlarm>();
        services.AddSingleton<WorkflowObservers>();
        services.AddSingleton<ProcedureRates>();
        services.AddSingleton<StepRunner>();
        services.AddSingleton<TriggerSchedule>();
        services.AddSingleton<InstanceMigrator>();
        services.AddSingleton<InstanceEditor>();
        services.AddSingleton<SignalProcessor>();
        services.AddSingleton<IWorkflowRuntime, WorkflowRuntime>();
        services.AddSingleton(provider => new WorkflowRunner(
            provider.GetRequiredService<IWorkflowDatabase>(),
            provider.GetRequiredService<StepRunner>(),
            provider.GetRequiredService<SignalProcessor>(),
            provider.GetRequiredService<TriggerSchedule>(),
            provider.GetRequiredService<WorkflowAlarm>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Microsoft.Extensions.Logging.ILogger<WorkflowRunner>>()));
        return services
            .AddWorkflowActivity<Flowchart>()
            .AddWorkflowActivity<Sequence>()
            .AddWorkflowActivity<If>()
            .AddWorkflowActivity<Switch>()
            .AddWorkflowActivity<While>()
            .AddWorkflowActivity<For>()
            .AddWorkflowActivity<ForEach>()
            .AddWorkflowActivity<ParallelForEach>()
            .AddWorkflowActivity<Break>()
            .AddWorkflowActivity<Activities.Parallel>()
            .AddWorkflowActivity<Fork>()
            .AddWorkflowActivity<FlowNode>()
            .AddWorkflowActivity<Container>()
            .AddWorkflowActivity<Workflow>()
            .AddWorkflowActivity<Complete>()
            .AddWorkflowActivity<SetOutput>()
            .AddWorkflowActivity<Fault>()
            .AddWorkflowActivity<Log>()
            .AddWorkflowActivity<Start>()
            .AddWorkflowActivity<End>()
            .AddWorkflowActivity<Finish>()
            .AddWorkflowActivity<FlowDecision>()
            .AddWorkflowActivity<FlowSwitch>()
            .AddWorkflowActivity<FlowFork>()
            .AddWorkflowActivity<FlowJoin>()
            .AddWorkflowActivity<SetVariable>()
            .AddWorkflowActivity<SetName>()
            .AddWorkflowActivity<Correlate>()
            .AddWorkflowActivity<WriteLine>()
            .AddWorkflowActivity<RunJavaScript>()
            .AddWorkflowActivity<Delay>()
            .AddWorkflowActivity<StartAt>()
            .AddWorkflowActivity<Activities.Timer>()
            .AddWorkflowActivity<Cron>()
            .AddWorkflowActivity<Event>()
            .AddWorkflowActivity<PublishEvent>()
            .AddWorkflowActivity<RunTask>()
            .AddWorkflowActivity<DispatchWorkflow>()
            .AddWorkflowActivity<ExecuteWorkflow>()
            .AddWorkflowActivity<BulkDispatchWorkflows>()
            .AddWorkflowActivity<SendHttpRequest>()
            .AddWorkflowActivity<FlowSendHttpRequest>()
            .AddWorkflowActivity<HttpEndpoint>()
            .AddWorkflowActivity<WriteHttpResponse>()
            .AddWorkflowActivity<SendEmail>();
    }

    /// <summary>Adds a kind of activity. One object serves all executions: it takes singletons by its constructor, and the services of a step from its context.</summary>
    /// <typeparam name="TActivity">The activity, with an <see cref="ActivityAttribute"/>.</typeparam>
    /// <param name="services">The collection.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddWorkflowActivity<TActivity>(this IServiceCollection services)
        where TActivity : Activity => services.AddSingleton<Activity, TActivity>();
}
