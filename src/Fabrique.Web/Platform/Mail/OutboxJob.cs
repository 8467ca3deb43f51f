using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Sends what the outbox holds. Each mail is held by a lease while it leaves: senders may be many, and one that dies is replaced once its lease is over.
/// Delivery is at least once, under a Message-Id that never changes.
/// </summary>
public sealed class OutboxJob(FabriqueDbContext db, IMailTransport transport, TimeProvider clock, ILogger<OutboxJob> logger) : IRecurringJob
{
    public const string Name = "outbox";

    private const int BatchSize = 50;

    /// <summary>Longer than a transport's patience.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(2);

    private DateTime Now
    {
        get
        {
            // PostgreSQL keeps microseconds: a lease must compare equal once read back.
            var now = clock.GetUtcNow().UtcDateTime;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var candidates = await Due(Now).Take(BatchSize).Select(mail => mail.Id).ToListAsync(cancellationToken);
            var claimed = 0;
            foreach (var id in candidates)
            {
                if (await ClaimAsync(id, cancellationToken) is not { } lease)
                {
                    continue;
                }

                claimed++;
                if (await SendAsync(id, lease, cancellationToken) is DeliveryResult.Unreachable)
                {
                    return;
                }
            }

            // Nothing was left for this sender: others hold the rest.
            if (claimed == 0)
            {
                return;
            }
        }
    }

    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Next()
        .MinAsync(mail => (DateTime?)(mail.LeasedUntil != null && mail.LeasedUntil > mail.DueAt ? mail.LeasedUntil : mail.DueAt), cancellationToken);

    // One person reads of one thing in the order it happened: a mail waits for the earlier ones.
    private IQueryable<OutgoingMail> Next() => db.OutgoingMails
        .AsNoTracking()
        .Where(mail => mail.Status == MailStatus.Pending)
        .Where(mail => !db.OutgoingMails.Any(earlier =>
            earlier.Status == MailStatus.Pending
            && earlier.SubjectKind == mail.SubjectKind
            && earlier.SubjectId == mail.SubjectId
            && earlier.ToAddress == mail.ToAddress
            && (earlier.CreatedAt < mail.CreatedAt || (earlier.CreatedAt == mail.CreatedAt && earlier.Id < mail.Id))));

    private IQueryable<OutgoingMail> Due(DateTime now) => Next()
        .Where(mail => mail.DueAt <= now && (mail.LeasedUntil == null || mail.LeasedUntil <= now))
        .OrderBy(mail => mail.CreatedAt)
        .ThenBy(mail => mail.Id);

    /// <summary>Whoever changes the row first holds it; the others change nothing. Works alike on both engines.</summary>
    private async Task<DateTime?> ClaimAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = Now;
        DateTime? lease = now + Lease;
        var held = await db.OutgoingMails
            .Where(mail => mail.Id == id && mail.Status == MailStatus.Pending && mail.DueAt <= now && (mail.LeasedUntil == null || mail.LeasedUntil <= now))
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.LeasedUntil, lease), cancellationToken);
        return held == 1 ? lease : null;
    }

    private async Task<DeliveryResult> SendAsync(Guid id, DateTime lease, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        var mail = await db.OutgoingMails.AsTracking().SingleAsync(mail => mail.Id == id, cancellationToken);
        var delivery = await transport.DeliverAsync(mail, cancellationToken);

        // What happened is recorded even when the application is asked to stop meanwhile.
        await db.Entry(mail).ReloadAsync(CancellationToken.None);
        if (delivery.Result is DeliveryResult.Accepted)
        {
            if (mail.Status is not MailStatus.Sent)
            {
                mail.MarkSent(Now);
            }
        }
        else if (mail.Status is MailStatus.Pending && mail.LeasedUntil == lease)
        {
            mail.RecordFailure(delivery.Error, delivery.Result is DeliveryResult.Refused, Now);
            Report(mail, delivery);
        }

        await db.SaveChangesAsync(CancellationToken.None);
        return delivery.Result;
    }

    private void Report(OutgoingMail mail, Delivery delivery)
    {
        if (mail.Status is MailStatus.Failed)
        {
            logger.LogError("Mail {Id} ({Template}) failed for good after {Attempts} attempts: {Error}", mail.Id, mail.Template, mail.Attempts, delivery.Error);
        }
        else
        {
            logger.LogWarning("Mail {Id} ({Template}) deferred to {DueAt:u} after {Attempts} attempts: {Error}", mail.Id, mail.Template, mail.DueAt, mail.Attempts, delivery.Error);
        }
    }
}
