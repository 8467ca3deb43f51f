using System.ComponentModel.DataAnnotations;
using Fabrique.Data.Workflows;
using Fabrique.Web.Common;
using Fabrique.Web.Features.Administration;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.CollectOpinions;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Calls.CloseCall;
using Fabrique.Web.Features.Calls.OpenCall;
using Fabrique.Web.Features.Calls.RemindDrafts;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Messages;
using Fabrique.Web.Features.Messages.SendMessage;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.DeleteVersion;
using Fabrique.Web.Features.Procedures.Drawings;
using Fabrique.Web.Features.Procedures.MigrateInstances;
using Fabrique.Web.Features.Procedures.PublishProcedure;
using Fabrique.Web.Features.Procedures.RetractProcedure;
using Fabrique.Web.Features.Procedures.ShowProcedure;
using Fabrique.Web.Features.Procedures.Simulation;
using Fabrique.Web.Features.Procedures.Timelines;
using Fabrique.Web.Features.Procedures.WaitForDate;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.LaunchProduct;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Features.Work;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Features.Work.RemindTasks;
using Fabrique.Web.Platform.Wording;
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
            retention.Finished = retention.Cancelled = retention.Faulted = retention.SetAsideSignals = TimeSpan.FromDays(days);
        }
    }
}

/// <summary>The runtime, our activities, and the use cases that pages and activities share.</summary>
internal static class WorkflowsSetup
{
    public static WebApplicationBuilder AddFabriqueWorkflows(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<ProcedureRetention>(ProcedureRetention.Section);
        builder.Services
            .AddProcedures(workflows =>
            {
                builder.Configuration.GetSection(ProcedureRetention.Section).Get<ProcedureRetention>()?.ApplyTo(workflows.Retention);
                HttpWorkflowsSetup.Limit(workflows.Http, builder.Configuration);
            })
            .AddSingleton<DemoData>()
            .AddSingleton<DefinitionReview>()
            .AddSingleton<ProcedureReview>()
            .AddScoped<DecideShippedHandler>()
            .AddScoped<DeleteVersionHandler>()
            .AddScoped<ExistingSubjects>()
            .AddScoped<MigrateInstancesHandler>()
            .AddScoped<ProcedureAudit>()
            .AddScoped<ProcedureReader>()
            .AddScoped<PublishProcedureHandler>()
            .AddScoped<RetractProcedureHandler>()
            .AddScoped<RevertProcedureHandler>()
            .AddSingleton<ProcedureSimulator>();
        return builder;
    }

    /// <summary>What a procedure needs to run, in reality and in a simulation.</summary>
    public static IServiceCollection AddProcedures(this IServiceCollection services, Action<WorkflowOptions>? configure = null)
    {
        services.AddWorkflowRuntime(workflows =>
        {
            workflows.Tell = WorkflowSentences.Tell;
            configure?.Invoke(workflows);
        });
        services.AddWorkflowDatabase();
        services
            .AddWorkflowActivity<CloseCall>()
            .AddWorkflowActivity<CollectOpinions>()
            .AddWorkflowActivity<DecideApplication>()
            .AddWorkflowActivity<DoTask>()
            .AddWorkflowActivity<HoldCheckpoint>()
            .AddWorkflowActivity<LaunchProduct>()
            .AddWorkflowActivity<NameProductTeam>()
            .AddWorkflowActivity<OpenCall>()
            .AddWorkflowActivity<RemindDrafts>()
            .AddWorkflowActivity<SendMessage>()
            .AddWorkflowActivity<StartCycle>()
            .AddWorkflowActivity<WaitForDate>();
        return services
            .AddSingleton<DrawingRule, InputRule>()
            .AddSingleton<DrawingRule, TaskRule>()
            .AddSingleton<PublishedDrawings>()
            .AddScoped<ApplicationLoader>()
            .AddScoped<CallsJob>()
            .AddScoped<CompleteTaskHandler>()
            .AddScoped<ConflictReport>()
            .AddScoped<ConflictRetry>()
            .AddScoped<GiveOpinionHandler>()
            .AddScoped<InstanceSubjects>()
            .AddScoped<NameTeamHandler>()
            .AddScoped<OpinionReader>()
            .AddScoped<ProductLoader>()
            .AddScoped<RecordCheckpointHandler>()
            .AddScoped<RecordDecisionHandler>()
            .AddScoped<RemindTasksJob>()
            .AddScoped<RetentionJob>()
            .AddScoped<SaveApplicationHandler>()
            .AddScoped<SignalsJob>()
            .AddScoped<SubjectMessages>()
            .AddScoped<TaskAssignees>()
            .AddScoped<TaskLoader>()
            .AddScoped<TimelineReader>()
            .AddScoped<TimersJob>()
            .AddScoped<WithdrawApplicationHandler>();
    }

    /// <summary>Publishes the shipped definitions that are new or have changed; one that has a problem stops the start.</summary>
    public static Task PublishShippedWorkflowsAsync(this WebApplication app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<WorkflowPublisher>().PublishShippedAsync(ShippedWorkflows.Folder(app.Configuration), cancellationToken);
}
