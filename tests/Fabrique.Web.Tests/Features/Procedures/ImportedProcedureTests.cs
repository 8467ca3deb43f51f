using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>What comes from a file, or is larger than anybody draws, is verified, simulated and bounded as what is drawn here.</summary>
public sealed class ImportedProcedureTests
{
    [Theory]
    [EngineData]
    public async Task What_was_imported_is_what_is_simulated(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.PublishAsync("essai", [], [Node("a", "Elsa.Delay", ("timeSpan", Literal("10.00:00:00")))]);
        using var browser = await app.BrowseAsync("admin");
        await ImportAsync(app, browser, Document("essai", [Node("a", "Elsa.Delay", ("timeSpan", Literal("40.00:00:00")))]));

        await browser.GoAsync(ProcedureLinks.Simulate("essai"));
        Assert.StartsWith("Vous simulez la version 2, brouillon", FormBrowser.Fold(browser.Page.QuerySelector("#version-simulee")!.TextContent), StringComparison.Ordinal);
        Assert.Contains("Durée : 1 mois et 9 jours", browser.Text, StringComparison.Ordinal);

        // A definition that nothing here knew.
        await ImportAsync(app, browser, Document("ailleurs", [Node("a", "Elsa.Delay", ("timeSpan", Literal("3.00:00:00")))]));
        await browser.GoAsync(ProcedureLinks.Simulate("ailleurs"));
        Assert.Contains("Durée : 3 jours", browser.Text, StringComparison.Ordinal);
        Assert.Null(await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync("ailleurs"));
    }

    [Theory]
    [EngineData]
    public async Task An_import_that_launches_itself_is_told_and_stopped(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine, configure: null, ("Workflows:Limits:LaunchDepth", "5"));
        using var browser = await app.BrowseAsync("admin");
        await ImportAsync(app, browser, Document("serpent", [Node("encore", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Literal("serpent")))]));

        await browser.GoAsync(ProcedureLinks.Verify("serpent"));
        var row = Assert.Single(browser.Page.QuerySelectorAll("main tbody tr"), row => row.TextContent.Contains("Vérifiez que l’une de ces procédures attend", StringComparison.Ordinal));
        Assert.Contains("serpent", row.TextContent, StringComparison.Ordinal);
        await browser.GoAsync(ProcedureLinks.Simulate("serpent"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        await browser.GoAsync(ProcedureLinks.Publish("serpent"));
        await browser.PressAsync("Publier la version 1");
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        await runtime.StartAsync(new StartRequest("serpent"));
        await app.TravelAsync(app.Now.AddMinutes(5));
        var instances = await runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "serpent", Take = 100 });
        Assert.Equal(6, instances.Count);
        Assert.Single(instances, instance => instance.SubStatus == WorkflowSubStatus.Faulted);
    }

    /// <summary>Three hundred steps, two of them starts, and arrows that cross: one in ten asks, and its two answers lead where the next one's do.</summary>
    [Fact]
    public async Task Three_hundred_steps_with_two_starts_and_crossing_arrows_are_verified_and_simulated()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.Services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(Crossing(300));
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(ProcedureLinks.Verify("grande"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var problems = browser.Page.QuerySelectorAll("main tbody tr").Where(row => row.QuerySelector(".fr-badge") is not null).ToList();
        Assert.Contains("Départ de trop", Assert.Single(problems).TextContent, StringComparison.Ordinal);
        Assert.Contains("Reliez cette étape", problems[0].TextContent, StringComparison.Ordinal);

        await browser.GoAsync(ProcedureLinks.Simulate("grande"));
        Assert.Contains("La procédure arrive à sa fin.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(300, browser.Page.QuerySelectorAll(".fab-drawing__list > li").Length);
        await browser.GoAsync($"{ProcedureLinks.Simulate("grande")}?explorer=true");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Attention : ", browser.Text, StringComparison.Ordinal);
    }

    private static WorkflowDocument Crossing(int steps)
    {
        var activities = new List<JsonObject> { Node("s0", "Elsa.Start"), Named(Node("s1", "Elsa.Start"), "Départ de trop") };
        var arrows = new List<string> { "s0.Done -> s2" };
        for (var number = 2; number < steps; number++)
        {
            var asks = number % 10 == 0;
            activities.Add(asks
                ? Node($"s{number}", "Fabrique.Task", ("title", Literal($"Question {number}")), ("assignee", Literal("Equipe")), ("outcomes", Json("""["Oui","Non"]""")))
                : Node($"s{number}", "Elsa.WriteLine", ("text", Literal($"Étape {number}"))));
            foreach (var (port, ahead) in asks ? [("Oui", 2), ("Non", 1)] : new[] { ("Done", 1) })
            {
                if (number + ahead < steps)
                {
                    arrows.Add($"s{number}.{port} -> s{number + ahead}");
                }
            }
        }

        return Document("grande", [.. activities], [.. arrows]);
    }

    private static JsonObject Named(JsonObject activity, string text)
    {
        activity["metadata"] = new JsonObject { ["displayText"] = text };
        return activity;
    }

    /// <summary>As Studio sends a file.</summary>
    private static async Task ImportAsync(FabriqueApp app, FormBrowser browser, WorkflowDocument document)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Add("Cookie", browser.CookieHeader);
        client.DefaultRequestHeaders.Add("Origin", app.Address.GetLeftPart(UriPartial.Authority));
        using var content = new StringContent(document.ToModelJson(), Encoding.UTF8, "application/json");
        using var imported = await client.PostAsync("/elsa/api/workflow-definitions/import", content);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());
    }
}
