using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Web.Platform.Studio;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures.SimulateProcedure;

/// <summary>« Simuler » as an administrator sees it: what is chosen, what comes of it, and what is said when it cannot be done.</summary>
public sealed class SimulateProcedureTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Page = "/administration/circuits/candidature/simulation";

    [Theory]
    [EngineData]
    public async Task A_simulation_tells_dates_tasks_mails_people_and_the_way_and_writes_nothing(Engine engine)
    {
        var app = await shared.OnAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        var before = await CountAsync(app);

        await browser.GoAsync($"{Page}?jour=2026-01-05&porteur=Zo%C3%A9+Essai&delai=8&issue=decision%3DNon+retenue");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("La procédure arrive à sa fin.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("lundi 5 janvier 2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Tâche pour l’équipe de la Fabrique", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Décider : Non retenue", browser.Text, StringComparison.Ordinal);
        Assert.Contains("l’équipe de la Fabrique : 3 tâches", browser.Text, StringComparison.Ordinal);
        var mails = browser.Page.QuerySelectorAll("main details p.fab-lines").Select(mail => mail.TextContent).ToList();
        Assert.Contains(mails, mail => mail.Contains("Zoé Essai", StringComparison.Ordinal));
        Assert.Contains(browser.Page.QuerySelectorAll(".fab-drawing__list > li"), step => FormBrowser.Fold(step.TextContent).StartsWith("Décider – faite", StringComparison.Ordinal));
        Assert.Contains(browser.Page.QuerySelectorAll(".fab-drawing__list > li li"), next => FormBrowser.Fold(next.TextContent).Contains("« Non retenue »", StringComparison.Ordinal) && next.TextContent.Contains("(chemin suivi)", StringComparison.Ordinal));
        Assert.Contains(browser.Page.QuerySelectorAll(".fab-drawing__list > li"), step => FormBrowser.Fold(step.TextContent).StartsWith("Créer le produit – non suivie", StringComparison.Ordinal));
        Assert.NotEmpty(browser.Page.QuerySelectorAll("svg .fab-drawing__arrow--followed"));
        Assert.Equal("Zoé Essai", browser.Page.QuerySelector("input[name=porteur]")!.GetAttribute("value"));
        Assert.Equal(before, await CountAsync(app));

        await browser.GoAsync($"{Page}?jour=2026-01-05&explorer=true&chemin=2");
        Assert.True(browser.Page.QuerySelectorAll("main table tbody tr").Length > 2);
        Assert.Contains("n° 2, ci-dessous", browser.Text, StringComparison.Ordinal);
        var link = browser.Page.QuerySelector("main table a")!.GetAttribute("href")!;
        Assert.Equal("?jour=2026-01-05&explorer=true&chemin=1#resultat", link);
    }

    [Theory]
    [EngineData]
    public async Task What_cannot_be_simulated_says_what_to_do_and_keeps_what_was_typed(Engine engine)
    {
        var app = await shared.OnAsync(engine);
        using var browser = await app.BrowseAsync("auditeur");

        await browser.GoAsync($"{Page}?jour=demain&delai=bient%C3%B4t&sujet=planete&version=jamais&issue=decision%3DPeut-%C3%AAtre");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        var summary = FormBrowser.Fold(browser.Page.QuerySelector("#erreurs")!.TextContent);
        Assert.Contains("« demain » n’est pas une date", summary, StringComparison.Ordinal);
        Assert.Contains("« bientôt » n’est pas un nombre de jours", summary, StringComparison.Ordinal);
        Assert.Contains("Ce sujet n’existe pas", summary, StringComparison.Ordinal);
        Assert.Contains("Cette version n’existe pas", summary, StringComparison.Ordinal);
        Assert.Equal("bientôt", browser.Page.QuerySelector("input[name=delai]")!.GetAttribute("value"));

        await browser.GoAsync($"{Page}?issue=decision%3DPeut-%C3%AAtre&delai=5");
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        Assert.Contains("Issues possibles : « Retenue », « Non retenue »", browser.Text, StringComparison.Ordinal);
        Assert.Equal("5", browser.Page.QuerySelector("input[name=delai]")!.GetAttribute("value"));

        await browser.GoAsync("/administration/circuits/jamais/simulation");
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    [Theory]
    [EngineData]
    public async Task A_draft_is_simulated_too_one_without_end_says_so_and_one_with_errors_lists_them(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.PublishAsync("boucle", [], [Node("a", "Elsa.Delay", ("timeSpan", Literal("400.00:00:00"))), Node("b", "Elsa.WriteLine", ("text", Literal("x")))], "a.Done -> b", "b.Done -> a");
        var definitions = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var json = new JsonObject
        {
            ["definitionId"] = "boucle",
            ["name"] = "boucle",
            ["root"] = Node("root", "Elsa.Flowchart", ("activities", new JsonArray(Node("x", "Elsa.Jamais")))),
        };
        var draft = await definitions.SaveDraftAsync(WorkflowDocument.Parse(json.ToJsonString()));
        using var browser = await app.BrowseAsync("admin");

        var inForce = (await definitions.GetPublishedAsync("boucle"))!;
        await browser.GoAsync($"/administration/circuits/boucle/simulation?version={inForce.Id}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("la procédure n’a pas de fin", browser.Text, StringComparison.Ordinal);
        var blocking = browser.Page.QuerySelectorAll("main ul[aria-label='Comprendre pourquoi'] a").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(2, blocking.Count);
        Assert.Contains("Délai", browser.Page.QuerySelector(blocking[0])!.TextContent, StringComparison.Ordinal);
        Assert.True(browser.Page.QuerySelector(blocking[0])!.Closest("details")!.HasAttribute("open"));
        Assert.Equal(ProcedureLinks.Verify("boucle"), blocking[1]);

        await browser.GoAsync($"/administration/circuits/boucle/simulation?version={draft.Id}");
        Assert.Contains("Cette procédure a des erreurs", browser.Text, StringComparison.Ordinal);
        var row = browser.Page.QuerySelector("main tbody tr")!;
        Assert.Contains("Le type d’étape «\u00a0Elsa.Jamais\u00a0» est inconnu", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(StudioLinks.Step("boucle", "x"), row.QuerySelectorAll("a")[1].GetAttribute("href"));
        Assert.Contains("à corriger", browser.Page.QuerySelector(row.QuerySelector("a")!.GetAttribute("href")!)!.TextContent, StringComparison.Ordinal);
        Assert.Single(browser.Page.QuerySelectorAll($"main a[href='{ProcedureLinks.Verify("boucle")}']"));

        // A step that fails is led to, in the drawing and in the editor.
        json["root"] = Node("root", "Elsa.Flowchart", ("activities", new JsonArray(Node("panne", "Elsa.Fault", ("message", Literal("en panne"))))));
        await definitions.SaveDraftAsync(WorkflowDocument.Parse(json.ToJsonString()));
        await browser.GoAsync($"/administration/circuits/boucle/simulation?version={draft.Id}");
        blocking = [.. browser.Page.QuerySelectorAll("main ul[aria-label='Comprendre pourquoi'] a").Select(link => link.GetAttribute("href")!)];
        Assert.Contains("en échec", browser.Page.QuerySelector(blocking[0])!.TextContent, StringComparison.Ordinal);
        Assert.Equal([StudioLinks.Step("boucle", "panne"), ProcedureLinks.Verify("boucle")], blocking.Skip(1));
        Assert.Contains("brouillon", browser.Page.QuerySelector("select[name=version]")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The simulator has no modules: it breaks as a fault of the product would break it.</summary>
    [Fact]
    public async Task A_simulation_that_breaks_is_told_on_its_page_with_the_reason()
    {
        await using var app = await FabriqueApp.StartAsync(configure: services => services.AddSingleton(provider =>
            new ProcedureSimulator(null!, provider.GetRequiredService<MessageRenderer>(), provider.GetRequiredService<WorkflowDefinitionStore>())));
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(Page);

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var alert = FormBrowser.Fold(browser.Page.QuerySelector("main .fr-alert--error")!.TextContent);
        Assert.StartsWith("La simulation n’a pas pu être faite", alert, StringComparison.Ordinal);
        Assert.Contains("Rien n’a été écrit ni envoyé.", alert, StringComparison.Ordinal);
        Assert.Contains("Raison : Une erreur que personne n’a prévue. Détail technique : ", alert, StringComparison.Ordinal);
        Assert.NotNull(browser.Page.QuerySelector("select[name=version]"));
        Assert.DoesNotContain("arrive à sa fin", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task What_is_open_is_what_is_simulated_and_the_page_names_it_and_its_time(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.PublishAsync("essai", [], [Node("a", "Elsa.Delay", ("timeSpan", Literal("10.00:00:00")))]);
        var definitions = app.Services.GetRequiredService<WorkflowDefinitionStore>();
        var inForce = (await definitions.GetPublishedAsync("essai"))!;
        using var browser = await app.BrowseAsync("admin");
        async Task<string> SimulatedAsync(string address)
        {
            await browser.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            return FormBrowser.Fold(browser.Page.QuerySelector("#version-simulee")!.TextContent);
        }

        Assert.StartsWith("Vous simulez la version 1, en vigueur, enregistrée le ", await SimulatedAsync(ProcedureLinks.Simulate("essai")), StringComparison.Ordinal);
        Assert.Contains("Durée : 10 jours", browser.Text, StringComparison.Ordinal);

        await app.TravelAsync(app.Now.AddDays(1));
        var drawn = WorkflowDocument.Parse(inForce.Json);
        drawn.Model["root"]!["activities"]![0]!["timeSpan"] = Literal("20.00:00:00").DeepClone();
        var draft = await definitions.SaveDraftAsync(drawn);
        foreach (var page in (string[])[ProcedureLinks.Show("essai"), ProcedureLinks.List, ProcedureLinks.Draw("essai")])
        {
            await browser.GoAsync(page);
            var link = browser.Page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")).First(href => href?.Contains("/essai/simulation", StringComparison.Ordinal) == true)!;
            Assert.Equal(
                $"Vous simulez la version 2, brouillon, enregistrée le {FormBrowser.Fold(FrenchDate.Instant(draft.CreatedAt))}. Simuler plutôt la version 1, en vigueur",
                await SimulatedAsync(link));
            Assert.Contains("Durée : 20 jours", browser.Text, StringComparison.Ordinal);
        }

        // An old version is opened from its line.
        await browser.GoAsync(ProcedureLinks.Show("essai"));
        var old = browser.Page.QuerySelectorAll("main tbody tr a").Select(a => a.GetAttribute("href")!).Last(href => href.Contains("/simulation?version=", StringComparison.Ordinal));
        Assert.Equal(ProcedureLinks.Simulate("essai", inForce.Id), old);
        Assert.StartsWith("Vous simulez la version 1, en vigueur", await SimulatedAsync(old), StringComparison.Ordinal);
        Assert.Contains("Durée : 10 jours", browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task An_existing_application_lends_its_facts_and_keeps_its_state(Engine engine)
    {
        var app = await shared.OnAsync(engine);
        var (reference, title, applicant, unit, directors) = await app.ReadAsync(async db =>
        {
            var application = await db.Applications.Where(application => application.Status == ApplicationStatus.NotRetained).OrderBy(application => application.Reference).FirstAsync();
            var applicant = await db.StaffMembers.SingleAsync(person => person.Id == application.ApplicantId);
            var jurors = (await db.Calls.Include(call => call.Jurors).SingleAsync(call => call.Id == application.CallId)).Jurors.Select(juror => juror.StaffMemberId).ToList();
            return (application.Reference, application.Title, applicant.FullName, applicant.Unit, await db.StaffMembers.Where(person => jurors.Contains(person.Id)).Select(person => person.FullName).ToListAsync());
        });
        var draft = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Draft).Select(application => application.Reference).FirstAsync());
        Assert.NotEmpty(directors);
        var before = (await app.DescribeAsync(), await CountAsync(app));
        using var browser = await app.BrowseAsync("auditeur");
        await browser.GoAsync(Page);
        var offered = browser.Page.QuerySelectorAll("select[name=dossier] option").Select(option => (Value: option.GetAttribute("value")!, Text: FormBrowser.Fold(option.TextContent))).ToList();
        Assert.Equal(("", "Un dossier inventé"), offered[0]);
        Assert.Contains((reference, $"{reference} – {title}"), offered);
        Assert.DoesNotContain(offered, option => option.Value == draft);
        Assert.DoesNotContain(applicant, browser.Text, StringComparison.Ordinal);

        await browser.GoAsync($"{Page}?jour=2026-01-05&dossier={reference}");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"À partir de la candidature {reference}, « {title} », portée par {applicant} ({unit}).", browser.Text, StringComparison.Ordinal);
        Assert.Equal(reference, browser.Page.QuerySelector("select[name=dossier] option[selected]")!.GetAttribute("value"));
        Assert.All(directors, director => Assert.Contains($"Tâche pour {director} : « Donner votre avis sur « {title} » »", browser.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("première direction", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"{applicant} : 0 tâche", browser.Text, StringComparison.Ordinal);
        var mails = browser.Page.QuerySelectorAll("main details p.fab-lines").Select(mail => mail.TextContent).ToList();
        Assert.Contains(mails, mail => mail.Contains(title, StringComparison.Ordinal) && mail.Contains(applicant, StringComparison.Ordinal));
        Assert.Contains("La procédure arrive à sa fin.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await app.DescribeAsync(), await CountAsync(app)));

        foreach (var wrong in (string[])["C-1900-0001", draft, "produit-simule"])
        {
            await browser.GoAsync($"{Page}?dossier={wrong}");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
            Assert.Contains("Ce dossier n’existe pas, ou ne convient pas à ce sujet", browser.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EngineData]
    public async Task What_exists_is_looked_for_by_number_and_title_and_a_product_lends_its_facts_too(Engine engine)
    {
        var app = await shared.OnAsync(engine);
        var retained = await app.ReadAsync(db => db.Applications.Where(application => application.Status == ApplicationStatus.Retained).OrderBy(application => application.Reference).FirstAsync());
        var (reference, title) = (retained.Reference, retained.Title);
        var product = await app.ReadAsync(db => db.Products.Include(product => product.Missions).OrderBy(product => product.Ghid).FirstAsync());
        using var browser = await app.BrowseAsync("admin");
        foreach (var words in (string[])[reference.ToLowerInvariant(), $"{title.Split(' ')[0].ToUpperInvariant()} {reference[^2..]}"])
        {
            await browser.GoAsync($"{Page}?recherche={Uri.EscapeDataString(words)}");
            Assert.Equal(HttpStatusCode.OK, browser.Status);
            Assert.Contains(browser.Page.QuerySelectorAll("select[name=dossier] option"), option => option.GetAttribute("value") == reference);
            Assert.True(browser.Page.QuerySelectorAll("select[name=dossier] option").Length < 4);
        }

        await browser.GoAsync($"{Page}?recherche=introuvable&dossier={reference}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        await browser.GoAsync($"{Page}?recherche=introuvable");
        Assert.Contains("Aucun dossier ne contient « introuvable »", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync($"/administration/circuits/incubation/simulation?dossier={product.Ghid}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains($"À partir de ce produit, « {product.Name} », porté par ", browser.Text, StringComparison.Ordinal);
        Assert.Contains(browser.Page.QuerySelectorAll("main details p.fab-lines"), mail => mail.TextContent.Contains(product.Name, StringComparison.Ordinal));

        await browser.GoAsync("/administration/circuits/appel/simulation");
        Assert.Empty(browser.Page.QuerySelectorAll("select[name=dossier]"));
    }

    private static async Task<(int Tasks, int Mails, int People)> CountAsync(FabriqueApp app) =>
        await app.ReadAsync(async db => (await db.WorkItems.CountAsync(), await db.OutgoingMails.CountAsync(), await db.StaffMembers.CountAsync()));
}
