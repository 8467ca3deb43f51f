using System.Net;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Screening;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Exports;
using Fabrique.Web.Features.Screening;
using Fabrique.Web.Features.Screening.Labels;
using Fabrique.Web.Features.Screening.Views;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Screening;

/// <summary>What each filter leaves, in each order: the same on both engines, on the page and in all that is read of it.</summary>
public sealed class ScreeningListTests(ScreeningListTests.Hosts hosts) : IClassFixture<ScreeningListTests.Hosts>
{
    private static readonly CancellationToken Token = CancellationToken.None;

    [Theory]
    [EngineData]
    public async Task Each_filter_leaves_what_it_says(Engine engine)
    {
        var (app, label) = await hosts.OnAsync(engine);
        var faults = new List<string>();
        foreach (var (query, expected) in new (string, string)[]
        {
            ("recherche=girouette", "X-1"),
            ("recherche=GIROU", "X-1"),
            ("recherche=eolienne vent", "X-2"),
            ("recherche=vent", "X-2 X-1"),
            ("recherche=X-2", "X-2"),
            ("recherche=palourde", "X-4 X-3 X-2 X-1"),
            ("recherche=rouette", ""),
            ("recherche=%25", ""),
            ("recherche=_", ""),
            ($"recherche=palourde&etiquette={label:D}", "X-3 X-1"),
            ("recherche=palourde&responsable=moi", "X-1"),
            ("recherche=palourde&responsable=personne", "X-4 X-3 X-2"),
            ("recherche=palourde&retard=oui", "X-3 X-2"),
            ("recherche=palourde&etat=retiree", "X-4"),
            ("recherche=palourde&etat=deposee&retard=oui", "X-3 X-2"),
            ("recherche=palourde&depuis=2026-01-03", "X-4 X-3"),
            ("recherche=palourde&jusquau=2026-01-02", "X-2 X-1"),
            ("recherche=palourde&depuis=2/1/2026&jusquau=2026-01-03", "X-3 X-2"),
            ("recherche=palourde&appel=services-deconcentres-mieux-outilles", "X-4 X-3 X-2 X-1"),
            ("recherche=palourde&tri=titre", "X-4 X-2 X-1 X-3"),
            ("recherche=palourde&tri=-titre", "X-3 X-1 X-2 X-4"),
            ("recherche=palourde&tri=echeance", "X-3 X-2 X-1 X-4"),
            ("recherche=palourde&tri=-echeance", "X-1 X-2 X-3 X-4"),
            ("recherche=palourde&tri=reference", "X-1 X-2 X-3 X-4"),
            ("recherche=palourde&tri=decision", "X-4 X-3 X-2 X-1"),
            ("recherche=palourde&tri=depot", "X-1 X-2 X-3 X-4"),
        })
        {
            var (page, all, one, count) = await app.ActAsync("equipe", async services =>
            {
                var list = services.GetRequiredService<ScreeningList>();
                var (filter, order) = (ScreeningFilter.Read(query), ScreeningOrder.Read(query.Split("tri=") is [_, var asked] ? asked : null));
                var read = await list.ReadAsync(filter, order, ScreeningColumns.All, 0, 50, Token);
                var streamed = new List<string>();
                await foreach (var line in list.StreamAsync(filter, order, ScreeningColumns.All, Token))
                {
                    streamed.Add(line.Reference);
                }

                // Line by line, as whoever goes from one to the next.
                var single = new List<string>();
                for (var skip = 0; skip < read.Count; skip++)
                {
                    single.AddRange((await list.ReadAsync(filter, order, [], skip, 1, Token)).Select(line => line.Reference));
                }

                return (string.Join(' ', read.Select(line => line.Reference)), string.Join(' ', streamed), string.Join(' ', single), await list.CountAsync(filter, Token));
            });
            var length = expected.Length == 0 ? 0 : expected.Split(' ').Length;
            if ((page, all, one, count) != (expected, expected, expected, length))
            {
                faults.Add($"{query}: {expected} expected, page {page}, all {all}, one by one {one}, {count} counted");
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public void An_address_says_what_was_read_of_it()
    {
        const string Query = "recherche=vent&etat=en-instruction&appel=saison-6&etiquette=0192a000-0000-7000-8000-000000000001&responsable=moi&retard=oui&depuis=2026-01-03&jusquau=2026-02-03";
        Assert.Equal(Query, string.Join('&', ScreeningFilter.Read(Query).Write().Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.True(ScreeningFilter.Read("etat=brouillon&etiquette=zzz&responsable=zzz&retard=non&depuis=2026-02-30&jusquau=demain&recherche=%20").IsEmpty);
        Assert.Equal(ScreeningOrder.First, ScreeningOrder.Read("-"));
    }

    [Fact]
    public async Task What_is_late_is_said_in_words_with_what_is_awaited_and_from_whom()
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync("/instruction?recherche=palourde&tri=echeance");
        Assert.Contains("En retard de cinq mois", browser.Text, StringComparison.Ordinal);
        Assert.Contains("l’avis de Perrine Bouleau", browser.Text, StringComparison.Ordinal);
        // Whoever reads the list may take it away; they change nothing in it.
        Assert.Equal(ExportLinks.New, Assert.Single(browser.Page.QuerySelectorAll("main form[method=post]")).GetAttribute("action"));

        await browser.FollowAsync("Lampadaire – éteindre la nuit");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("1 sur 4", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main button:not([form])"), button => button.TextContent.Contains("ttribuer", StringComparison.Ordinal));
        await browser.FollowAsync("Suivante");
        await browser.FollowAsync("Suivante");
        await browser.FollowAsync("Suivante");
        Assert.Contains("4 sur 4", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("main a"), link => link.GetAttribute("rel") == "next");
    }

    [Theory]
    [InlineData("etat=inconnu", "Le filtre « État : inconnu » n’existe pas : il n’est pas appliqué.")]
    [InlineData("appel=inconnu", "Le filtre « Appel : inconnu » n’existe pas : il n’est pas appliqué.")]
    [InlineData("etiquette=zzz", "Le filtre « Étiquette : zzz » n’existe pas : il n’est pas appliqué.")]
    [InlineData("responsable=zzz", "Le filtre « Suivie par : zzz » n’existe pas : il n’est pas appliqué.")]
    [InlineData("retard=non", "Le filtre « Retard : non » n’existe pas : il n’est pas appliqué.")]
    [InlineData("depuis=demain", "Le filtre « Déposée depuis le : demain » n’existe pas : il n’est pas appliqué.")]
    [InlineData("jusquau=2026-02-30", "Le filtre « Déposée jusqu’au : 2026-02-30 » n’existe pas : il n’est pas appliqué.")]
    [InlineData("tri=couleur", "Le tri « couleur » n’existe pas : les candidatures les plus récentes viennent d’abord.")]
    [InlineData("vue=couleur", "Cette vue n’existe plus, ou n’est plus partagée : la liste est montrée avec les filtres qu’elle avait dans ce lien.")]
    public async Task What_an_address_asks_that_means_nothing_is_told(string query, string sentence)
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync("/instruction?recherche=palourde&" + query);
        Assert.Contains(sentence, browser.Text, StringComparison.Ordinal);
        Assert.Contains("4 candidatures", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync("/instruction?recherche=palourde&etat=&tri=-titre&vue=toutes&depuis=2026-01-01");
        Assert.DoesNotContain("n’existe p", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_is_found_however_it_is_typed()
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync("auditeur");
        var reference = await app.ReadAsync(db => db.Applications.Where(application => application.SubmittedAt != null && application.Reference.StartsWith("C-")).OrderBy(application => application.Reference).Select(application => application.Reference).FirstAsync());
        var parts = reference.Split('-');
        var (year, number) = (parts[1], parts[2].TrimStart('0'));
        foreach (var typed in new[] { reference, reference.ToLowerInvariant(), $"c{year}-{number}", $"c{year} {number}", $"{year} {number}", $"{year}-{parts[2]}", $"C-{year}-{parts[2][..3]}" })
        {
            await browser.GoAsync($"/instruction?recherche={Uri.EscapeDataString(typed)}");
            Assert.True(browser.Text.Contains(reference, StringComparison.Ordinal), typed);
        }

        foreach (var path in new[] { $"/instruction/{reference.ToLowerInvariant()}?tri=titre", ApplicationLinks.Show(reference.ToLowerInvariant()), $"/candidatures/{reference.ToLowerInvariant()}/messages" })
        {
            await browser.GoAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, browser.Status));
        }
    }

    [Fact]
    public async Task Labels_are_sorted_as_a_dictionary_sorts_them_and_none_is_chosen_beforehand()
    {
        await using var app = await FabriqueApp.StartAsync(Engine.Sqlite);
        foreach (var name in new[] { "Zèbre", "Été", "eau", "À examiner", "Très urgent" })
        {
            var label = Guid.CreateVersion7(app.Clock.GetUtcNow());
            await app.ActAsync("equipe", services => services.GetRequiredService<WriteLabelHandler>().HandleAsync(new WriteLabel { Id = label, Name = name, Colour = "green-menthe" }, Token));
        }

        string[] sorted = ["À examiner", "eau", "Été", "Très urgent", "Zèbre"];
        using var browser = await app.BrowseAsync("equipe");
        await browser.GoAsync(ScreeningLinks.Labels);
        Assert.Equal(sorted, browser.Page.QuerySelectorAll("main li .fr-badge").Select(badge => badge.TextContent).Where(sorted.Contains));
        await browser.GoAsync("/instruction");
        Assert.Equal(sorted, browser.Page.QuerySelectorAll($"select[name={ScreeningFilter.LabelKey}] option").Select(option => option.TextContent).Where(sorted.Contains));

        await browser.GoAsync(browser.Page.QuerySelector("main tbody a[href^='/instruction/']")!.GetAttribute("href")!);
        Assert.Equal(sorted, browser.Page.QuerySelectorAll("select[name=LabelId] option").Select(option => option.TextContent).Where(sorted.Contains));
        Assert.Equal("", browser.Page.QuerySelector("select[name=LabelId] option[selected]")!.GetAttribute("value"));
        await browser.PressAsync("Ajouter");
        Assert.Contains("Choisissez une étiquette dans la liste.", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_or_a_view_done_away_with_is_told_and_the_list_is_shown()
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        var (label, view) = (Guid.CreateVersion7(app.Clock.GetUtcNow()), Guid.CreateVersion7(app.Clock.GetUtcNow()));
        await app.ActAsync("equipe", services => services.GetRequiredService<WriteLabelHandler>().HandleAsync(new WriteLabel { Id = label, Name = "Éphémère", Colour = "green-menthe" }, Token));
        await app.ActAsync("equipe", services => services.GetRequiredService<KeepViewHandler>().HandleAsync(new KeepView { Id = view, Name = "De passage", Query = $"etiquette={label:D}", Columns = ["titre", "depot"], IsShared = true }, Token));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync("/instruction");
        await browser.FollowAsync("De passage");
        Assert.Contains("Aucune candidature ne correspond à ces filtres.", browser.Text, StringComparison.Ordinal);

        await app.ActAsync("equipe", services => services.GetRequiredService<RemoveLabelHandler>().HandleAsync(new RemoveLabel(label), Token));
        await browser.GoAsync($"/instruction?etiquette={label:D}&recherche=palourde&vue={view:D}");
        Assert.Contains("L’étiquette de ce filtre a été supprimée : la liste est montrée sans elle.", FormBrowser.Fold(browser.Text), StringComparison.Ordinal);
        Assert.Contains("4 candidatures", browser.Text, StringComparison.Ordinal);
        Assert.Equal(2, browser.Page.QuerySelectorAll("main td[data-title]").Select(cell => cell.GetAttribute("data-title")).Distinct(StringComparer.Ordinal).Count());

        await app.ActAsync("equipe", services => services.GetRequiredService<RemoveViewHandler>().HandleAsync(new RemoveView(view), Token));
        await browser.GoAsync($"/instruction?recherche=palourde&vue={view:D}");
        Assert.Contains("Cette vue n’existe plus", browser.Text, StringComparison.Ordinal);
        Assert.Contains("4 candidatures", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_that_opens_the_list_is_one_s_own_and_gives_way_to_the_whole_list()
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        using var browser = await app.BrowseAsync("coach");
        await browser.GoAsync("/instruction");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync("/instruction/vues/nouvelle?recherche=palourde&retard=oui");
        await auditor.PressAsync("Garder la vue", ("Name", "À suivre de près"), ("IsDefault", "true"));
        Assert.Equal(HttpStatusCode.OK, auditor.Status);
        await auditor.GoAsync("/instruction");
        Assert.Contains("2 candidatures", auditor.Text, StringComparison.Ordinal);
        await auditor.GoAsync("/instruction?vue=toutes&recherche=palourde");
        Assert.Contains("4 candidatures", auditor.Text, StringComparison.Ordinal);
    }

    /// <summary>Wherever somebody is let, what is above the page is let too: of every page that an auditor reads, no link of its breadcrumb is refused.</summary>
    [Fact]
    public async Task No_breadcrumb_leads_to_a_page_that_is_refused()
    {
        var (app, _) = await hosts.OnAsync(Engine.Sqlite);
        var faults = new List<string>();
        foreach (var account in new[] { "auditeur", "equipe", "admin", "directrice", "coach" })
        {
            using var browser = await app.BrowseAsync(account);
            var (seen, left) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["/", "/mon-espace", "/taches", "/instruction", "/appels", "/produits", "/taches/equipe", "/administration"]));
            while (left.TryDequeue(out var path) && seen.Count < 70)
            {
                if (!seen.Add(path))
                {
                    continue;
                }

                await browser.GoAsync(path);
                if (browser.Status is not HttpStatusCode.OK)
                {
                    continue;
                }

                var above = browser.Page.QuerySelectorAll(".fr-breadcrumb a[href^='/']").Select(link => link.GetAttribute("href")!).ToList();
                foreach (var link in browser.Page.QuerySelectorAll("main a[href^='/']").Select(link => link.GetAttribute("href")!).Where(link => link.Count(character => character == '/') <= 3 && !link.Contains('?', StringComparison.Ordinal) && !link.Contains('.', StringComparison.Ordinal)).Take(25))
                {
                    left.Enqueue(link);
                }

                foreach (var link in above.Where(seen.Add))
                {
                    await browser.GoAsync(link);
                    if (browser.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                    {
                        faults.Add($"{account}: {path} is under {link}: {(int)browser.Status}");
                    }
                }
            }
        }

        Assert.Empty(faults);
    }

    public sealed class Hosts : IAsyncDisposable
    {
        private readonly Dictionary<Engine, (FabriqueApp App, Guid Label)> started = [];

        internal async Task<(FabriqueApp App, Guid Label)> OnAsync(Engine engine)
        {
            if (!started.TryGetValue(engine, out var host))
            {
                var app = await FabriqueApp.StartAsync(engine);
                started[engine] = host = (app, await FillAsync(app));
            }

            return host;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (app, _) in started.Values)
            {
                await app.DisposeAsync();
            }
        }

        // Four applications of one person, deposited on the first days of the year.
        private static async Task<Guid> FillAsync(FabriqueApp app)
        {
            var label = Guid.CreateVersion7(app.Clock.GetUtcNow());
            await app.ReadAsync(async db =>
            {
                var call = await db.Calls.SingleAsync(call => call.Slug == "services-deconcentres-mieux-outilles");
                var agent = Guid.CreateVersion7(app.Clock.GetUtcNow());
                db.StaffMembers.Add(StaffMember.Register(agent, agent.ToString("D"), "Ombeline Palourde", $"{agent:N}@fabrique.example", "DREAL", [AppRoles.Agent], app.Now));
                var team = await db.StaffMembers.SingleAsync(person => person.FullName == "Anouk Églantine");
                var director = await db.StaffMembers.SingleAsync(person => person.FullName == "Perrine Bouleau");
                db.ScreeningLabels.Add(ScreeningLabel.Make(label, "Essai", "blue-ecume"));
                var titles = new[] { "Girouette – le vent en carte", "Dune – une éolienne, du vent pour tous", "Lampadaire – éteindre la nuit", "Bac – les horaires" };
                for (var number = 1; number <= titles.Length; number++)
                {
                    var day = new DateTime(2026, 1, number, 9, 0, 0, DateTimeKind.Utc);
                    var application = Application.StartDraft(Guid.CreateVersion7(app.Clock.GetUtcNow()), $"X-{number}", call.Id, agent, ApplicationForms.Fill(titles[number - 1], "Un problème assez long.", "Une solution.", "Des usagers."), day);
                    db.Applications.Add(application);
                    db.Entry(application).Property(one => one.SubmittedAt).CurrentValue = day;
                    db.Entry(application).Property(one => one.Status).CurrentValue = number == 4 ? ApplicationStatus.Withdrawn : ApplicationStatus.Submitted;
                    if (number < 4)
                    {
                        var due = number switch { 1 => app.Now.AddDays(9), 2 => app.Now.AddDays(-3), _ => app.Now.AddDays(-155) };
                        db.WorkItems.Add(WorkItem.Open(Guid.CreateVersion7(app.Clock.GetUtcNow()), ApplicationTasks.Opinion, new Subject(ApplicationSubject.SubjectCode, application.Id), "Donner votre avis", Assignee.Person(director.Id), "none", day, due, ReminderPolicy.None));
                        db.WorkItems.Add(WorkItem.Open(Guid.CreateVersion7(app.Clock.GetUtcNow()), ApplicationTasks.Opinion, new Subject(ApplicationSubject.SubjectCode, application.Id), "Donner votre avis", Assignee.Person(director.Id), "none", day, due.AddDays(400), ReminderPolicy.None));
                    }

                    if (number % 2 == 1)
                    {
                        var file = ScreeningFile.Open(application.Id);
                        file.Put(label, team.Id, app.Now);
                        file.Assign(number == 1 ? team.Id : null, app.Now);
                        db.ScreeningFiles.Add(file);
                    }
                }

                await db.SaveChangesAsync();
                return true;
            });
            return label;
        }
    }
}
