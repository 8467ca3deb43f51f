using System.Diagnostics.Metrics;
using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Telemetry;

/// <summary>Counts what is due and not yet done, queue by queue, each time somebody collects the measures, and never otherwise.</summary>
internal sealed class QueueDepths(IMeterFactory meters, IServiceScopeFactory scopes, TimeProvider clock) : IHostedService
{
    public const string InstrumentName = "fabrique.queue.depth";
    public const string QueueTag = "fabrique.queue";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(FabriqueTelemetry.Name).CreateObservableGauge(InstrumentName, Count, "{item}", "What is due and not yet done, by queue");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private List<Measurement<long>> Count()
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        db.Database.SetCommandTimeout(Patience);
        var now = clock.GetUtcNow().UtcDateTime;
        return
        [
            Of("outbox", db.OutgoingMails.LongCount(mail => mail.Status == MailStatus.Pending && mail.DueAt <= now)),
            Of("signals", db.Set<WorkflowSignalRow>().LongCount(signal => signal.DueAt <= now)),
            Of("timers", db.Set<WorkflowBookmarkRow>().LongCount(bookmark => bookmark.DueAt <= now)),
            Of("retries", db.DueAttempts.LongCount(attempt => attempt.FailedAt == null && attempt.NextAt <= now)),
        ];
    }

    private static Measurement<long> Of(string queue, long count) => new(count, KeyValuePair.Create<string, object?>(QueueTag, queue));
}
