using System.Globalization;
using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Work.ListTasks;
using Fabrique.Web.Features.Work.TeamTasks;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Work;

/// <summary>What each filter of the lists of tasks leaves, and in which order. The day is Monday 12 January 2026; the week ends with Sunday 18.</summary>
public sealed class TaskFiltersTests
{
    private const string Marker = "Essai";
    private const string Mine = "#a-faire .fab-task__title";
    private const string Everybodys = "main li.fab-incident label";
    private const int Leaves = TeamTasksModel.PageSize + 5;

    [Theory]
    [EngineData]
    public async Task Each_filter_of_somebodys_tasks_leaves_the_others_out_and_pages_keep_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await FillAsync(app);
        using var browser = await app.BrowseAsync("coach");
        foreach (var (query, expected) in new[]
        {
            ("", "Alpha Delta Bêta Gamma"),
            ("quand=en-retard", "Alpha"),
            ("quand=cette-semaine", "Delta Bêta"),
            ("quand=plus-tard", "Gamma"),
            ("genre=Task", "Alpha Delta Gamma"),
            ($"genre={ApplicationTasks.Opinion}", "Bêta"),
            ("recherche=essai BETA", "Bêta"),
            ("recherche=ESSAI bêta", "Bêta"),
            ("recherche=etude des MAREES", "Alpha"),
            ("recherche=ESSAI-1", "Delta Bêta Gamma"),
            ("recherche=essai omega", ""),
            ("recherche=essai&tri=intitule", "Alpha Bêta Delta Gamma"),
            ("recherche=essai&tri=-intitule", "Gamma Delta Bêta Alpha"),
            ("recherche=essai&tri=-echeance", "Gamma Bêta Delta Alpha"),
            ("genre=Task&quand=cette-semaine", "Delta"),
            ("recherche=ESSAI-1&quand=cette-semaine&tri=intitule", "Bêta Delta"),
            ($"genre={ApplicationTasks.Opinion}&quand=en-retard", ""),
        })
        {
            Assert.Equal((query, expected), (query, await ReadAsync(browser, $"{TaskLinks.All}?{query}", Mine)));
        }

