using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// « Résumé quotidien »: at most one mail a person a day for all that can wait. What was done meanwhile is not told; of what was said several times, the last is. After a stop
/// of the service, one digest tells it all. A simulation tells what steps write, and not how it is gathered.
/// </summary>
public sealed class DailyDigest(TimeProvider clock) : OwnSource
{
    public const string Message = "commun/resume";

    /// <summary>Kind of what digests are about: the person.</summary>
    public const string About = "Digest";

    private const int MostLines = 100;

    public override string Name => "daily-digest";

    public override string Cause => "Le résumé quotidien d’une personne n’est pas parti.";

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db)
    {
        var (farthest, past) = Bounds(clock.GetUtcNow().UtcDateTime);
        return db.OutgoingMails
            .Where(mail => mail.Status == MailStatus.ForDigest)
            .Select(mail => new DueItem { Key = mail.RecipientId!.Value, DueAt = mail.DueAt > farthest ? past : mail.DueAt });
    }

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        var (farthest, _) = Bounds(now);
        var waiting = await db.OutgoingMails
            .Where(mail => mail.Status == MailStatus.ForDigest && mail.RecipientId == key && (mail.DueAt <= now || mail.DueAt > farthest))
            .OrderBy(mail => mail.CreatedAt)
            .ThenBy(mail => mail.Id)
            .ToListAsync(cancellationToken);
        var person = await db.StaffMembers.SingleAsync(person => person.Id == key, cancellationToken);
        var open = await FindOpenAsync(db, waiting, cancellationToken);
        foreach (var mail in waiting.Where(mail => !person.IsActive || (mail.TaskId is { } task && !open.Contains(task))))
        {
            mail.Drop();
        }

        waiting = waiting.FindAll(mail => mail.Status is MailStatus.ForDigest);
        if (waiting.Count == 0)
        {
            return;
        }

        // One a day: the clock went back, or the person chose a later hour.
        if (await db.OutgoingMails.HadDigestAsync(key, now, cancellationToken))
        {
            var preferences = await db.MailPreferences.AsNoTracking().SingleOrDefaultAsync(known => known.Id == key, cancellationToken) ?? MailPreferences.Usual(key);
            var next = await db.OutgoingMails.NextDigestAsync(preferences, now, cancellationToken);
            waiting.ForEach(mail => mail.WaitUntil(next));
            return;
        }

        var message = await services.GetRequiredService<MessagesInForce>().FindAsync(Message, procedure: null, cancellationToken);
        if (message.IsOff)
        {
            waiting.ForEach(mail => mail.StayInSpace(MailReason.DigestStopped));
            return;
        }

        var told = waiting.GroupBy(WhatIsTold).Select(same => same.Last()).ToList();
        var digest = services.GetRequiredService<Outbox>().WriteDirect(message.Template, person, MessageFacts.Of(Tell(told, services.GetRequiredService<PublicAddress>(), now)), new Subject(About, person.Id), MailReason.Digest);
        digest!.OfferUnsubscription(services.GetRequiredService<DigestLinks>().Stop(person.Id));
        waiting.ForEach(mail => mail.Join(digest.Id));
    }

    /// <summary>What waits for longer than any digest was written by a clock that has gone back since: it is told with the next.</summary>
    private static (DateTime Farthest, DateTime Past) Bounds(DateTime now) => (now + OutgoingMail.LongestWait, now.AddMinutes(-1));

    private static async Task<HashSet<Guid>> FindOpenAsync(FabriqueDbContext db, List<OutgoingMail> mails, CancellationToken cancellationToken)
    {
        Guid[] tasks = [.. mails.Select(mail => mail.TaskId).OfType<Guid>().Distinct()];
        return [.. await db.WorkItems.Where(item => tasks.Contains(item.Id) && item.Status == WorkItemStatus.Open).Select(item => item.Id).ToListAsync(cancellationToken)];
    }

    /// <summary>All that is said of one task is one thing; so is the same sentence about the same subject.</summary>
    private static (Guid Task, string Subject, Subject About) WhatIsTold(OutgoingMail mail) =>
        mail.TaskId is { } task ? (task, "", default) : (default, mail.Subject, new Subject(mail.SubjectKind, mail.SubjectId));

    private static DigestFacts Tell(List<OutgoingMail> mails, PublicAddress site, DateTime now)
    {
        var (counts, body) = (new List<string>(), new List<string>());
        foreach (var (family, title, one, many) in new[]
        {
            (MessageFamily.Request, "Ce qui vous est demandé", "demande", "demandes"),
            (MessageFamily.Reminder, "Rappels", "rappel", "rappels"),
            (MessageFamily.News, "Nouvelles", "nouvelle", "nouvelles"),
        })
        {
            var lines = mails.FindAll(mail => mail.Family == family);
            if (lines.Count == 0)
            {
                continue;
            }

            counts.Add($"{lines.Count} {(lines.Count == 1 ? one : many)}");
            body.Add($"## {title}\n");
            body.AddRange(lines.Take(MostLines).Select(line => $"- [{MarkdownBody.ValueEncoder.Encode(line.Subject)}]({site.Of(line.TaskId is { } task ? TaskLinks.Open(task) : MailLinks.Mine(line.Id))})"));
            body.Add(lines.Count > MostLines ? $"\nEt {lines.Count - MostLines} de plus, dans votre espace.\n" : "");
        }

        return new DigestFacts(FrenchDate.WeekDay(ParisTime.DayOf(now)), string.Join(", ", counts), string.Join('\n', body));
    }
}

/// <summary>What the digest tells.</summary>
/// <param name="Day">« mardi 3 mars 2026 ».</param>
/// <param name="Counts">« 2 demandes, 1 rappel ».</param>
/// <param name="Body">Markdown, of which what people wrote is inert.</param>
public sealed record DigestFacts(string Day, string Counts, string Body);
