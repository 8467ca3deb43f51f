using System.Globalization;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Jobs;

/// <summary>
/// Reminders through the whole product and a moving clock, against two tables made by hand. It is ten in Paris on Monday 12 January 2026 when the tasks are opened; winter time,
/// so that nine there is eight in UTC. The rule: a reminder is written at nine where the person works; whoever chose nothing reads it in the digest after it, at half past nine
/// in Paris on a worked day unless they chose another hour, and no second one on a day that had one; who chose a mail, then; who chose their space, or stopped the digest, there only.
/// What is done by the digest is not told.
/// </summary>
public sealed class ReminderJourneyTests
{
    private static readonly DateTime Monday = new(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);

    private static readonly Workplace Reunion = new(HolidayCalendar.Of(HolidayTerritory.Reunion), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("Indian/Reunion")));

    private static readonly Workplace Guadeloupe = new(HolidayCalendar.Of(HolidayTerritory.Guadeloupe), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById("America/Guadeloupe")));

    // « qui » (P asked, S in their place), day of January, hour in UTC, by which way.
    private static readonly Line[] Running =
    [
        new("the usual", 20, "J-1", "P 19T08:30 digest"),
        new("two reminders are two digests", 20, "J-4, J-1", "P 16T08:30 digest, P 19T08:30 digest"),
        new("two tasks are one digest", 20, "J-1", "P 19T08:30 digest") { Tasks = 2 },
        new("a mail each time", 20, "J-1", "P 19T08:00 mail") { Choose = kept => kept.Choose(true, 9, MailChoice.Mail, MailChoice.Mail, MailChoice.Mail) },
        new("requests by mail, reminders not", 20, "J-1", "P 19T08:30 digest") { Choose = kept => kept.Choose(true, 9, MailChoice.Mail, MailChoice.Digest, MailChoice.Mail) },
        new("in one's space only", 20, "J-1", "P 19T08:00 space") { Choose = kept => kept.Choose(true, 9, MailChoice.Space, MailChoice.Space, MailChoice.Space) },
        new("no digest", 20, "J-1", "P 19T08:00 space") { Choose = kept => kept.StopDigest() },
        new("an evening digest", 20, "J-1", "P 19T16:30 digest") { Choose = kept => kept.Choose(true, 17, MailChoice.Digest, MailChoice.Digest, MailChoice.Digest) },
        new("a morning digest, past when the reminder is written", 20, "J-1", "P 20T06:30 digest") { Choose = kept => kept.Choose(true, 7, MailChoice.Digest, MailChoice.Digest, MailChoice.Digest) },
        new("an evening digest over a week-end", 16, "J, J+1", "P 16T16:30 digest, P 19T16:30 digest") { Choose = kept => kept.Choose(true, 17, MailChoice.Digest, MailChoice.Digest, MailChoice.Digest) },
        new("due on a Sunday", 25, "J-1, J, J+1", "P 23T08:30 digest, P 26T08:30 digest"),
        new("« ouvré » over a week-end", 16, "J+1 ouvré, J+2 ouvrés", "P 19T08:30 digest, P 20T08:30 digest"),
        new("both are told", 20, "J-1", "P 19T08:30 digest, S 19T08:30 digest") { SubstituteUntil = 30 },
        new("each as they chose", 20, "J-1", "P 19T08:00 mail, S 19T08:30 digest") { SubstituteUntil = 30, Choose = kept => kept.Choose(true, 9, MailChoice.Mail, MailChoice.Mail, MailChoice.Mail) },
        new("on its last day a substitute is told", 20, "J-1", "P 19T08:30 digest, S 19T08:30 digest") { SubstituteUntil = 19 },
        new("the day after, no more", 20, "J-1", "P 19T08:30 digest") { SubstituteUntil = 18 },
        new("done before", 20, "J-1", "") { DoneAt = new DateTime(2026, 1, 16, 15, 0, 0, DateTimeKind.Utc) },
        new("done between the reminder and the digest", 20, "J-1", "P 19T08:00 dropped") { DoneAt = new DateTime(2026, 1, 19, 8, 10, 0, DateTimeKind.Utc) },
        new("done between them, with a substitute", 20, "J-1", "P 19T08:00 dropped, S 19T08:00 dropped") { SubstituteUntil = 30, DoneAt = new DateTime(2026, 1, 19, 8, 20, 0, DateTimeKind.Utc) },
        new("done after the first of two", 20, "J-1, J", "P 19T08:30 digest") { DoneAt = new DateTime(2026, 1, 19, 9, 0, 0, DateTimeKind.Utc) },
        new("La Réunion: nine there is five in UTC", 20, "J-1", "P 19T05:00 mail") { Place = Reunion, Choose = kept => kept.Choose(true, 9, MailChoice.Mail, MailChoice.Mail, MailChoice.Mail) },
        new("La Réunion, in the digest of the same day", 20, "J-1", "P 19T08:30 digest") { Place = Reunion },
        new("Guadeloupe: nine there is past the digest", 21, "J-2", "P 20T08:30 digest") { Place = Guadeloupe },
    ];

    // Stopped from Friday the 16th at noon in UTC until Tuesday the 20th at ten: what fell due meanwhile is written then, once, and waits for the digest of Wednesday.
    private static readonly Line[] Stopped =
    [
        new("the usual", 20, "J-1", "P 21T08:30 digest"),
        new("two reminders missed are one", 20, "J-1, J", "P 21T08:30 digest"),
        new("three, of which one before: two mails", 20, "J-4, J-1, J", "P 16T08:00 mail, P 20T10:00 mail") { Choose = kept => kept.Choose(true, 9, MailChoice.Mail, MailChoice.Mail, MailChoice.Mail) },
        new("both are told, once", 20, "J-1, J", "P 21T08:30 digest, S 21T08:30 digest") { SubstituteUntil = 30 },
        new("written before, its digest missed", 20, "J-4", "P 20T10:00 digest") { Choose = kept => kept.Choose(true, 17, MailChoice.Digest, MailChoice.Digest, MailChoice.Digest) },
        new("one digest missed and one reminder", 20, "J-4, J-1", "P 20T10:00 digest, P 21T16:30 digest") { Choose = kept => kept.Choose(true, 17, MailChoice.Digest, MailChoice.Digest, MailChoice.Digest) },
        new("nothing missed", 22, "J-1", "P 21T08:30 digest"),
    ];

    [Theory]
    [EngineData]
    public async Task Each_is_told_once_at_the_time_and_by_the_way_of_the_table(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        foreach (var line in Running)
        {
            await BeginAsync(app, line);
        }

        foreach (var done in Running.Where(line => line.DoneAt is not null).OrderBy(line => line.DoneAt))
        {
            await app.TravelAsync(done.DoneAt!.Value);
            await app.ReadAsync(async db =>
            {
                (await db.WorkItems.SingleAsync(item => item.AssigneeId == done.Asked)).Complete("Fait", done.Asked, app.Now);
                return await db.SaveChangesAsync();
            });
        }

        await app.TravelAsync(new DateTime(2026, 1, 27, 12, 0, 0, DateTimeKind.Utc));
        await ExpectAsync(app, Running);
    }

    [Theory]
    [EngineData]
    public async Task After_a_stop_across_what_was_due_each_is_told_once(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        foreach (var line in Stopped)
        {
            await BeginAsync(app, line);
        }

        await app.TravelAsync(new DateTime(2026, 1, 16, 12, 0, 0, DateTimeKind.Utc));
        await app.JumpAsync(new DateTime(2026, 1, 20, 10, 0, 0, DateTimeKind.Utc));
        await app.TravelAsync(new DateTime(2026, 1, 27, 12, 0, 0, DateTimeKind.Utc));
        await ExpectAsync(app, Stopped);
    }

    private static async Task BeginAsync(FabriqueApp app, Line line) => await app.ReadAsync(async db =>
    {
        var subject = await db.Products.Select(product => product.Id).FirstAsync();
        var (asked, substitute) = (Person("Prune Demandée"), Person("Sacha Suppléant"));
        (line.Asked, line.Substitute) = (asked.Id, substitute.Id);
        db.AddRange(asked, substitute);
        if (line.Place == Reunion)
        {
            var unit = OrganisationUnit.Create(Guid.CreateVersion7(), new UnitSheet($"u-{asked.Id:N}", "DEAL", "DEAL La Réunion", UnitKind.RegionalService, null, Territory.Parse("974"), null), parentId: null);
            db.Add(unit);
            asked.Join(unit);
        }

        if (line.Choose is { } choose)
        {
            var preferences = MailPreferences.Usual(asked.Id);
            choose(preferences);
            db.Add(preferences);
        }

        if (line.SubstituteUntil is { } until)
        {
            var today = new DateOnly(2026, 1, 12);
            db.Add(Delegation.Enter(Guid.CreateVersion7(), new DelegationRequest(asked.Id, substitute.Id, today, new DateOnly(2026, 1, until), DelegationScope.Everything), [], asked.Id, "Congés", today, Monday));
        }

        Assert.Null(ReminderText.Read(line.Policy, out var policy));
        for (var number = 1; number <= line.Tasks; number++)
        {
            var dueAt = Deadline.EndOf(new DateOnly(2026, 1, line.Due), line.Place);
            db.Add(WorkItem.Open(Guid.CreateVersion7(), "Task", new Subject("Product", subject), $"{line.Name} {number}", Assignee.Person(asked.Id), "aucune", Monday, dueAt, policy, place: line.Place));
        }

        return await db.SaveChangesAsync();
    });

    private static StaffMember Person(string name)
    {
        var id = Guid.CreateVersion7();
        return StaffMember.Register(id, id.ToString("D"), name, $"{id:N}@fabrique.example", "DREAL", [AppRoles.Agent], Monday);
    }

    private static async Task ExpectAsync(FabriqueApp app, Line[] lines)
    {
        var told = new List<string>();
        foreach (var line in lines)
        {
            var mails = await app.ReadAsync(db => db.OutgoingMails.AsNoTracking().Where(mail => mail.RecipientId == line.Asked || mail.RecipientId == line.Substitute).ToListAsync());
            told.Add($"{line.Name}: {string.Join(", ", mails.Select(mail => Tell(mail, mail.RecipientId == line.Asked ? "P" : "S")).OfType<string>().Order(StringComparer.Ordinal))}");
        }

        Assert.Equal(lines.Select(line => $"{line.Name}: {line.Expected}"), told);
    }

    // What a digest told is told by the digest.
    private static string? Tell(OutgoingMail mail, string who) => mail.Status switch
    {
        MailStatus.Digested => null,
        MailStatus.Sent => $"{who} {At(mail.SentAt!.Value)} {(mail.Template == DailyDigest.Message ? "digest" : "mail")}",
        MailStatus.InSpace => $"{who} {At(mail.CreatedAt)} space",
        MailStatus.Dropped => $"{who} {At(mail.CreatedAt)} dropped",
        _ => $"{who} {mail.Status}",
    };

    private static string At(DateTime instant) => instant.ToString("dd'T'HH:mm", CultureInfo.InvariantCulture);

    private sealed record Line(string Name, int Due, string Policy, string Expected)
    {
        public Workplace? Place { get; init; }

        public Action<MailPreferences>? Choose { get; init; }

        public int? SubstituteUntil { get; init; }

        public DateTime? DoneAt { get; init; }

        public int Tasks { get; init; } = 1;

        public Guid Asked { get; set; }

        public Guid Substitute { get; set; }
    }
}
