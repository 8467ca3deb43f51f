using System.Net;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Instances;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Instances;

public sealed class ShowInstanceTests
{
    private const string Broken = """
        {"definitionId":"essai","name":"Procédure d’essai","variables":[{"id":"n","name":"n","typeName":"Int32","value":0}],"root":{"id":"racine-1","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"ajout-1","type":"Elsa.SetVariable","version":1,"metadata":{"displayText":"Compter un tour"},"variable":{"id":"n","name":"n"},"value":{"expression":{"type":"JavaScript","value":"getN() + 1"}}},
          {"id":"choix-1","type":"Elsa.FlowDecision","version":1,"metadata":{"displayText":"Encore un tour ?"},"condition":{"expression":{"type":"JavaScript","value":"getN() < 3"}}},
          {"id":"panne-1","type":"Elsa.WriteLine","version":1,"metadata":{"displayText":"Écrire l’impossible"},"text":{"expression":{"type":"JavaScript","value":"null.rien"}}}],
        "connections":[
          {"source":{"activity":"ajout-1","port":"Done"},"target":{"activity":"choix-1","port":"In"}},
          {"source":{"activity":"choix-1","port":"True"},"target":{"activity":"ajout-1","port":"In"}},
          {"source":{"activity":"choix-1","port":"False"},"target":{"activity":"panne-1","port":"In"}}]}}
        """;

    [Theory]
    [EngineData]
    public async Task An_administrator_reads_what_a_procedure_did_in_French(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var instance = (await app.Services.GetRequiredService<IWorkflowRuntime>().FindInstancesAsync(new InstanceFilter { DefinitionId = "candidature", Status = WorkflowStatus.Running }))[0];
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(AdministrationLinks.Instances);
        Assert.DoesNotContain(instance.Id, browser.Text, StringComparison.Ordinal);
        await browser.GoAsync(AdministrationLinks.Instance(instance.Id));

        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("Données reçues et produites par les étapes", browser.Text, StringComparison.Ordinal);
        Assert.NotEmpty(browser.Page.QuerySelectorAll("main .fr-accordion table tbody tr"));
        Assert.Contains("En attente", browser.Page.QuerySelectorAll("main table tbody .fr-badge").Select(badge => badge.TextContent.Trim()));
        foreach (var folded in browser.Page.QuerySelectorAll("main .fr-accordion").ToList())
        {
            folded.Remove();
        }

        Assert.DoesNotContain(instance.Id, browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Fabrique.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Elsa.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(instance.CorrelationId!, browser.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task An_incident_names_its_step_and_may_be_retried(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(Broken));
        var instance = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("essai"));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(AdministrationLinks.Instance(instance.Id));

        Assert.Equal("Procédure d’essai", browser.Title);
        Assert.Contains("L’étape « Écrire l’impossible » a échoué", browser.Text, StringComparison.Ordinal);
        var steps = Rows(browser, "Étapes exécutées");
        Assert.Equal(7, steps.Count);
        Assert.StartsWith("1 Compter un tour ", steps[0], StringComparison.Ordinal);
        Assert.Contains(" Vrai Achevée", steps[1], StringComparison.Ordinal);
        Assert.Contains(" Faux Achevée", steps[5], StringComparison.Ordinal);
        Assert.Contains("En échec", steps[6], StringComparison.Ordinal);
        Assert.Contains("Compter un tour 3 3 0 0", Rows(browser, "Décompte par étape"));
        Assert.Contains("3 Compter un tour Entrée Valeur 2", Rows(browser, "Données reçues et produites"));

        await browser.PressAsync("Exécuter de nouveau cette étape");
        Assert.Contains("L’étape est exécutée de nouveau.", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(8, Rows(browser, "Étapes exécutées").Count);

        using var auditor = await app.BrowseAsync("auditeur");
        await auditor.GoAsync(AdministrationLinks.Instance(instance.Id));
        Assert.Equal(HttpStatusCode.OK, auditor.Status);
        Assert.DoesNotContain("Exécuter de nouveau", auditor.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(7200, "2 h")]
    [InlineData(7205, "2 h")]
    [InlineData(93_600, "1 j 2 h")]
    public void A_duration_is_told_in_its_two_largest_units(double seconds, string expected) =>
        Assert.Equal(expected, InstanceLabels.Duration(TimeSpan.FromSeconds(seconds)).Replace('\u00a0', ' '));

    private static List<string> Rows(FormBrowser browser, string caption) =>
    [
        .. browser.Page.QuerySelectorAll("main table")
            .Single(table => table.QuerySelector("caption")!.TextContent.StartsWith(caption, StringComparison.Ordinal))
            .QuerySelectorAll("tbody tr")
            .Select(row => string.Join(' ', row.QuerySelectorAll("td").Select(cell => FormBrowser.Fold(cell.TextContent)))),
    ];
}
