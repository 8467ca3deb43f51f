using System.Text.Json.Nodes;
using Fabrique.Domain.People;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>A step that nobody named is called by what it asks, on every page that names steps.</summary>
public sealed class StepNamesTests
{
    private const string Budget = "Vérifier le budget";
    private const string Letter = "Envoyer le message « commun/relance-tache »";

    [Fact]
    public async Task A_step_that_nobody_named_is_called_by_what_it_asks_wherever_it_is_shown()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync("essai", [], [Asked("verif", Budget, "Fait", "Refusé"), Message("lettre"), Asked("perdu", "Jamais atteint")], "verif.Fait -> lettre");
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var instance = await runtime.StartAsync(new StartRequest("essai"));
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(AdministrationLinks.Instance(instance.Id));
        Assert.Contains($"{Budget}, depuis le", browser.Text, StringComparison.Ordinal);
        Assert.Contains(browser.Page.QuerySelectorAll("main table tbody tr"), row => FormBrowser.Fold(row.TextContent).StartsWith($"1 {Budget} ", StringComparison.Ordinal));

        await browser.GoAsync(ProcedureLinks.Verify("essai"));
        Assert.Contains(browser.Page.QuerySelectorAll("main tbody tr"), row => FormBrowser.Fold(row.TextContent).Contains(Letter, StringComparison.Ordinal));
        Assert.Contains(browser.Page.QuerySelectorAll("main tbody tr"), row => FormBrowser.Fold(row.TextContent).Contains("Jamais atteint", StringComparison.Ordinal));

        await browser.GoAsync(ProcedureLinks.Simulate("essai"));
        Assert.Contains(browser.Page.QuerySelectorAll("form label"), label => FormBrowser.Fold(label.TextContent).StartsWith(Budget, StringComparison.Ordinal));
        Assert.Contains(Letter, browser.Text, StringComparison.Ordinal);

        await app.PublishAsync("essai", [], [Asked("verif", "Vérifier le plan", "Fait", "Refusé"), Asked("suite", "Conclure")], "verif.Fait -> suite");
        await browser.GoAsync(ProcedureLinks.Compare("essai", 1, 2));
        Assert.Contains($"« Vérifier le plan », Intitulé : {Budget} → Vérifier le plan.", browser.Text, StringComparison.Ordinal);
        Assert.Contains($"L’étape « {Letter} » est retirée.", browser.Text, StringComparison.Ordinal);
        Assert.Contains("L’étape « Conclure » est ajoutée.", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s’appelle désormais", browser.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_of_a_step_that_nobody_named_says_what_the_step_asks_and_which_input_is_wrong()
    {
        await using var app = await FabriqueApp.StartAsync();
        var lost = Asked("perdue", Budget);
        lost["assignee"] = Js("null.personne");
        await app.PublishAsync("essai", [], [lost]);
        var instance = await app.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new StartRequest("essai"));
        using var browser = await app.BrowseAsync("admin");

        foreach (var page in new[] { AdministrationLinks.Instance(instance.Id), "/administration/incidents" })
        {
            await browser.GoAsync(page);
            Assert.Contains($"de l’étape « {Budget} » ne peut pas être calculée : à la ligne 1 du script, « personne » est demandé à une valeur vide", browser.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_said_of_a_step_by_its_drawing_is_not_said_again_by_its_trial()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync("essai", [], [Failing("Equipe")]);
        await app.PublishAsync("vide", [], [Failing(AppRoles.Auditor)]);
        await app.ReadAsync(async db => await db.StaffMembers.Where(person => person.FullName == "Pacôme Gentiane").ExecuteUpdateAsync(set => set.SetProperty(person => person.IsActive, false)));
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(ProcedureLinks.Verify("essai"));
        Assert.Contains("Dans chaque parcours simulé, cette étape échoue", Assert.Single(browser.Page.QuerySelectorAll("main tbody tr")).TextContent, StringComparison.Ordinal);

        await browser.GoAsync(ProcedureLinks.Verify("vide"));
        Assert.Contains("que personne ne tient en ce moment", Assert.Single(browser.Page.QuerySelectorAll("main tbody tr")).TextContent, StringComparison.Ordinal);

        static JsonObject Failing(string assignee)
        {
            var asked = Asked("perdue", Budget);
            asked["assignee"] = Literal(assignee);
            asked["instructions"] = Js("null.consignes");
            return asked;
        }
    }

    private static JsonObject Asked(string id, string title, params string[] outcomes) =>
        Node(id, "Fabrique.Task", ("title", Literal(title)), ("assignee", Literal("Equipe")), ("outcomes", Json(new JsonArray([.. (outcomes is [] ? ["Fait"] : outcomes).Select(outcome => JsonValue.Create(outcome))]).ToJsonString())));

    /// <summary>It shows facts of a task, which no step of these procedures has: it fails whenever it is reached.</summary>
    private static JsonObject Message(string id) =>
        Node(id, "Fabrique.SendMessage", ("message", Literal("commun/relance-tache")), ("recipients", Literal("Team")));
}
