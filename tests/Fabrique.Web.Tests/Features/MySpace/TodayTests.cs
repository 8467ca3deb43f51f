using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Domain.Timeline;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Work;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.MySpace;

/// <summary>« Aujourd’hui »: where a sign-in leads, and what it says of each person.</summary>
public sealed class TodayTests
{
    [Theory]
    [InlineData(1, 0, "une tâche vous attend")]
    [InlineData(1, 1, "une tâche vous attend, en retard")]
    [InlineData(4, 0, "4 tâches vous attendent")]
    [InlineData(4, 1, "4 tâches vous attendent, dont 1 en retard")]
    [InlineData(4, 4, "4 tâches vous attendent, toutes en retard")]
    public void Tasks_are_counted_in_a_clause(int all, int late, string expected) => Assert.Equal(expected, TodayTasks.Count(all, late));

    [Fact]
    public void The_most_pressing_step_comes_first_and_a_suggestion_last()
    {
        var now = new DateTime(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);
        var merged = Today.Merge(
        [
            new Today { Steps = [new TodayStep("suggestion", "", "", now) { IsSuggestion = true }, new TodayStep("sans date", "", "")] },
            new Today { Steps = [new TodayStep("plus tard", "", "", now.AddDays(2)), new TodayStep("en retard", "", "", now.AddDays(-2))], Moves = [new TodayMove(now, "avant", "", ""), new TodayMove(now.AddHours(1), "après", "", "")] },
        ]);

        Assert.Equal(["en retard", "plus tard", "sans date", "suggestion"], merged.Steps.Select(step => step.What));
        Assert.Equal(["après", "avant"], merged.Moves.Select(move => move.Sentence));
    }

