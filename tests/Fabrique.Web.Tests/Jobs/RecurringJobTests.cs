using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications.RemindDrafts;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Operations;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Hangfire;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Jobs;

public sealed class RecurringJobTests
{
    [Fact]
    public void Every_job_is_a_line_of_the_table_and_only_once()
    {
        var types = typeof(IRecurringJob).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }).ToList();
        var sources = types.Where(type => type.IsAssignableTo(typeof(DueSource))).ToList();
        Assert.True(sources.Count >= 3);
        var jobs = types.Where(type => !type.IsGenericType && type.IsAssignableTo(typeof(IRecurringJob))).Concat(sources.Select(source => typeof(DueItemsJob<>).MakeGenericType(source))).ToHashSet();
        Assert.True(jobs.Count >= 7);
        var lines = ModuleSamples.Services.GetRequiredService<RecurringJobs>().Lines;
        Assert.Equal(jobs, lines.Select(line => line.JobType).ToHashSet());
        Assert.Equal(lines.Count, lines.Select(line => line.Name).Distinct().Count());
        Assert.Equal(lines.Count, jobs.Count);
    }

    [Theory]
    [EngineData]
    public async Task A_job_that_left_the_table_is_forgotten_at_start(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        app.Services.GetRequiredService<IRecurringJobManager>().AddOrUpdate<RecurringJobRunner>("ancien", runner => runner.RunAsync("ancien", CancellationToken.None), "0 0 1 1 *");
        Assert.Contains("ancien", Names());
        JobsSetup.Declare(app.Services);
        Assert.Equal(ModuleSamples.Services.GetRequiredService<RecurringJobs>().Lines.Select(line => line.Name).Order(StringComparer.Ordinal), Names());

        List<string> Names()
        {
            using var connection = app.Services.GetRequiredService<JobStorage>().GetConnection();
            return [.. connection.GetRecurringJobs().Select(job => job.Id).Order(StringComparer.Ordinal)];
        }
    }

    [Fact]
    public async Task A_source_of_due_items_has_the_name_of_its_line()
    {
        await using var app = await FabriqueApp.StartAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var lines = scope.ServiceProvider.GetRequiredService<RecurringJobs>().Lines.Where(line => line.JobType.IsGenericType).ToList();
        Assert.True(lines.Count >= 3);
        Assert.All(lines, line => Assert.Equal(line.Name, ((DueSource)scope.ServiceProvider.GetRequiredService(line.JobType.GenericTypeArguments[0])).Name));
    }

    [Theory]
    [EngineData(typeof(TimersJob))]
    [EngineData(typeof(SignalsJob))]
    [EngineData(typeof(DueItemsJob<TaskReminders>))]
    [EngineData(typeof(DueItemsJob<DraftReminders>))]
    [EngineData(typeof(DueItemsJob<DailyDigest>))]
    [EngineData(typeof(DueItemsJob<OutboxSource>))]
    [EngineData(typeof(RetentionJob))]
    public async Task A_job_run_twice_or_eight_times_at_once_does_nothing_more(Engine engine, Type job)
    {
        var before = await PlayAsync(engine, job, _ => Task.CompletedTask);
        var once = await PlayAsync(engine, job, app => RunAsync(app, job));
        var twice = await PlayAsync(engine, job, async app =>
        {
            await RunAsync(app, job);
            await RunAsync(app, job);
        });

        // What was held by a run that came first is left for the next tick.
        var eightAtOnce = await PlayAsync(engine, job, async app =>
        {
            await AtOnce.RunAsync(8, async _ =>
            {
                await RunAsync(app, job);
                return true;
            });
            await RunAsync(app, job);
        });
        Assert.NotEqual(before, once);
        Assert.Equal(once, twice);
        Assert.Equal(once, eightAtOnce);
    }

    [Fact]
    public async Task A_job_under_way_is_not_begun_again_and_holds_up_no_other()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.JumpAsync(app.Now.AddDays(40));
        var atWork = app.Services.GetRequiredService<JobsAtWork>();
        var before = await app.DescribeAsync();
        Assert.True(atWork.TryBegin("reminders"));
        await RunAsync(app, "reminders");
        Assert.Equal(before, await app.DescribeAsync());

        await RunAsync(app, "timers");
        var afterTimers = await app.DescribeAsync();
        Assert.NotEqual(before, afterTimers);

        atWork.End("reminders");
        await RunAsync(app, "reminders");
        Assert.NotEqual(afterTimers, await app.DescribeAsync());
        Assert.True(atWork.TryBegin("reminders"), "The job still passes for being under way.");
    }

    private static async Task<string> PlayAsync(Engine engine, Type job, Func<FabriqueApp, Task> play)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        if (job == typeof(DueItemsJob<DraftReminders>))
        {
            await AskForDraftsAsync(app);
        }
        else
        {
            await app.JumpAsync(app.Now.AddDays(40));
        }

        if (job == typeof(DueItemsJob<OutboxSource>) || job == typeof(DueItemsJob<DailyDigest>))
        {
            await RunAsync(app, typeof(DueItemsJob<TaskReminders>));
            await app.JumpAsync(app.Now.AddDays(4));
        }

        if (job == typeof(DueItemsJob<OutboxSource>))
        {
            await RunAsync(app, typeof(DueItemsJob<DailyDigest>));
        }
        else if (job == typeof(SignalsJob))
        {
            await LeaveSignalAsync(app);
        }
        else if (job == typeof(RetentionJob))
        {
            await FinishLongAgoAsync(app);
        }

        await play(app);
        return await app.DescribeAsync();
    }

    // Seven days before the call closes, as its procedure asks.
    private static async Task AskForDraftsAsync(FabriqueApp app)
    {
        await app.JumpAsync(ParisTime.ToUtc(new DateOnly(2026, 1, 27), new TimeOnly(10, 0)));
        await RunAsync(app, typeof(TimersJob));
        Assert.Equal(1, await app.ReadAsync(db => db.DueRequests.CountAsync()));
    }

    // As a request that was killed between its commit and the execution of what it asked for.
    private static async Task LeaveSignalAsync(FabriqueApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var running = await services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = "candidature", Status = WorkflowStatus.Running });
        services.GetRequiredService<IWorkflowSignals>().Cancel(running[0].Id);
        await services.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
    }

    private static async Task FinishLongAgoAsync(FabriqueApp app)
    {
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var running = await runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "candidature", Status = WorkflowStatus.Running });
        await runtime.CancelAsync(running[0].Id);
        app.Services.GetRequiredService<WorkflowOptions>().Retention.Cancelled = TimeSpan.FromDays(30);
        await app.JumpAsync(app.Now.AddDays(31));
    }

    // As Hangfire does.
    private static async Task RunAsync(FabriqueApp app, string name)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RecurringJobRunner>().RunAsync(name, CancellationToken.None);
    }

    private static async Task RunAsync(FabriqueApp app, Type job)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await ((IRecurringJob)scope.ServiceProvider.GetRequiredService(job)).RunAsync(CancellationToken.None);
    }
}
