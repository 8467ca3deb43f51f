using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Linq.Expressions;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// Sends what the outbox holds. Each mail is held by a lease while it leaves: senders may be many, and one that dies is replaced once its lease is over.
/// Delivery is at least once, under a Message-Id that never changes. A mail counts its own attempts; what is the server's fault is counted by the server
/// (<see cref="MailRelay"/>) and holds the queue.
/// </summary>
public sealed class OutboxSource(IMailTransport transport, MailPace pace, TimeProvider clock, ILogger<OutboxSource> logger) : DueSource
{
    public const string MailTag = "fabrique.mail";
    public const string TemplateTag = "fabrique.template";
    public const string InstrumentName = "fabrique.mails";

    private static readonly Expression<Func<OutgoingMail, DueItem>> AsItem = mail => new DueItem { Key = mail.Id, DueAt = mail.DueAt };

    private static readonly Counter<long> Mails = FabriqueTelemetry.Meter.CreateCounter<long>(InstrumentName, "{mail}", "Attempts at sending a mail, by result: sent, deferred, refused, blocked when the server failed meanwhile, or unreachable when no mail can leave");

    public override string Name => "outbox";

    public override string Cause => "Un message n’a pas pu être envoyé.";

    /// <summary>Longer than a transport's patience.</summary>
    public override TimeSpan Bound => TimeSpan.FromSeconds(90);

    // They share the connection to the server.
    public override bool IsStoppedByAbandon => true;

