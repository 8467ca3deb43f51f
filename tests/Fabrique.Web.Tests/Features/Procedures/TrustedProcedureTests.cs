using System.Text.Json.Nodes;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Platform.Drawings;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Fabrique.Web.Tests.Support.Drawing;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>What an administrator is told before something goes wrong: steps that can only fail, crowds, answers that a new version does not have.</summary>
public sealed class TrustedProcedureTests
{
    [Fact]
    public async Task Shipped_procedures_are_verified_without_a_word()
    {
        await using var app = await FabriqueApp.StartAsync();
        using var browser = await app.BrowseAsync("admin");
        foreach (var id in (string[])["appel", "candidature", "incubation"])
        {
            await browser.GoAsync(ProcedureLinks.Verify(id));
            Assert.Contains("Aucun problème.", browser.Text, StringComparison.Ordinal);
            Assert.Empty(browser.Page.QuerySelectorAll("main .fr-badge"));
            Assert.Equal(id == "appel", browser.Page.QuerySelectorAll("main tbody tr").Length == 0);
        }
    }

    /// <summary>Verified on Monday 12 January 2026: ten working days lead to Monday 26; five to Monday 19.</summary>
    [Theory]
    [EngineData]
    public async Task Verify_and_simulate_show_the_days_on_which_reminders_fall(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await app.PublishAsync(
            "essai",
            [],
            [
                With(With(Asked("choix", "Equipe", "Fait"), "workingDays", Literal(10)), "reminders", Literal("j-7 ouvrés\nJ-1, J+1 ouvré")),
                With(Asked("suite", "Equipe", "Fait"), "reminders", Literal("")),
            ],
            "choix.Fait -> suite");
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Verify("essai"));
        Assert.Contains("Aucun problème.", browser.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Vérifier lundi 26 janvier 2026 jeudi 15 janvier 2026 vendredi 23 janvier 2026 mardi 27 janvier 2026", "Vérifier jeudi 22 janvier 2026 Aucune"],
            Rows(browser));

        await browser.GoAsync($"{ProcedureLinks.Simulate("essai")}?jour=2026-02-02");
        Assert.Equal(
            ["Vérifier lundi 16 février 2026 jeudi 5 février 2026 vendredi 13 février 2026 mardi 17 février 2026", "Vérifier jeudi 12 février 2026 Aucune"],
            Rows(browser));

