using System.Globalization;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Jobs;

public sealed class TimeTravelTests
{
    /// <summary>
    /// The cycle of Haie vive ends on Wednesday 13 May 2026. Forty-five days before is the Sunday on which summer time begins; three days
    /// after is a Saturday, and its reminder leaves on the Monday.
    /// </summary>
    [Theory]
    [EngineData(
        "haie-vive",
        "2026-03-29 09:00 incubation/fin-de-cycle-approche|2026-04-13 09:00 incubation/jalon-a-decider|2026-04-28 09:00 commun/relance-tache|2026-05-06 09:00 commun/relance-tache|2026-05-12 09:00 commun/relance-tache|2026-05-18 09:00 commun/relance-tache")]

    // Ends on Sunday 25 January 2026: J-7 and J-1 are moved back to the Friday before; J-15 left before the journey.
    [EngineData("ombrelle", "2026-01-16 09:00 commun/relance-tache|2026-01-23 09:00 commun/relance-tache|2026-01-28 09:00 commun/relance-tache")]
    public async Task Six_months_further_every_warning_and_reminder_has_left_on_its_day(Engine engine, string ghid, string expected)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var start = app.Now;
        using var browser = app.Browse();
        await new Journey(browser).TravelAsync("+6 mois");
        Assert.Contains("Nous sommes maintenant le 12 juillet 2026", browser.Page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal("2026-07-12 08", app.Now.ToString("yyyy-MM-dd HH", CultureInfo.InvariantCulture));

        var mails = await app.ReadAsync(db => db.OutgoingMails
            .Where(mail => mail.CreatedAt > start && db.Products.Any(product => product.Ghid == ghid && product.Id == mail.SubjectId))
            .OrderBy(mail => mail.CreatedAt)
            .ToListAsync());
        var left = mails
            .Select(mail => string.Create(CultureInfo.InvariantCulture, $"{ParisTime.FromUtc(mail.CreatedAt):yyyy-MM-dd HH:mm} {mail.Template}"))
            .Distinct();
        Assert.Equal(expected.Split('|'), left);
        var digests = await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Why == MailReason.Digest).ToDictionaryAsync(mail => mail.Id, mail => mail.SentAt));
        Assert.All(mails, mail => Assert.Equal(
            mail.DigestId is null ? ParisTime.DayOf(mail.CreatedAt) : ParisTime.DayOf(MailPreferences.Usual(mail.RecipientId!.Value).NextDigest(mail.CreatedAt)),
            ParisTime.DayOf((mail.DigestId is { } digest ? digests[digest] : mail.SentAt)!.Value)));
        Assert.All(mails.GroupBy(mail => (mail.Template, mail.ToAddress, ParisTime.DayOf(mail.CreatedAt))), same => Assert.Single(same));
    }

    [Fact]
    public async Task The_next_due_instant_is_one_press_away_and_the_clock_never_goes_back()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = app.Browse();
        var journey = new Journey(browser);
        var instants = new List<DateTime> { app.Now };
        for (var press = 0; press < 5; press++)
        {
            await journey.TravelAsync("Prochaine échéance");
            instants.Add(app.Now);
        }

        Assert.Equal(instants.Order(), instants);
        Assert.True(instants[^1] - instants[0] > TimeSpan.FromDays(1));
        await app.JumpAsync(instants[0]);
        Assert.True(app.Now >= instants[^1]);
    }
}