        await AssertPagesAsync(browser, TaskLinks.All, Mine, ListTasksModel.PageSize, 3);
    }

    [Theory]
    [EngineData]
    public async Task Each_filter_of_everybodys_tasks_leaves_the_others_out_and_pages_keep_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var coach = await FillAsync(app);
        using var browser = await app.BrowseAsync("equipe");
        foreach (var (query, expected) in new[]
        {
            ("", "Alpha Delta Bêta Gamma Octave Partagée Tenue"),
            ($"responsable={coach:D}", "Alpha Delta Bêta Gamma Tenue"),
            ("responsable=Equipe", "Partagée Tenue"),
            ("responsable=Coach", ""),
            ($"responsable={coach:D}&quand=plus-tard", "Gamma Tenue"),
            ("quand=en-retard", "Alpha"),
            ("quand=cette-semaine", "Delta Bêta"),
            ($"genre={ApplicationTasks.Opinion}", "Bêta"),
            ("recherche=essai PARTAGEE", "Partagée"),
            ("recherche=etude des marees", "Alpha"),
            ("recherche=essai&tri=-intitule", "Tenue Partagée Octave Gamma Delta Bêta Alpha"),
        })
        {
            Assert.Equal((query, expected), (query, await ReadAsync(browser, $"{TaskLinks.Team}?{query}", Everybodys)));
        }

        await AssertPagesAsync(browser, TaskLinks.Team, Everybodys, TeamTasksModel.PageSize, 2, ("responsable", coach.ToString("D")));
    }

    /// <summary>All that the address says is on the next page too, the other way round of the titles included.</summary>
    private static async Task AssertPagesAsync(FormBrowser browser, string path, string lines, int size, int pages, params (string Key, string Value)[] others)
    {
        (string Key, string Value)[] asked = [("recherche", "feuillet"), ("genre", "Task"), ("quand", "plus-tard"), ("tri", "-intitule"), .. others];
        var all = new List<string>();
        var read = 0;
        for (var address = $"{path}?{string.Join('&', asked.Select(one => $"{one.Key}={one.Value}"))}"; address is not null; read++)
        {
            await browser.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            var rows = browser.Page.QuerySelectorAll(lines).Select(row => row.TextContent.Trim()).ToList();
            all.AddRange(rows);
            address = browser.Page.QuerySelector("main a.fr-pagination__link--next[href]")?.GetAttribute("href");
            Assert.Equal(address is null ? Leaves - (size * (pages - 1)) : size, rows.Count);
            if (address is not null)
            {
                Assert.All(asked, one => Assert.Contains($"{one.Key}={one.Value}", address, StringComparison.Ordinal));
            }
        }

        Assert.Equal(pages, read);
        Assert.Equal(Enumerable.Range(0, Leaves).Reverse().Select(number => $"Feuillet {number:00}"), all);
    }

    /// <returns>The titles of the test's own tasks, without what they all begin with.</returns>
    private static async Task<string> ReadAsync(FormBrowser browser, string address, string lines)
    {
        await browser.GoAsync(address);
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return string.Join(' ', browser.Page.QuerySelectorAll(lines).Select(row => row.TextContent.Trim()).Where(title => title.StartsWith(Marker, StringComparison.Ordinal)).Select(title => title[(Marker.Length + 1)..]));
    }

    /// <returns>The coach, who is asked most of it.</returns>
    private static Task<Guid> FillAsync(FabriqueApp app) => app.ReadAsync(async db =>
    {
        var call = await db.Calls.SingleAsync(call => call.Slug == "services-deconcentres-mieux-outilles");
        var people = await db.StaffMembers.ToDictionaryAsync(person => person.FullName, person => person.Id);
        var (applicant, coach, director) = (people["Joris Grèbe"], people["Daphné Lavande"], people["Octave Tamaris"]);
        var (studied, other, sheaf) = (Submit("ESSAI-0", "Étude des marées"), Submit("ESSAI-1", "Carte des haies"), Submit("LIASSE-2", "Une liasse"));
        Open(studied, "Alpha", 11, Assignee.Person(coach));
        Open(other, "Delta", 12, Assignee.Person(coach));
        Open(other, "Bêta", 18, Assignee.Person(coach), ApplicationTasks.Opinion);
        Open(other, "Gamma", 19, Assignee.Person(coach));
        Open(other, "Octave", 20, Assignee.Person(director));
        Open(other, "Partagée", 21, Assignee.HoldersOf("Equipe"));
        Open(other, "Tenue", 22, Assignee.HoldersOf("Equipe")).Claim(coach, from: null, app.Now);
        for (var number = 0; number < Leaves; number++)
        {
            Add(sheaf, string.Create(CultureInfo.InvariantCulture, $"Feuillet {number:00}"), 26, Assignee.Person(coach), DrawnTask.Code);
        }

        await db.SaveChangesAsync();
        return coach;

        Subject Submit(string reference, string title)
        {
            var application = Application.StartDraft(Guid.CreateVersion7(), reference, call.Id, applicant, ApplicationForms.Fill(title, "Un problème.", "Une solution.", "Des personnes."), app.Now);
            application.Submit(applicant, call, CallApplicant.Unknown, app.Now);
            db.Add(application);
            return new Subject(ApplicationSubject.SubjectCode, application.Id);
        }

        WorkItem Open(Subject about, string title, int day, Assignee to, string kind = DrawnTask.Code) => Add(about, $"{Marker} {title}", day, to, kind);

        WorkItem Add(Subject about, string title, int day, Assignee to, string kind)
        {
            var item = WorkItem.Open(Guid.CreateVersion7(), kind, about, title, to, "i", app.Now.AddDays(-10), Deadline.EndOf(new DateOnly(2026, 1, day)), ReminderPolicy.None);
            db.Add(item);
            return item;
        }
    });
}
