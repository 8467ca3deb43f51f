using Fabrique.Data.Workflows;
using Fabrique.Web.Common;
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
using Fabrique.Web.Features.Procedures.Timelines;
using Fabrique.Web.Features.Procedures.WaitForDate;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.LaunchProduct;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Products.StartCycle;
using Fabrique.Web.Features.Work;
using Fabrique.Web.Features.Work.RemindTasks;
using Fabrique.Workflows;

namespace Fabrique.Web.Setup;

/// <summary>The runtime, our activities, and the use cases that pages and activities share.</summary>
internal static class WorkflowsSetup
{
    public static WebApplicationBuilder AddFabriqueWorkflows(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddWorkflowRuntime(workflows => HttpWorkflowsSetup.Limit(workflows.Http, builder.Configuration));
        services.AddWorkflowDatabase();
        services
            .AddWorkflowActivity<CloseCall>()
            .AddWorkflowActivity<CollectOpinions>()
            .AddWorkflowActivity<DecideApplication>()
            .AddWorkflowActivity<HoldCheckpoint>()
            .AddWorkflowActivity<LaunchProduct>()
            .AddWorkflowActivity<NameProductTeam>()
            .AddWorkflowActivity<OpenCall>()
            .AddWorkflowActivity<RemindDrafts>()
            .AddWorkflowActivity<SendMessage>()
            .AddWorkflowActivity<StartCycle>()
            .AddWorkflowActivity<WaitForDate>();
        services
            .AddScoped<ApplicationLoader>()
            .AddScoped<CallsJob>()
            .AddScoped<ConflictReport>()
            .AddScoped<ConflictRetry>()
            .AddScoped<GiveOpinionHandler>()
            .AddScoped<NameTeamHandler>()
            .AddScoped<OpinionReader>()
            .AddScoped<ProductLoader>()
            .AddScoped<RecordCheckpointHandler>()
            .AddScoped<RecordDecisionHandler>()
            .AddScoped<RemindTasksJob>()
            .AddScoped<SaveApplicationHandler>()
            .AddScoped<SignalsJob>()
            .AddScoped<SubjectMessages>()
            .AddScoped<TaskLoader>()
            .AddScoped<TimelineReader>()
            .AddScoped<TimersJob>()
            .AddScoped<WithdrawApplicationHandler>();
        services.AddSingleton<DemoData>();
        return builder;
    }

    /// <summary>Publishes the shipped definitions that are new or have changed; one that has a problem stops the start.</summary>
    public static Task PublishShippedWorkflowsAsync(this WebApplication app, CancellationToken cancellationToken) =>
        app.Services.GetRequiredService<WorkflowCatalog>().PublishShippedAsync(ShippedWorkflows.Folder(app.Configuration), cancellationToken);
}
