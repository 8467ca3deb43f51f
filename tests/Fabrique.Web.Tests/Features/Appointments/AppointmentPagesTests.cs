using System.Net;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Calendars;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Appointments;

/// <summary>The meeting of a checkpoint, from its planning to its cancellation. The demonstration's day is 12 January 2026.</summary>
public sealed class AppointmentPagesTests
{
    private const string Product = "haie-vive";
    private const string Plan = "Prévoir le rendez-vous";
    private const string Save = "Enregistrer les changements";

    private static readonly string Page = ProductLinks.PlanCheckpoint(Product);

    [Theory]
    [EngineData]
    public async Task A_meeting_is_planned_moved_answered_and_cancelled(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        using var coach = await app.BrowseAsync("coach");
        await team.GoAsync(ProductLinks.Follow(Product));
        await team.FollowAsync("Prévoir le rendez-vous");
        Assert.Contains("Coach", team.Text, StringComparison.Ordinal);
        await team.PressAsync(Plan, ("Day", "2026-01-20"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle des cartes"), ("Others", "Octave Tamaris\ndaphne.lavande@fabrique.example"));
        Assert.Contains("les personnes invitées sont prévenues", team.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("mardi 20 janvier 2026, de 10 h à 11 h (heure de Paris)", team.Text, StringComparison.Ordinal);
        Assert.Contains("Rendez-vous prévu : Jalon de Haie vive", team.Text, StringComparison.Ordinal);

        var invitations = await MailsAsync(app, Invitations.Invited);
        Assert.Equal(4, invitations.Count);
        Assert.All(invitations, mail => Assert.Equal("REQUEST", mail.CalendarMethod));
        Assert.Contains(invitations, mail => mail.ToName == "Octave Tamaris");
        Assert.Contains("Lieu\u00a0: Salle des cartes", invitations[0].TextBody, StringComparison.Ordinal);
        var id = await app.ReadAsync(db => db.Appointments.Select(appointment => appointment.Id).SingleAsync());

        await coach.GoAsync(TaskLinks.MySpace);
        Assert.Contains("invitation attend votre réponse", coach.Text, StringComparison.Ordinal);
        Assert.Contains("Vous n’avez pas encore répondu", coach.Text, StringComparison.Ordinal);
        await coach.GoAsync(AppointmentLinks.Show(id));
        var shownBefore = coach.Prepare("Peut-être");
        await coach.PressAsync("Je viens");
        Assert.Contains("Vous venez.", coach.Text, StringComparison.Ordinal);
        await coach.GoAsync(TaskLinks.MySpace);
        Assert.Contains("20 janvier 2026 à 10 h (heure de Paris)", coach.Text, StringComparison.Ordinal);

        // The coach moves it, without Octave, from its page.
        var octave = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Octave Tamaris").Select(person => person.Id).SingleAsync());
        await coach.GoAsync(AppointmentLinks.Show(id));
        await coach.FollowAsync("Modifier ce rendez-vous");
        var form = coach.Prepare(Save, ("Day", "2026-01-21"));
        await coach.SendAsync(form with { Values = [.. form.Values.Where(value => value.Value != octave.ToString("D"))] });
        Assert.Contains("le rendez-vous est modifié", coach.Page.Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        var changed = await MailsAsync(app, Invitations.Changed);
        var withdrawn = Assert.Single(await MailsAsync(app, Invitations.Withdrawn));
        Assert.Equal(3, changed.Count);
        Assert.Equal(("Octave Tamaris", "CANCEL"), (withdrawn.ToName, withdrawn.CalendarMethod));
        await coach.SendAsync(shownBefore);
        Assert.Equal(HttpStatusCode.Conflict, coach.Status);
        Assert.Contains("Ce rendez-vous a changé", coach.Text, StringComparison.Ordinal);
        await coach.PressAsync("Peut-être");
        Assert.Contains("Vous viendrez peut-être.", coach.Text, StringComparison.Ordinal);

        // The same again tells nobody.
        await team.GoAsync(Page);
        await team.PressAsync(Save);
        Assert.Contains("Rien n’a changé", team.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, (await MailsAsync(app, Invitations.Changed)).Count);

        await team.GoAsync(Page);
        await team.FollowAsync("Annuler ce rendez-vous");
        await team.PressAsync("Annuler le rendez-vous");
        Assert.Contains("Ce rendez-vous est annulé.", team.Text, StringComparison.Ordinal);
        Assert.Equal(4, (await MailsAsync(app, Invitations.Withdrawn)).Count);

        // Each calendar takes what it is sent, in the order in which it leaves.
        var texts = (await app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.ToName == "Daphné Lavande" && mail.CalendarText != null).OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).ToListAsync())).ConvertAll(mail => mail.CalendarText!);
        var read = (await IcalReader.ReadAsync(texts)).Select(calendar => (calendar.Method, Event: Assert.Single(calendar.Events))).ToList();
        Assert.Equal([("REQUEST", 0, "2026-01-20T09:00:00.000Z"), ("REQUEST", 1, "2026-01-21T09:00:00.000Z"), ("CANCEL", 2, "2026-01-21T09:00:00.000Z")], read.Select(one => (one.Method!, one.Event.Sequence, one.Event.Start)));
        Assert.All(read, one => Assert.True(one.Event.IsNews));
        Assert.Single(read.Select(one => one.Event.Uid).Distinct());
        Assert.DoesNotContain(read[1].Event.People, person => person.Address.Contains("octave", StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task A_meeting_of_a_whole_day_has_no_hour_and_may_be_given_some(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(Page);
        await team.PressAsync(Plan, ("Day", "2026-01-20"), ("WholeDay", "true"), ("From", ""), ("Until", "midi"), ("Place", "Salle des cartes"));
        Assert.Contains("mardi 20 janvier 2026, toute la journée", team.Text, StringComparison.Ordinal);
        var id = await app.ReadAsync(db => db.Appointments.Select(appointment => appointment.Id).SingleAsync());
        await team.GoAsync(AppointmentLinks.Show(id));
        Assert.Contains("toute la journée", team.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("heure de Paris", team.Text, StringComparison.Ordinal);

        // It meets whatever is on that day.
        await team.GoAsync(ProductLinks.PlanCheckpoint("ombrelle"));
        await team.PressAsync(Plan, ("Day", "2026-01-20"), ("WholeDay", "true"), ("Place", "Salle"));
        Assert.Contains("ce jour-là, un autre rendez-vous attend déjà Daphné Lavande", team.Page.Body!.TextContent, StringComparison.Ordinal);

        await team.GoAsync(AppointmentLinks.Show(id));
        await team.FollowAsync("Modifier ce rendez-vous");
        await team.PressAsync(Save);
        Assert.Contains("Rien n’a changé", team.Page.Body!.TextContent, StringComparison.Ordinal);
        await team.GoAsync(Page);
        var form = team.Prepare(Save, ("From", "10:00"), ("Until", "11:00"));
        await team.SendAsync(form with { Values = [.. form.Values.Where(value => value.Key != "WholeDay")] });
        Assert.Contains("mardi 20 janvier 2026, de 10 h à 11 h (heure de Paris)", team.Text, StringComparison.Ordinal);

        var texts = (await app.ReadAsync(db => db.OutgoingMails
            .Where(mail => mail.ToName == "Daphné Lavande" && mail.CalendarText != null && mail.SubjectId == db.Appointments.Single(appointment => appointment.Id == id).SubjectId)
            .OrderBy(mail => mail.CreatedAt).ThenBy(mail => mail.Id).ToListAsync())).ConvertAll(mail => mail.CalendarText!);
        Assert.Contains("DTSTART;VALUE=DATE:20260120", texts[0], StringComparison.Ordinal);
        Assert.Contains("DTEND;VALUE=DATE:20260121", texts[0], StringComparison.Ordinal);
        var read = (await IcalReader.ReadAsync(texts)).Select(calendar => Assert.Single(calendar.Events)).ToList();
        Assert.Equal([("2026-01-20", "2026-01-21", true), ("2026-01-20T09:00:00.000Z", "2026-01-20T10:00:00.000Z", false)], read.Select(one => (one.Start, one.End, one.IsWholeDay)));
    }

    [Fact]
    public async Task What_cannot_be_is_told_and_nothing_is_done()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        foreach (var (field, value, told) in new[]
        {
            ("Until", "09:00", "une heure de fin qui vienne après"),
            ("Day", "2026-01-09", "ne se prévoit pas dans le passé"),
            ("Place", "", "Dites où l’on se retrouve"),
            ("Link", "visio", "commencer par https://"),
            ("Others", "Personne Inconnue", "Personne de l’annuaire"),
        })
        {
            await team.GoAsync(Page);
            await team.PressAsync(Plan, [.. new[] { ("Day", "2026-02-03"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle") }.Where(given => given.Item1 != field), (field, value)]);
            Assert.Equal(HttpStatusCode.Conflict, team.Status);
            Assert.Contains(told, team.Text, StringComparison.Ordinal);
        }

        await team.GoAsync(Page);
        var form = team.Prepare(Plan, ("Day", "2026-02-03"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle"));
        await team.SendAsync(form with { Values = [.. form.Values.Where(value => value.Key != "People")] });
        Assert.Contains("Invitez au moins une personne.", team.Text, StringComparison.Ordinal);
        await team.GoAsync(Page);
        await team.PressAsync(Plan, ("Day", "jeudi"), ("From", "10 h"), ("Until", ""));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        await team.GoAsync(Page);
        await team.PressAsync(Plan, ("Day", "2026-02-03"), ("Place", "Salle"));
        Assert.Equal(HttpStatusCode.BadRequest, team.Status);
        Assert.Contains("Donnez l’heure de début.", team.Text, StringComparison.Ordinal);
        Assert.Contains("Donnez l’heure de fin.", team.Text, StringComparison.Ordinal);
        Assert.Equal(0, await app.ReadAsync(db => db.Appointments.CountAsync()));
        Assert.Equal(0, await app.ReadAsync(db => db.OutgoingMails.CountAsync(mail => mail.CalendarText != null)));
    }

    [Fact]
    public async Task A_day_that_is_not_worked_or_comes_after_the_cycle_is_told_of_and_not_refused()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        var end = await app.ReadAsync(async db => (await db.Products.Include(product => product.Cycles).SingleAsync(product => product.Ghid == Product)).CurrentCycle!.EndsOn);
        var late = end.AddDays(7 + ((DayOfWeek.Sunday - end.DayOfWeek + 7) % 7));
        await team.GoAsync(Page);
        await team.PressAsync(Plan, ("Day", $"{late:yyyy-MM-dd}"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle"));
        Assert.Equal(HttpStatusCode.OK, team.Status);
        var told = team.Page.Body!.TextContent;
        Assert.Contains($"À noter\u00a0: le dimanche {FrenchDate.Day(late)} n’est pas un jour ouvré. Le rendez-vous vient après la fin du cycle, le {FrenchDate.Day(end)}.", told, StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.Appointments.CountAsync()));
    }

    [Fact]
    public async Task Two_at_the_same_hours_are_told_of_and_not_refused()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var team = await app.BrowseAsync("equipe");
        foreach (var (product, isBusy) in new[] { ("haie-vive", false), ("ombrelle", true) })
        {
            await team.GoAsync(ProductLinks.PlanCheckpoint(product));
            await team.PressAsync(Plan, ("Day", "2026-01-20"), ("From", "10:00"), ("Until", "11:00"), ("Place", "Salle"));
            Assert.Equal(HttpStatusCode.OK, team.Status);
            Assert.Equal(isBusy, team.Page.Body!.TextContent.Contains("un autre rendez-vous attend déjà Daphné Lavande", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_meeting_is_read_by_those_whom_it_is_for()
    {
        await using var app = await FabriqueApp.StartAsync();
        var meeting = await HandlerCases.MeetingAsync(app);
        foreach (var (account, reads, manages) in new[] { ("coach", true, true), ("membre", true, false), ("equipe", true, true), ("auditeur", true, false), ("agent2", false, false), ("directrice", false, false) })
        {
            using var browser = await app.BrowseAsync(account);
            foreach (var path in new[] { AppointmentLinks.Show(meeting.Id), AppointmentLinks.File(meeting.Id) })
            {
                await browser.GoAsync(path);
                Assert.Equal((path, account, reads ? HttpStatusCode.OK : HttpStatusCode.NotFound), (path, account, browser.Status));
            }

            if (reads)
            {
                await browser.GoAsync(AppointmentLinks.Show(meeting.Id));
                Assert.Equal((account, manages), (account, browser.Text.Contains("Modifier ce rendez-vous", StringComparison.Ordinal)));
            }

            await browser.GoAsync(AppointmentLinks.Cancel(meeting.Id));
            Assert.Equal((account, manages ? HttpStatusCode.OK : HttpStatusCode.NotFound), (account, browser.Status));
            await browser.GoAsync(Page);
            Assert.Equal((account, account is "coach" or "equipe" ? HttpStatusCode.OK : HttpStatusCode.NotFound), (account, browser.Status));
        }
    }

    [Fact]
    public async Task The_meeting_of_a_product_that_is_stopped_is_still_cancelled()
    {
        await using var app = await FabriqueApp.StartAsync();
        var meeting = await HandlerCases.MeetingAsync(app);
        var ghid = await app.ReadAsync(async db =>
        {
            var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions).AsSingleQuery().SingleAsync(product => product.Id == meeting.SubjectId);
            product.Stop("Plus d’usagers.", meeting.PlannedById, app.Now);
            await db.SaveChangesAsync();
            return product.Ghid;
        });
        using var team = await app.BrowseAsync("equipe");
        await team.GoAsync(ProductLinks.PlanCheckpoint(ghid));
        Assert.Contains("Ce produit est arrêté.", team.Text, StringComparison.Ordinal);
        await team.GoAsync(ProductLinks.Follow(ghid));
        await team.FollowAsync("Voir le rendez-vous");
        Assert.DoesNotContain("Modifier ce rendez-vous", team.Text, StringComparison.Ordinal);
        await team.FollowAsync("Annuler ce rendez-vous");
        await team.PressAsync("Annuler le rendez-vous");
        Assert.Contains("Ce rendez-vous est annulé.", team.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await MailsAsync(app, Invitations.Withdrawn)).Count);
    }

    private static Task<List<OutgoingMail>> MailsAsync(FabriqueApp app, string template) =>
        app.ReadAsync(db => db.OutgoingMails.Where(mail => mail.Template == template).OrderBy(mail => mail.ToName).ToListAsync());
}
