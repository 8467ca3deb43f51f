using System.ComponentModel.DataAnnotations;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.SendEvent;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Workflows;

namespace Fabrique.Web.Setup;

/// <summary>Section <c>Workflows:Retention</c>: how long procedures that are over are kept.</summary>
public sealed class ProcedureRetention
{
    public const string Section = "Workflows:Retention";

    /// <summary>Days after its end during which a procedure is kept, with its journal; for ever when absent.</summary>
    [Range(1, 36_500, ErrorMessage = "Workflows:Retention:FinishedDays doit être un nombre de jours, de 1 à 36500, ou rester absent pour tout conserver.")]
    public int? FinishedDays { get; init; }

    public void ApplyTo(RetentionOptions retention)
    {
        if (FinishedDays is { } days and > 0)
        {
            retention.Finished = retention.Cancelled = retention.Faulted = TimeSpan.FromDays(days);
        }
    }
}

/// <summary>Section <c>Workflows:Limits</c>: beyond what a procedure is taken for a runaway. The runtime's own limits where one is absent.</summary>
public sealed class ProcedureLimits : IValidatableObject
{
    public const string Section = "Workflows:Limits";

    public int? LaunchDepth { get; init; }

    public int? LaunchesPerInstance { get; init; }

    public int? LaunchesPerHour { get; init; }

    public int? StepsPerInstance { get; init; }

    public int? StepsPerHour { get; init; }

    public int? MailsPerInstance { get; init; }

    public int? MailsPerHour { get; init; }

    public int? TasksPerInstance { get; init; }

    public int? TasksPerHour { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => new (string Name, int? Value)[]
        {
            (nameof(LaunchDepth), LaunchDepth),
            (nameof(LaunchesPerInstance), LaunchesPerInstance),
            (nameof(LaunchesPerHour), LaunchesPerHour),
            (nameof(StepsPerInstance), StepsPerInstance),
            (nameof(StepsPerHour), StepsPerHour),
            (nameof(MailsPerInstance), MailsPerInstance),
            (nameof(MailsPerHour), MailsPerHour),
            (nameof(TasksPerInstance), TasksPerInstance),
            (nameof(TasksPerHour), TasksPerHour),
        }
        .Where(limit => limit.Value < 1)
        .Select(limit => new ValidationResult($"{Section}:{limit.Name} doit être un nombre à partir de 1, ou rester absent."));

    public void ApplyTo(RunawayLimits limits)
    {
        limits.LaunchDepth = LaunchDepth ?? limits.LaunchDepth;
        limits.LaunchesPerInstance = LaunchesPerInstance ?? limits.LaunchesPerInstance;
        limits.LaunchesPerHour = LaunchesPerHour ?? limits.LaunchesPerHour;
        limits.StepsPerInstance = StepsPerInstance ?? limits.StepsPerInstance;
        limits.StepsPerHour = StepsPerHour ?? limits.StepsPerHour;
        limits.MailsPerInstance = MailsPerInstance ?? limits.MailsPerInstance;
        limits.MailsPerHour = MailsPerHour ?? limits.MailsPerHour;
        limits.TasksPerInstance = TasksPerInstance ?? limits.TasksPerInstance;
        limits.TasksPerHour = TasksPerHour ?? limits.TasksPerHour;
    }
}

/// <summary>The runtime, and what surrounds it.</summary>
internal static class WorkflowsSetup
{
    public static WebApplicationBuilder AddFabriqueWorkflows(this WebApplicationBuilder builder, ModuleSet modules)
    {
        builder.Services
            .AddSettings<ProcedureRetention>(ProcedureRetention.Section)
            .AddSettings<ProcedureLimits>(ProcedureLimits.Section);
        builder.Services
            .AddProcedures(modules, workflows =>
            {
                builder.Configuration.GetSection(ProcedureRetention.Section).Get<ProcedureRetention>()?.ApplyTo(workflows.Retention);
                builder.Configuration.GetSection(ProcedureLimits.Section).Get<ProcedureLimits>()?.ApplyTo(workflows.Limits);
                workflows.Retention.FindUnsettled = (services, subjects, stop) => services.GetRequiredService<IncidentInbox>().FindUnsettledAsync(subjects, stop);
                workflows.CreateEventLink = (services, link) => services.GetRequiredService<EventLinks>().Write(link);
                HttpWorkflowsSetup.Limit(workflows.Http, builder.Configuration);
            })
            .AddSingleton<DemoData>()
            .AddSingleton<DefinitionReview>()
            .AddScoped<ExistingSubjects>()
            .AddSingleton<ProcedureSimulator>()
            .AddScoped<PublishedVersions>()
            .AddScoped<WritingSteps>();
        return builder;
    }

    /// <summary>Publishes the shipped definitions that are new or have changed; one that has a problem stops the start.</summary>
    public static Task PublishShippedWorkflowsAsync(this WebApplication app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<WorkflowPublisher>().PublishShippedAsync(ShippedWorkflows.Folder(app.Configuration), cancellationToken);
}