    /// <summary>While the server is held, one mail at a time, and another each time: the fault may be one mail's.</summary>
    public override async Task<IReadOnlyList<DueItem>> FindDueAsync(FabriqueDbContext db, DateTime now, int most, CancellationToken cancellationToken)
    {
        var due = Free(Next(db, now), now);
        var relay = await ReadRelayAsync(db, cancellationToken);
        if (relay.IsHeld)
        {
            if (relay.IsWaiting(now))
            {
                return [];
            }

            return await due.OrderBy(mail => mail.DueAt).ThenBy(mail => mail.Id).Take(1).Select(AsItem).ToListAsync(cancellationToken);
        }

        return await due.OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).Take(most).Select(AsItem).ToListAsync(cancellationToken);
    }

    public override async Task<DateTime?> NextDueAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        var next = await Next(db, clock.GetUtcNow().UtcDateTime).MinAsync(mail => (DateTime?)(mail.LeasedUntil != null && mail.LeasedUntil > mail.DueAt ? mail.LeasedUntil : mail.DueAt), cancellationToken);
        return next is not null && await ReadRelayAsync(db, cancellationToken) is { NextTryAt: { } tried } && tried > next ? tried : next;
    }

    /// <summary>Whoever changes the row first holds it; the others change nothing. Works alike on both engines.</summary>
    public override async Task<DueClaim> ClaimAsync(FabriqueDbContext db, DueWork work, DateTime now, CancellationToken cancellationToken)
    {
        DateTime? lease = work.LeasedUntil;
        var held = await Free(db.OutgoingMails, now)
            .Where(mail => mail.Id == work.Key && mail.Status == MailStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(mail => mail.LeasedUntil, lease), cancellationToken);
        return held == 1 ? DueClaim.Held : DueClaim.Refused;
    }

    /// <summary>The click that had the mail written is told of with its delivery.</summary>
    public override Task<string?> FindTraceAsync(FabriqueDbContext db, Guid key, CancellationToken cancellationToken) =>
        db.OutgoingMails.Where(mail => mail.Id == key).Select(mail => mail.TraceParent).SingleOrDefaultAsync(cancellationToken);

    public override async Task<DueResult> DoAsync(DueWork work, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var mail = await db.OutgoingMails.SingleAsync(mail => mail.Id == work.Key, cancellationToken);
        using var scope = logger.BeginScope("{Mail} {Subject} {SubjectId}", mail.Id, mail.SubjectKind, mail.SubjectId);
        if (pace.Take(mail.ToDomain, clock.GetUtcNow().UtcDateTime) is { } later)
        {
            mail.PutBack(later);
            await db.SaveChangesAsync(CancellationToken.None);
            return DueResult.Done;
        }

        var (delivery, result) = await DeliverAsync(mail, cancellationToken);

        // What happened is recorded even when the application is asked to stop meanwhile, or when the answer came too late.
        await db.Entry(mail).ReloadAsync(CancellationToken.None);
        var now = clock.GetUtcNow().UtcDateTime;
        var isRelays = await SettleRelayAsync(db, mail, delivery, now);
        if (delivery.Result is DeliveryResult.Accepted)
        {
            if (mail.Status is not MailStatus.Sent)
            {
                mail.MarkSent(now);
            }
        }
        else if (IsHeld(mail, work))
        {
            if (isRelays)
            {
                mail.PutBack(now);
            }
            else
            {
                mail.RecordFailure(delivery.Error, delivery.IsFinal, now);
                Report(mail, delivery.Error);
            }
        }

        await db.SaveChangesAsync(CancellationToken.None);

        // Once it is recorded: who listens to measures may throw.
        Mails.Add(1, KeyValuePair.Create<string, object?>(DueItemsEngine.ResultTag, result));
        return isRelays ? DueResult.StopHere : delivery.Result is DeliveryResult.Accepted ? DueResult.Done : DueResult.Failed;
    }

    public override async Task<DueFailure?> FailAsync(FabriqueDbContext db, DueWork work, string error, bool isPermanent, DateTime now, CancellationToken cancellationToken)
    {
        var mail = await db.OutgoingMails.SingleAsync(mail => mail.Id == work.Key, cancellationToken);
        if (!IsHeld(mail, work))
        {
            return null;
        }

        mail.RecordFailure(error, isPermanent, now);
        await db.SaveChangesAsync(cancellationToken);
        return new DueFailure(mail.Attempts, mail.Status is MailStatus.Failed ? null : mail.DueAt);
    }

    private async Task<(Delivery Delivery, string Result)> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var span = FabriqueTelemetry.Source.StartActivity("mail:send", ActivityKind.Client);
        span?.SetTag(MailTag, mail.Id).SetTag(TemplateTag, mail.Template).About(mail.SubjectKind, mail.SubjectId);
        var delivery = await transport.DeliverAsync(mail, cancellationToken);
        var result = delivery.Result switch
        {
            DeliveryResult.Accepted => "sent",
            DeliveryResult.Refused => "refused",
            DeliveryResult.Deferred => "deferred",
            DeliveryResult.Blocked => "blocked",
            _ => "unreachable",
        };
        span?.SetTag(DueItemsEngine.ResultTag, result).SetStatus(delivery.Result is DeliveryResult.Accepted ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        return (delivery, result);
    }

    /// <summary>Notes in the unit of work what the attempt says of the server. Of several senders the last one is right.</summary>
    /// <returns>Whether it is the server that failed, and not the mail.</returns>
    private async Task<bool> SettleRelayAsync(FabriqueDbContext db, OutgoingMail mail, Delivery delivery, DateTime now)
    {
        var relay = await db.MailRelays.SingleAsync(CancellationToken.None);
        if (delivery.Result is not (DeliveryResult.Blocked or DeliveryResult.Unreachable))
        {
            if (relay.IsHeld)
            {
                logger.LogWarning("Mails leave again: the server was unusable since {HeldSince:u}", relay.HeldSince);
            }

            relay.Release(mail);
            return false;
        }

        if (delivery.Result is DeliveryResult.Blocked && relay.IsBlamedOn(mail))
        {
            return false;
        }

        if (!relay.IsHeld)
        {
            logger.LogError("No mail can leave: {Error}", delivery.Error);
        }

        relay.Hold(delivery.Result is DeliveryResult.Blocked ? mail : null, delivery.Error, now);
        return true;
    }

    private static bool IsHeld(OutgoingMail mail, DueWork work) => mail.Status is MailStatus.Pending && mail.LeasedUntil == work.LeasedUntil;

    private static Task<MailRelay> ReadRelayAsync(FabriqueDbContext db, CancellationToken cancellationToken) => db.MailRelays.AsNoTracking().SingleAsync(cancellationToken);

    /// <summary>Those that are to leave now and that no sender holds. After a clock went back by a long time, a sender that is at work meanwhile may be doubled, under the same Message-Id.</summary>
    private IQueryable<OutgoingMail> Free(IQueryable<OutgoingMail> mails, DateTime now)
    {
        var (farthest, longest) = (now + OutgoingMail.LongestWait, now + Lease + ClockSetBack.Tolerance);
        return mails.Where(mail => (mail.DueAt <= now || mail.DueAt > farthest) && (mail.LeasedUntil == null || mail.LeasedUntil <= now || mail.LeasedUntil > longest));
    }

    // One person reads of one thing in the order it happened: a mail waits for the earlier ones, but not until the morning that those wait for.
    private static IQueryable<OutgoingMail> Next(FabriqueDbContext db, DateTime now) => db.OutgoingMails
        .AsNoTracking()
        .Where(mail => mail.Status == MailStatus.Pending)
        .Where(mail => !db.OutgoingMails.Any(earlier =>
            earlier.Status == MailStatus.Pending
            && (earlier.QuietUntil == null || earlier.QuietUntil <= now)
            && earlier.SubjectKind == mail.SubjectKind
            && earlier.SubjectId == mail.SubjectId
            && earlier.ToAddress == mail.ToAddress
            && (earlier.CreatedAt < mail.CreatedAt || (earlier.CreatedAt == mail.CreatedAt && earlier.Id < mail.Id))));

    private void Report(OutgoingMail mail, string error)
    {
        if (mail.Status is MailStatus.Failed)
        {
            logger.LogError("Mail {Id} ({Template}) failed for good after {Attempts} attempts: {Error}", mail.Id, mail.Template, mail.Attempts, error);
        }
        else
        {
            logger.LogWarning("Mail {Id} ({Template}) deferred to {DueAt:u} after {Attempts} attempts: {Error}", mail.Id, mail.Template, mail.DueAt, mail.Attempts, error);
        }
    }
}
