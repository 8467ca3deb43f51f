using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Features.Procedures.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures.SimulateProcedure;

/// <summary>« Simuler » as an administrator sees it: what is chosen, what comes of it, and what is said when it cannot be done.</summary>
public sealed class SimulateProcedureTests
{
    private const string Page = "/administration/circuits/candidature/simulation";

    [Theory]
    [EngineData]
    public async Task A_simulation_tells_dates_tasks_mails_people_and_the_way_and_writes_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        var before = await CountAsync(app);

        await browser.GoAsync($"{Page}?jour=2026-01-05&porteur=Zo%C3%A9+Essai&delai=8&issue=decision%3DNon+retenue");

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Le circuit arrive à sa fin.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("lundi 5 janvier 2026", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Tâche pour l’équipe de la Fabrique", browser.Text, StringComparison.Ordinal);
        Assert.Contains("Décider : Non retenue", browser.Text, StringComparison.Ordinal);
        Assert.Contains("l’équipe de la Fabrique : 1 tâche", browser.Text, StringComparison.Ordinal);
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
        await using var app = await FabriqueApp.StartAsync(engine);
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
        var catalog = app.Services.GetRequiredService<WorkflowCatalog>();
        var json = new JsonObject
        {
            ["definitionId"] = "boucle",
            ["name"] = "boucle",
            ["root"] = Node("root", "Elsa.Flowchart", ("activities", new JsonArray(Node("x", "Elsa.Jamais")))),
        };
        var draft = await catalog.SaveDraftAsync(WorkflowDocument.Parse(json.ToJsonString()));
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync("/administration/circuits/boucle/simulation");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("le circuit n’a pas de fin", browser.Text, StringComparison.Ordinal);

        await browser.GoAsync($"/administration/circuits/boucle/simulation?version={draft.Id}");
        Assert.Contains("Ce circuit a des erreurs", browser.Text, StringComparison.Ordinal);
        Assert.Contains("« Elsa.Jamais » : le type d’activité est inconnu", browser.Text, StringComparison.Ordinal);
        Assert.Contains("brouillon", browser.Page.QuerySelector("select[name=version]")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<(int Tasks, int Mails, int People)> CountAsync(FabriqueApp app) =>
        await app.ReadAsync(async db => (await db.WorkItems.CountAsync(), await db.OutgoingMails.CountAsync(), await db.StaffMembers.CountAsync()));
}
