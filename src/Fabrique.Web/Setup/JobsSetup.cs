using System.Collections.Concurrent;
using System.Diagnostics;
using Fabrique.Data.Auditing;
using Fabrique.Data.Connections;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Platform.Operations;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.Storage;

namespace Fabrique.Web.Setup;

/// <summary>What Hangfire calls: a name of the table, nothing else.</summary>
public sealed class RecurringJobRunner(IServiceProvider services, RecurringJobs jobs, AuditScope audit, JobsAtWork atWork, JobFailures failures, TimeProvider clock)
{
    // A run that is missed or fails is made up for by the next one: whatever was due still is.
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        if (!atWork.TryBegin(name))
        {
            return;
        }

        using var span = FabriqueTelemetry.Source.StartActivity($"run:{name}");
        try
        {
            audit.UseCase = $"job:{name}";
            var line = jobs.Lines.Single(line => line.Name == name);
            var job = (IRecurringJob)services.GetRequiredService(line.JobType);
            await Watchdog.RunAsync(
                async token =>
                {
                    await job.RunAsync(token);
                    return name;
                },
                job.Bound,
                clock,
                cancellationToken);
            await failures.ClearAsync(name);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            await failures.NoteAsync(name, failure);
            throw;
        }
        finally
        {
            atWork.End(name);
        }
    }
}

/// <summary>
/// The jobs under way in this process: a long one is not begun again beside itself, where it would only take workers from the others.
/// Between processes, what is due is claimed row by row; a lock in Hangfire's storage would outlive a killed process by ten minutes.
/// </summary>
public sealed class JobsAtWork
{
    private readonly ConcurrentDictionary<string, bool> names = new(StringComparer.Ordinal);

    /// <returns>False when the job is under way already.</returns>
    public bool TryBegin(string name) => names.TryAdd(name, true);

    public void End(string name) => names.TryRemove(name, out _);
}

internal static class JobsSetup
{
    public const string DashboardPath = AdministrationLinks.JobDashboard;

    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan QueuePollingInterval = TimeSpan.FromSeconds(1);

    public static WebApplicationBuilder AddFabriqueJobs(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<RecurringJobRunner>();
        builder.Services.AddSingleton<JobsAtWork>();
        builder.Services.AddSingleton<JobFailures>();
        builder.Services.AddHangfire((services, hangfire) =>
        {
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            var database = services.GetRequiredService<DatabaseOptions>();
            if (database.Provider is DatabaseProvider.Postgres)
            {
                hangfire.UsePostgreSqlStorage(
                    storage => storage.UseNpgsqlConnection(database.ConnectionString),
                    new PostgreSqlStorageOptions { QueuePollInterval = QueuePollingInterval });
            }
            else
            {
                hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
            }
        });
        if (builder.Configuration.GetSection(FabriqueOptions.Section).Get<FabriqueOptions>() is null or { RunsJobs: true })
        {
            builder.Services.AddHangfireServer(server =>
            {
                server.WorkerCount = 4;
                server.SchedulePollingInterval = PollingInterval;
            });
            builder.Services.AddHostedService<ProcedureClock>();
        }

        return builder;
    }

    public static WebApplication MapFabriqueJobs(this WebApplication app)
    {
        app.MapHangfireDashboard(DashboardPath, new DashboardOptions
        {
            // The endpoint's own policy decides; Hangfire's default lets in whoever calls from this machine.
            Authorization = [],
            AppPath = AdministrationLinks.Jobs,
            DashboardTitle = "Travaux planifiés",
            DisplayStorageConnectionString = false,
        }).RequireAuthorization(Policies.Administrator);
        app.Lifetime.ApplicationStarted.Register(() => Declare(app.Services));
        return app;
    }

    internal static void Declare(IServiceProvider services)
    {
        var manager = services.GetRequiredService<IRecurringJobManager>();
        var lines = services.GetRequiredService<RecurringJobs>().Lines;
        using (var connection = services.GetRequiredService<JobStorage>().GetConnection())
        {
            foreach (var job in connection.GetRecurringJobs().Where(job => lines.All(line => line.Name != job.Id)))
            {
                manager.RemoveIfExists(job.Id);
            }
        }

        foreach (var line in lines)
        {
            manager.AddOrUpdate<RecurringJobRunner>(
                line.Name,
                runner => runner.RunAsync(line.Name, CancellationToken.None),
                line.Cron,
                new RecurringJobOptions { TimeZone = ParisTime.Zone, MisfireHandling = MisfireHandlingMode.Ignorable });
        }
    }
}
