using System.Net;
using AngleSharp.Html.Dom;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Calendars;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Appointments;

public sealed class FeedTests
{
    [Theory]
    [EngineData]
    public async Task A_secret_address_is_made_read_renewed_and_revoked(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("coach");
        var meeting = await HandlerCases.MeetingAsync(app);
        await browser.GoAsync(AppointmentLinks.Agenda);
        await browser.PressAsync("Créer mon adresse d’agenda");
        var first = Shown(browser);
        Assert.Contains("Aucun agenda ne l’a encore lue", browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(AppointmentLinks.Agenda);
        Assert.Null(browser.Page.QuerySelector("#adresse"));

        // Only a digest is kept, and the trail does not tell it.
        var secret = first.Split('/')[^1][..^4];
        var feed = await app.ReadAsync(db => db.CalendarFeeds.SingleAsync());
        Assert.Equal(FeedSecret.TryRead(secret)!.Digest, feed.SecretDigest);
        Assert.DoesNotContain(await app.ReadAsync(db => db.AuditEntries.ToListAsync()), entry => entry.Changes?.Contains(feed.SecretDigest!, StringComparison.Ordinal) == true);

        var (status, headers, text) = await ReadAsync(app, first);
        Assert.Equal((HttpStatusCode.OK, "text/calendar", "utf-8"), (status, headers.MediaType, headers.Charset));
        Assert.Contains(Assert.Single(await IcalReader.ReadAsync(text)).Events, one => one.Uid == meeting.Uid);
        await browser.GoAsync(AppointmentLinks.Agenda);
        Assert.Contains("12 janvier 2026 à 10 h", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Aucun agenda", browser.Text, StringComparison.Ordinal);

        await browser.PressAsync("Renouveler l’adresse");
        var second = Shown(browser);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(app, first)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, second)).Status);

        await browser.PressAsync("Révoquer l’adresse");
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(app, second)).Status);
        await browser.PressAsync("Créer mon adresse d’agenda");
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(app, Shown(browser))).Status);

        // Whoever left reads nothing any more.
        var last = Shown(browser);
        await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Daphné Lavande").ExecuteUpdateAsync(set => set.SetProperty(person => person.IsActive, false)));
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(app, last)).Status);
    }

    [Theory]
    [InlineData("/agenda/.ics")]
    [InlineData("/agenda/abc.ics")]
    [InlineData("/agenda/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics")]
    [InlineData("/agenda/%2e%2eAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics")]
    public async Task An_address_that_nobody_has_leads_nowhere(string path)
    {
        await using var app = await FabriqueApp.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await ReadAsync(app, path)).Status);
    }

    [Fact]
    public async Task It_holds_appointments_and_tasks_of_a_year_by_their_titles()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("coach");
        var me = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Daphné Lavande").Select(person => person.Id).SingleAsync());
        var other = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Virgile Menthe").Select(person => person.Id).SingleAsync());
        await app.ReadAsync(async db =>
        {
            foreach (var (title, days, person) in new[] { ("Il y a longtemps", -31, me), ("Le mois dernier", -29, me), ("Dans un an", 364, me), ("Plus tard", 366, me), ("Pas pour moi", 10, other) })
            {
                var time = AppointmentTime.Between(app.Now.AddDays(days), app.Now.AddDays(days).AddHours(1));
                db.Add(Appointment.Plan(Guid.CreateVersion7(), "fabrique.example", new Subject(ProductSubject.SubjectCode, Guid.CreateVersion7()), 1, new(title, time, "Salle", "https://visio.example/secret"), [person], me, app.Now.AddDays(-100)));
            }

            var cancelled = Appointment.Plan(Guid.CreateVersion7(), "fabrique.example", new Subject(ProductSubject.SubjectCode, Guid.CreateVersion7()), 1, new("Annulé", AppointmentTime.Between(app.Now.AddDays(2), app.Now.AddDays(3)), "Salle", ""), [me], me, app.Now);
            cancelled.Cancel(me, app.Now);
            db.Add(cancelled);
            db.Add(Task("À moi", Assignee.Person(me)));
            db.Add(Task("À l’équipe", Assignee.HoldersOf("Coach")));
            db.Add(Task("À un autre", Assignee.Person(other)));
            return await db.SaveChangesAsync();
        });
        await browser.GoAsync(AppointmentLinks.Agenda);
        await browser.PressAsync("Créer mon adresse d’agenda");
        var (_, headers, text) = await ReadAsync(app, Shown(browser));
        Assert.Equal("max-age=300, private", headers.CacheControl);

        var calendar = Assert.Single(await IcalReader.ReadAsync(text));
        Assert.Equal("PUBLISH", calendar.Method);
        Assert.Equal(["Dans un an", "Le mois dernier", "À faire au plus tard : À moi"], calendar.Events.Select(one => one.Title!.Replace('\u00a0', ' ')).Order(StringComparer.Ordinal));
        Assert.All(calendar.Events, one => Assert.True(one is { People: [], Organizer: null }));
        var task = calendar.Events.Single(one => one.IsWholeDay);
        Assert.Equal(("2026-01-15", "2026-01-16", "TRANSPARENT"), (task.Start, task.End, task.Transparency));
        Assert.DoesNotContain("visio.example", text, StringComparison.Ordinal);

        WorkItem Task(string title, Assignee assignee) =>
            WorkItem.Open(Guid.CreateVersion7(), "Task", new Subject(ProductSubject.SubjectCode, Guid.CreateVersion7()), title, assignee, "i", app.Now, new DateTime(2026, 1, 15, 22, 59, 59, DateTimeKind.Utc), ReminderPolicy.None);
    }

    private static string Shown(FormBrowser browser) => new Uri(Assert.IsType<IHtmlInputElement>(browser.Page.QuerySelector("#adresse"), exactMatch: false).Value).AbsolutePath;

    private static async Task<(HttpStatusCode Status, FeedHeaders Headers, string Text)> ReadAsync(FabriqueApp app, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(app.Address, path));
        return (answer.StatusCode, new FeedHeaders(answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentType?.CharSet, answer.Headers.CacheControl?.ToString()), await answer.Content.ReadAsStringAsync());
    }

    private sealed record FeedHeaders(string? MediaType, string? Charset, string? CacheControl);
}