        await app.Services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(Document("essai", [With(Asked("choix", "Equipe", "Fait"), "reminders", Literal("J-2, la veille"))]));
        await browser.GoAsync(ProcedureLinks.Publish("essai"));
        Assert.Contains("La relance « la veille » ne se lit pas : écrivez par exemple « J-7, J-2, J+1 ouvré »", browser.Text, StringComparison.Ordinal);
        Assert.Contains("J est le dernier jour", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Page.QuerySelectorAll("button"), button => button.TextContent.Contains("Publier la version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_that_fail_in_every_simulated_path_are_found()
    {
        await using var app = await FabriqueApp.StartAsync();
        await app.PublishAsync(
            "essai",
            ["Personne"],
            [
                Asked("choix", "Applicant", "Oui", "Non"),
                With(Asked("perdue", "Equipe", "Fait"), "assignee", Js("'Mme ' + getPersonne()")),
                Node("lettre", "Fabrique.SendMessage", ("message", Literal("commun/relance-tache")), ("recipients", Literal("Team"))),
                Asked("trouvee", "Equipe", "Fait"),
            ],
            "choix.Oui -> perdue",
            "choix.Non -> lettre",
            "lettre.Done -> trouvee");
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(ProcedureLinks.Verify("essai"));

        var rows = Rows(browser).Where(row => row.StartsWith("Avertissement", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Single(rows, row => row.Contains("Dans chaque parcours simulé, cette étape échoue : « Mme", StringComparison.Ordinal) && row.Contains("n’est ni un rôle, ni l’adresse ou la clé d’une personne", StringComparison.Ordinal));
        Assert.Single(rows, row => row.Contains("Dans chaque parcours simulé, cette étape échoue : Le message « commun/relance-tache » montre la balise « tache.", StringComparison.Ordinal));
    }

    [Theory]
    [EngineData]
    public async Task Crowds_are_written_to_only_once_somebody_has_confirmed_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var before = await app.ReadAsync(db => db.StaffMembers.CountAsync(person => person.IsActive));
        await app.ReadAsync(async db =>
        {
            for (var number = 0; number <= AudienceRule.Most; number++)
            {
                db.StaffMembers.Add(StaffMember.Register(Guid.CreateVersion7(), $"foule-{number}", $"Personne {number}", $"personne{number}@ministere.example", "DGALN", [AppRoles.Agent], app.Now));
            }

            return await db.SaveChangesAsync();
        });
        await app.Services.GetRequiredService<WorkflowDefinitionStore>().SaveDraftAsync(Document("essai", [Asked("tous", AppRoles.Agent, "Fait"), Asked("personne", AppRoles.Auditor, "Fait")], "tous.Fait -> personne"));
        await app.ReadAsync(async db => await db.StaffMembers.Where(person => person.FullName == "Pacôme Gentiane").ExecuteUpdateAsync(set => set.SetProperty(person => person.IsActive, false)));
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync(ProcedureLinks.Verify("essai"));
        var rows = Rows(browser);
        Assert.Contains($"désigne {before + AudienceRule.Most} personnes (le rôle Agent)", Assert.Single(rows, row => row.Contains("Agent", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("désigne le rôle Auditeur, que personne ne tient en ce moment", Assert.Single(rows, row => row.Contains("Auditeur", StringComparison.Ordinal)), StringComparison.Ordinal);

        await browser.GoAsync(ProcedureLinks.Publish("essai"));
        await browser.PressAsync("Publier la version 1");
        Assert.Contains("Cochez la case qui le confirme", browser.Text, StringComparison.Ordinal);
        Assert.Null(await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync("essai"));

        await browser.PressAsync("Publier la version 1", ("IsCrowdConfirmed", "true"));
        Assert.Contains("est en vigueur", browser.Text, StringComparison.Ordinal);
        Assert.NotNull(await app.Services.GetRequiredService<WorkflowDefinitionStore>().GetPublishedAsync("essai"));
    }

    [Theory]
    [EngineData]
    public async Task Administrator_says_what_an_answer_becomes_and_whoever_was_asked_still_gives_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await PublishAsync(app, "Oui", "Plus tard", "Non");
        var runtime = app.Services.GetRequiredService<IWorkflowRuntime>();
        var instance = await runtime.StartAsync(new StartRequest("essai"));
        await PublishAsync(app, "Accordée", "Non");
        using var browser = await app.BrowseAsync("admin");

        await browser.GoAsync(ProcedureLinks.Migrate("essai"));
        Assert.Contains("la réponse « Oui » peut encore être donnée et n’existe plus", browser.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["Réponse « Oui » de l’étape « Vérifier »", "Réponse « Plus tard » de l’étape « Vérifier »"],
            browser.Page.QuerySelectorAll("main label[for^=reponse]").Select(label => FormBrowser.Fold(label.TextContent)).Order(StringComparer.Ordinal));
        var choices = browser.Page.QuerySelectorAll("main select[name=reponse] option").Select(option => option.GetAttribute("value")!).Where(value => value.Length > 0).ToList();
        await browser.GoAsync($"{ProcedureLinks.Migrate("essai")}?reponse={Uri.EscapeDataString(Choice(choices, "Oui", "Accordée"))}&reponse={Uri.EscapeDataString(Choice(choices, "Plus tard", "Non"))}&reponse=x");
        Assert.Contains("la réponse « Oui » devient « Accordée »", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Migrer les exécutions cochées");
        Assert.Contains("Une exécution a été migrée vers la version 2.", browser.Text, StringComparison.Ordinal);

        var task = await app.ReadAsync(db => db.WorkItems.SingleAsync(item => item.WorkflowInstanceId == instance.Id));
        await app.ActAsync("equipe", services => services.GetRequiredService<CompleteTaskHandler>().HandleAsync(new CompleteTask { TaskId = task.Id, Outcome = "Plus tard", Comment = "", Answers = task.Form.Example() }, CancellationToken.None));

        Assert.Equal(WorkflowSubStatus.Finished, (await runtime.GetOutlookAsync(instance.Id))!.Instance.SubStatus);
        Assert.Contains(await runtime.GetJournalAsync(instance.Id), record => record is { ActivityId: "Non", EventName: "Completed" });
    }

    private static string Choice(List<string> choices, string answer, string becomes) => choices.Single(choice => JsonNode.Parse(choice)!.AsArray() is var read && (string?)read[1] == answer && (string?)read[2] == becomes);

    private static List<string> Rows(FormBrowser browser) => [.. browser.Page.QuerySelectorAll("main tbody tr").Select(row => FormBrowser.Fold(row.TextContent))];

    private static Task PublishAsync(FabriqueApp app, params string[] answers) => app.PublishAsync(
        "essai",
        [],
        [Asked("demande", "Equipe", answers), .. answers.Select(answer => Node(answer, "Elsa.WriteLine", ("text", Literal(answer))))],
        [.. answers.Select(answer => $"demande.{answer} -> {answer}")]);

    private static JsonObject Asked(string id, string assignee, params string[] answers) =>
        Node(id, "Fabrique.Task", ("title", Literal("Vérifier")), ("assignee", Literal(assignee)), ("outcomes", Json(new JsonArray([.. answers.Select(answer => (JsonNode)answer)]).ToJsonString())));

    private static JsonObject With(JsonObject activity, string name, JsonNode value)
    {
        activity[name] = value;
        return activity;
    }
}
