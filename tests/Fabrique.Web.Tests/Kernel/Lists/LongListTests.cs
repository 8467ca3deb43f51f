using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Products;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Screening.ListApplications;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Kernel.Lists;

/// <summary>Every list of the product with a thousand lines: a page of it stays short, shows none twice, and says where one is.</summary>
public sealed class LongListTests(LongListTests.LongLists lists) : IClassFixture<LongListTests.LongLists>
{
    private const int Many = 1_000;
    private const int LongestPage = 100_000;
    private const string Application = "main td a[href^='/instruction/']";

    [Theory]
    [EngineData]
    public async Task A_thousand_lines_are_shown_page_by_page(Engine engine)
    {
        var app = await lists.OnAsync(engine);
        var faults = new List<string>();
        foreach (var (account, address, lines, size) in new (string, string, string, int)[]
        {
            ("equipe", "/instruction", Application, ListApplicationsModel.PageSize),
            ("equipe", "/instruction?tri=titre", Application, ListApplicationsModel.PageSize),
            ("equipe", "/instruction?etat=deposee&tri=-agent", Application, ListApplicationsModel.PageSize),
            ("equipe", "/instruction?appel=services-deconcentres-mieux-outilles", Application, ListApplicationsModel.PageSize),
            ("agent", "/taches", "#a-faire .fab-tasks a", 20),
            ("agent", "/taches?tri=-intitule", "#a-faire .fab-tasks a", 20),
            ("agent", "/taches?vue=faites", "#faites .fab-tasks a", 20),
            ("agent", "/taches?recherche=faire&genre=Task&quand=plus-tard", "#a-faire .fab-tasks a", 20),
            ("agent", "/mon-espace", "#taches .fab-tasks a", SpaceSection.PageSize),
            ("agent", "/mon-espace", "#candidatures .fab-tasks a", SpaceSection.PageSize),
            ("agent", "/mon-espace", "#produits .fab-tasks a", SpaceSection.PageSize),
            ("agent", "/produits", "main .fab-list a", 24),
            ("agent", "/appels", "main h2 + .fr-grid-row:nth-of-type(2) a[href^='/appels/']", 12),
            ("admin", "/administration/envois", "main tbody td:first-child a", 20),
            ("admin", "/administration/envois?etat=en-attente&tri=destinataire", "main tbody td:first-child a", 20),
        })
        {
            using var browser = await app.BrowseAsync(account);
            var (first, next) = await ReadAsync(browser, address, lines, faults);
            var (second, after) = next is null ? ([], null) : await ReadAsync(browser, next, lines, faults);
            if (first.Count != size || second.Count != size || after is null || first.Intersect(second, StringComparer.Ordinal).Any())
            {
                faults.Add($"{address} ({lines}): {first.Count} then {second.Count} lines of {size}, {first.Intersect(second, StringComparer.Ordinal).Count()} of them twice, after that {after ?? "nothing"}");
            }
        }

        Assert.Empty(faults);
    }

    [Theory]
    [EngineData]
    public async Task Lines_of_one_instant_are_each_shown_once_from_the_first_page_to_the_last(Engine engine)
    {
        var app = await lists.OnAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        var all = new List<string>();
        var faults = new List<string>();
        for (var address = "/administration/envois?etat=en-attente"; address is not null;)
        {
            (var rows, address) = await ReadAsync(browser, address, "main tbody td:first-child a", faults);
            all.AddRange(rows);
        }

        Assert.Empty(faults);
        Assert.Equal(Many, all.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Many, all.Count);
    }