    [Theory]
    [EngineData]
    public async Task Each_person_lands_on_what_waits_for_them_and_reads_what_moved(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = app.Browse();

        await SignInAsync(browser, "agent2");
        Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
        Assert.Matches("^Un brouillon est à déposer avant le .+ \\(heure de Paris\\)\\.$", Sentence(browser));
        await FollowNextAsync(browser, "Compléter et déposer");
        Assert.EndsWith("/modifier", browser.Address.AbsolutePath, StringComparison.Ordinal);

        await SignInAsync(browser, "directrice");
        Assert.Matches("^(Une tâche vous attend|\\d tâches vous attendent)", Sentence(browser));
        await FollowNextAsync(browser, "Donner mon avis");
        Assert.EndsWith("/avis", browser.Address.AbsolutePath, StringComparison.Ordinal);

        await SignInAsync(browser, "equipe");
        Assert.Matches("tâches vous attendent, (dont|toutes)", Sentence(browser));
        Assert.Equal("En retard", browser.Page.QuerySelector(".fab-today .fr-badge")!.TextContent.Trim());
        var open = browser.Page.QuerySelectorAll("#taches .fab-task").Length;
        Assert.Equal("/taches/nombre", browser.Page.QuerySelector("header [data-task-count]")!.GetAttribute("data-task-count"));
        using (var http = new HttpClient { BaseAddress = app.Address })
        {
            http.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
            Assert.Equal($"{{\"count\":{open}}}", await http.GetStringAsync("/taches/nombre"));
        }

        await FollowNextAsync(browser, "Décider");

        await SignInAsync(browser, "membre");
        Assert.Equal("Rien ne vous attend aujourd’hui.", Sentence(browser));
        Assert.Contains("Prochaine échéance", browser.Page.QuerySelector(".fab-today")!.TextContent, StringComparison.Ordinal);

        // Others' words on one's own case since the last visit; not one's own, nor what is internal, nor what was read.
        var (id, own) = await app.ReadAsync(async db =>
        {
            var person = await db.StaffMembers.SingleAsync(person => person.FullName == "Kenza Fauvette");
            return (person.Id, await db.Applications.Where(application => application.ApplicantId == person.Id).Select(application => application.Id).FirstAsync());
        });
        await SignInAsync(browser, "agent");
        await app.TravelAsync(app.Now.AddHours(2));
        var subject = new Subject(ApplicationSubject.SubjectCode, own);
        await app.ReadAsync(db =>
        {
            db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(), subject, app.Now.AddHours(-3), null, "Avant la dernière visite."));
            db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(), subject, app.Now.AddMinutes(-3), null, "Depuis la dernière visite."));
            db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(), subject, app.Now.AddMinutes(-2), id, "Fait par moi."));
            db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(), subject, app.Now.AddMinutes(-1), null, "Entre nous.", isInternal: true));
            return db.SaveChangesAsync();
        });
        await SignInAsync(browser, "agent");
        var moves = browser.Page.QuerySelectorAll(".fab-today li").Select(line => FormBrowser.Fold(line.TextContent)).ToList();
        Assert.Contains("Depuis la dernière visite.", Assert.Single(moves), StringComparison.Ordinal);
        await browser.GoAsync(browser.Page.QuerySelector(".fab-today li a")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }

    /// <summary>Who has nothing to do is offered what is open to them; when nothing is, they are told what comes next. No part is shown empty.</summary>
    [Theory]
    [EngineData]
    public async Task Whoever_has_nothing_reads_what_comes_next(Engine engine)
    {
        const string Next = "Quand quelque chose vous sera demandé, un message vous préviendra et la tâche s’affichera ici.";
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = app.Browse();
        await SignInAsync(browser, "auditeur");
        Assert.Equal("Rien ne vous attend aujourd’hui.", Sentence(browser));
        Assert.Contains("Proposer une idée à l’appel", Shown(browser), StringComparison.Ordinal);
        Assert.DoesNotContain(Next, Shown(browser), StringComparison.Ordinal);
        Assert.Contains("Rien ne vous est demandé aujourd’hui.", browser.Page.QuerySelector("#taches")!.TextContent, StringComparison.Ordinal);
        await FollowNextAsync(browser, "Découvrir l’appel");

        // No call is open: nothing is offered either.
        await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).ExecuteUpdateAsync(set => set.SetProperty(call => call.ClosesAt, app.Now.AddMinutes(-1))));
        await SignInAsync(browser, "auditeur");
        Assert.Equal("Rien ne vous attend aujourd’hui.", Sentence(browser));
        Assert.Contains(Next, Shown(browser), StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll(".fab-today :is(a, ul, h3, .fr-badge)"));
        await browser.GoAsync("/taches");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Empty(browser.Page.QuerySelectorAll("main .fab-task"));

        // Asked for nothing, but with a day to come: that day, and no sentence of somebody who has none.
        await SignInAsync(browser, "membre");
        Assert.Equal("Rien ne vous attend aujourd’hui.", Sentence(browser));
        Assert.Contains("Prochaine échéance", Shown(browser), StringComparison.Ordinal);
        Assert.DoesNotContain(Next, Shown(browser), StringComparison.Ordinal);

        // The last task closed, the page is that of somebody who has nothing.
        await SignInAsync(browser, "directrice");
        Assert.NotEqual("Rien ne vous attend aujourd’hui.", Sentence(browser));
        await app.ReadAsync(async db =>
        {
            foreach (var item in await db.WorkItems.ToListAsync())
            {
                item.Cancel(app.Now);
            }

            return await db.SaveChangesAsync();
        });
        await SignInAsync(browser, "directrice");
        Assert.Equal("Rien ne vous attend aujourd’hui.", Sentence(browser));
        Assert.Null(browser.Page.QuerySelector(".fab-today a.fr-btn"));
    }

    [Fact]
    public void Sign_ins_of_one_visit_count_for_one()
    {
        var now = new DateTime(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);
        var person = StaffMember.Register(Guid.CreateVersion7(), "1", "Éloïse", "eloise@ministere.example", "DGALN", [], now);

        person.RecordSignIn("Éloïse", "eloise@ministere.example", [], now);
        Assert.Null(person.PreviousSignInAt);
        person.RecordSignIn("Éloïse", "eloise@ministere.example", [], now.AddDays(1));
        Assert.Equal(now, person.PreviousSignInAt);
        person.RecordSignIn("Éloïse", "eloise@ministere.example", [], now.AddDays(1).AddMinutes(59));
        Assert.Equal(now, person.PreviousSignInAt);
    }

    private static string Shown(FormBrowser browser) => FormBrowser.Fold(browser.Page.QuerySelector(".fab-today")!.TextContent);

    private static string Sentence(FormBrowser browser) => FormBrowser.Fold(browser.Page.QuerySelector(".fab-today .fr-text--lead")!.TextContent);

    private static async Task SignInAsync(FormBrowser browser, string account)
    {
        await browser.GoAsync($"/connexion?compte={account}");
        Assert.Equal("/mon-espace", browser.Address.AbsolutePath);
    }

    private static async Task FollowNextAsync(FormBrowser browser, string action)
    {
        var button = browser.Page.QuerySelector(".fab-today a.fr-btn")!;
        Assert.StartsWith(action, button.TextContent.Trim(), StringComparison.Ordinal);
        await browser.GoAsync(button.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
    }
}