    [Theory]
    [EngineData]
    public async Task Screening_is_sorted_and_filtered_by_the_database_and_the_address_says_how(Engine engine)
    {
        var app = await lists.OnAsync(engine);
        using var browser = await app.BrowseAsync("equipe");
        Assert.Equal("Idée 0999", await FirstAsync(browser, "/instruction"));
        Assert.Equal("Idée 0000", await FirstAsync(browser, "/instruction?etat=deposee&tri=depot"));
        Assert.Equal("Idée 0030", await FirstAsync(browser, "/instruction?etat=deposee&tri=titre&page=2"));

        // The column that sorts says so, and leads to the other way round, without the page.
        var sorted = Assert.Single(browser.Page.QuerySelectorAll("th[aria-sort]"));
        Assert.Equal("ascending", sorted.GetAttribute("aria-sort"));
        Assert.Equal("/instruction?etat=deposee&tri=-titre", sorted.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("1 000 candidatures, page 2 sur 34", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        Assert.Equal("titre", browser.Page.QuerySelector<IHtmlSelectElement>("form select[name=tri]")!.Value);

        // A filter that finds nothing says so, and is taken away by a link.
        await browser.GoAsync("/instruction?etat=retiree");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Aucune candidature ne correspond à ces filtres.", browser.Text, StringComparison.Ordinal);
        Assert.Equal("/instruction", browser.Page.QuerySelectorAll("main a").Single(link => link.TextContent.Trim() == "Effacer les filtres").GetAttribute("href"));
    }

    /// <summary>The same lines, nothing to take away, and the choice on what choosing nothing means; no address made from it repeats it.</summary>
    [Theory]
    [InlineData("equipe", "/instruction", "etat=zzz")]
    [InlineData("equipe", "/instruction", "etat=brouillon")]
    [InlineData("equipe", "/instruction", "etat=0")]
    [InlineData("equipe", "/instruction", "appel=zzz&etat=zzz")]
    [InlineData("agent", "/taches", "genre=zzz")]
    [InlineData("agent", "/taches", "vue=zzz&quand=zzz")]
    [InlineData("equipe", "/taches/equipe", "responsable=zzz&genre=zzz&quand=zzz")]
    [InlineData("admin", "/administration/envois", "etat=zzz")]
    [InlineData("admin", "/administration/instances", "etat=zzz")]
    [InlineData("admin", "/administration/procedures", "etat=zzz")]
    [InlineData("admin", "/administration/incidents", "etat=zzz")]
    [InlineData("admin", "/administration/incidents", "genre=zzz&sujet=zzz")]
    [InlineData("admin", "/administration/incidents", "sujet=zzz:0198a000-0000-7000-8000-000000000001")]
    [InlineData("admin", "/administration/incidents", "sujet=Application:zzz")]
    public async Task A_filter_that_no_choice_has_is_ignored(string account, string path, string query)
    {
        var app = await lists.OnAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync(account);
        await browser.GoAsync(path);
        var all = Shown(browser);

        await browser.GoAsync($"{path}?{query}");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var told = browser.Page.QuerySelectorAll("main .fr-alert--warning").ToList();
        Assert.Equal(path == "/instruction", told.Count > 0);
        Assert.All(told, one =>
        {
            Assert.Contains("il n’est pas appliqué", one.TextContent, StringComparison.Ordinal);
            one.Remove();
        });
        Assert.Equal(all, Shown(browser));
        Assert.DoesNotContain("Effacer les filtres", browser.Text, StringComparison.Ordinal);
        Assert.All(browser.Page.QuerySelectorAll<IHtmlSelectElement>("main form.fab-filter select"), select => Assert.Equal("", select.Value));
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main a[href], main form[action]"), link => (link.GetAttribute("href") ?? link.GetAttribute("action"))!.Contains("zzz", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-3")]
    [InlineData("page=99999999999999999999")]
    [InlineData("page=1&page=2")]
    [InlineData("page=%00")]
    [InlineData("page=deux&tri=nom; drop table")]
    [InlineData("tri=--depot&etat=")]
    [InlineData("tri=%3Cscript%3E&appel=%3Cb%3E")]
    public async Task An_address_that_means_nothing_still_shows_a_page(string query)
    {
        var app = await lists.OnAsync(Engine.Sqlite);
        foreach (var (account, path) in new[] { ("equipe", "/instruction"), ("equipe", "/taches"), ("equipe", "/mon-espace"), ("equipe", "/produits"), ("equipe", "/appels"), ("admin", "/administration/envois"), ("admin", "/administration/instances"), ("admin", "/administration/procedures"), ("admin", "/administration/incidents") })
        {
            using var browser = await app.BrowseAsync(account);
            await browser.GoAsync($"{path}?{query}");
            Assert.Equal((path, HttpStatusCode.OK), (path, browser.Status));
            Assert.DoesNotContain("<script>&", browser.Page.Source.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EngineData]
    public async Task Instances_are_shown_twenty_by_twenty(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(Drawing.Document("attente", [Drawing.Node("e", "Elsa.Event", ("eventName", Drawing.Literal("un")))]));
        for (var number = 0; number < 45; number++)
        {
            await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("attente"));
        }

        using var browser = await app.BrowseAsync("auditeur");
        var faults = new List<string>();
        var all = new List<string>();
        var pages = 0;
        for (var address = "/administration/instances"; address is not null; pages++)
        {
            (var rows, address) = await ReadAsync(browser, address, "main tbody a", faults);
            all.AddRange(rows);
        }

        Assert.Empty(faults);
        Assert.Equal((all.Count + 19) / 20, pages);
        Assert.True(all.Count >= 45 && all.Count == all.Distinct(StringComparer.Ordinal).Count());
        await browser.GoAsync("/administration/instances?etat=toutes&page=1000000");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var last = (await app.ReadAsync(db => db.Set<WorkflowInstanceRow>().CountAsync()) + 19) / 20;
        Assert.Contains($"page {last} sur {last}", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
    }

    /// <returns>Where the lines of a page lead, and the address of the page after it.</returns>
    private static async Task<(IReadOnlyList<string> Lines, string? Next)> ReadAsync(FormBrowser browser, string address, string lines, List<string> faults)
    {
        await browser.GoAsync(address);
        if (browser.Status != HttpStatusCode.OK || browser.Page.Source.Length > LongestPage)
        {
            faults.Add($"{address}: {browser.Status}, {browser.Page.Source.Length} characters");
        }

        var rows = browser.Page.QuerySelectorAll(lines);
        var list = rows.Length > 0 ? rows[0].Closest("section, main")! : browser.Page.QuerySelector("main")!;
        return ([.. rows.Select(row => row.GetAttribute("href")!)], list.QuerySelector("a.fr-pagination__link--next[href]")?.GetAttribute("href"));
    }

    /// <summary>What the page shows, and where its links lead.</summary>
    private static (string Text, string Links) Shown(FormBrowser browser)
    {
        var page = browser.Page.QuerySelector("main")!;
        return (FormBrowser.Fold(page.TextContent), string.Join(' ', page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href"))));
    }

    private static async Task<string> FirstAsync(FormBrowser browser, string address)
    {
        await browser.GoAsync(address);
        return browser.Page.QuerySelector(Application)!.TextContent;
    }

    /// <summary>One product on each engine, filled once: no test of this class writes.</summary>
    public sealed class LongLists : IAsyncDisposable
    {
        private readonly SharedApp shared = new();
        private readonly Dictionary<Engine, Task<int>> filled = [];

        public ValueTask DisposeAsync() => shared.DisposeAsync();

        internal async Task<FabriqueApp> OnAsync(Engine engine)
        {
            var app = await shared.OnAsync(engine);
            if (!filled.TryGetValue(engine, out var filling))
            {
                filled[engine] = filling = FillAsync(app);
            }

            await filling;
            return app;
        }
    }

    private static Task<int> FillAsync(FabriqueApp app) => app.ReadAsync(async db =>
    {
        var now = app.Now;
        var agent = await db.StaffMembers.SingleAsync(person => person.FullName == "Kenza Fauvette");
        var call = await db.Calls.SingleAsync(call => call.Slug == "services-deconcentres-mieux-outilles");
        Assert.Null(ReminderText.Read("", out var none));
        var due = Deadline.InWorkingDays(now, 5);
        for (var number = 0; number < Many; number++)
        {
            var application = Domain.Applications.Application.StartDraft(
                Guid.CreateVersion7(),
                $"LONGUE-{number:0000}",
                call.Id,
                agent.Id,
                ApplicationForms.Fill($"Idée {number:0000}", "Un problème.", "Une solution.", "Des personnes."),
                now);
            application.Submit(agent.Id, call, CallApplicant.Unknown, now.AddSeconds(number));
            db.Add(application);
            var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
            db.Add(WorkItem.Open(Guid.CreateVersion7(), DrawnTask.Code, subject, $"À faire {number:0000}", Assignee.Person(agent.Id), "i", now, due, none));
            var done = WorkItem.Open(Guid.CreateVersion7(), DrawnTask.Code, subject, $"Faite {number:0000}", Assignee.Person(agent.Id), "i", now, due, none);
            done.Complete("Fait", agent.Id, now);
            db.Add(done);
            db.Add(OutgoingMail.Write(Guid.CreateVersion7(), "kenza.fauvette@fabrique.example", "Kenza Fauvette", "essai", $"Message {number:0000}", "Texte", "<p>Texte</p>", subject, now));
            db.Add(Product.Launch(Guid.CreateVersion7(), $"long.produit.{number:0000}", $"Produit {number:0000}", "Une promesse.", null, agent.Id, Guid.CreateVersion7(), ParisTime.DayOf(now)));
            var past = CallForApplications.Draft(Guid.CreateVersion7(), $"appel-{number:0000}", $"Appel {number:0000}", "Un thème", "Une présentation.", now.AddYears(-2), now.AddYears(-1), 3);
            past.Schedule();
            past.Open();
            past.Close();
            db.Add(past);
        }

        return await db.SaveChangesAsync();
    });
}
