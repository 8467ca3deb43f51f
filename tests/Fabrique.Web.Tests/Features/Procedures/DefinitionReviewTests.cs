using System.Text.Json.Nodes;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Setup;
using Fabrique.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>What « verifier » says, without a database.</summary>
public sealed class DefinitionReviewTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fabrique-review-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_shipped_procedures_have_nothing_wrong()
    {
        var findings = await ReviewAsync(Path.Combine(AppContext.BaseDirectory, "workflows"));
        Assert.Empty(findings.Lines);
        Assert.Equal("4 procédures, 0 erreur, 0 avertissement", findings.Summary);
    }

    [Fact]
    public async Task A_message_that_does_not_exist_is_an_error_of_the_activity_that_names_it()
    {
        Change("candidature/candidature.json", definition => Activities(definition).First(activity => (string?)activity["type"] == "Fabrique.SendMessage")["message"]!["expression"]!["value"] = "candidature/jamais-écrit");
        var findings = await ReviewAsync(folder);
        var line = Assert.Single(findings.Lines);
        Assert.StartsWith(Path.Combine("candidature", "candidature.json") + " : erreur : ", line, StringComparison.Ordinal);
        Assert.EndsWith(" : le message « candidature/jamais-écrit » n’existe pas", line, StringComparison.Ordinal);

        Assert.Equal(1, (await ReviewAsync(Path.Combine(folder, "candidature", "candidature.json"))).Errors);
    }

    [Fact]
    public async Task Warnings_are_told_and_counted_apart()
    {
        Change("appel/appel.json", definition => ((JsonArray)definition["root"]!["activities"]!).Add(new JsonObject { ["id"] = "perdue", ["type"] = "Elsa.WriteLine", ["version"] = 1 }));
        var findings = await ReviewAsync(folder);
        Assert.Equal((0, 1), (findings.Errors, findings.Warnings));
        Assert.Contains(" : avertissement : « Écrire une ligne » (perdue) : ", Assert.Single(findings.Lines), StringComparison.Ordinal);
        Assert.Equal("4 procédures, 0 erreur, 1 avertissement", findings.Summary);
    }

    [Fact]
    public async Task Definitions_without_messages_around_are_checked_all_the_same()
    {
        File.WriteAllText(Path.Combine(folder, "seule.json"), """{"definitionId":"seule","root":{"id":"a","type":"Fabrique.SendMessage","message":{"expression":{"type":"Literal","value":"x/y"}},"recipients":{"expression":{"type":"Literal","value":"Team"}}}}""");
        var findings = await ReviewAsync(folder);
        Assert.Empty(findings.Lines);
        Assert.Equal("1 procédure, 0 erreur, 0 avertissement", findings.Summary);
    }

    [Theory]
    [InlineData("assignee", "Directrice", "« Directrice » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste")]
    [InlineData("assignee", "", "l’entrée obligatoire « À qui » manque")]
    [InlineData("escalateTo", "chef", "« chef » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste")]
    [InlineData("escalateAfter", 0, "un délai compte de 1 à 366 jours ouvrés, pas 0")]
    [InlineData("workingDays", 400, "un délai compte de 0 à 366 jours ouvrés, pas 400")]
    [InlineData("reminders", "J-2, demain", "la relance « demain » ne se lit pas : écrivez par exemple « J-7, J-2, J+1 ouvré »")]
    [InlineData("outcomes", "[]", "la tâche n’a pas d’issue : écrivez-en au moins une, par exemple « Fait »")]
    [InlineData("outcomes", """["Oui","OUI"]""", "l’issue « Oui » est écrite deux fois")]
    [InlineData("outcomes", null, "l’entrée obligatoire « Issues » manque")]
    [InlineData("form", "Montant : euros", "le formulaire ne se lit pas, « Montant : euros » : écrivez le libellé")]
    [InlineData("message", "commun/rien", "le message « commun/rien » n’existe pas")]
    [InlineData("title", "", "l’entrée obligatoire « Intitulé » manque")]
    [InlineData("title", "   ", "l’intitulé doit compter de 1 à 300 caractères")]
    public async Task What_a_drawn_task_has_wrong_is_told_where_it_is_written(string input, object? value, string reason)
    {
        Change("appel/appel.json", definition => definition["root"] = Task(input, value));
        var line = Assert.Single((await ReviewAsync(folder)).Lines);
        Assert.StartsWith($"{Path.Combine("appel", "appel.json")} : erreur : « {(input == "title" ? "Tâche" : "Vérifier")} » (tache) : {reason}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("assignee", "quelqu.un@ministere.example")]
    [InlineData("assignee", "ProductCoach")]
    [InlineData("escalateTo", "")]
    [InlineData("reminders", "")]
    [InlineData("form", "Montant : nombre")]
    public async Task What_a_drawn_task_may_be_given_is_accepted(string input, object? value)
    {
        Change("appel/appel.json", definition => definition["root"] = Task(input, value));
        Assert.Empty((await ReviewAsync(folder)).Lines);
    }

    [Theory]
    [InlineData("Fabrique.SendMessage", "recipients", "Tous", "« Tous » n’est pas une valeur de « Destinataires » : choisissez dans la liste")]
    [InlineData("Fabrique.CollectOpinions", "reminders", "J", null)]
    [InlineData("Fabrique.CollectOpinions", "reminders", "j-7\nJ+1 ouvré, J+3 ouvrés", null)]
    [InlineData("Fabrique.CollectOpinions", "reminders", "J-7, jamais", "la relance « jamais » ne se lit pas : écrivez par exemple « J-7, J-2, J+1 ouvré »")]
    [InlineData("Fabrique.DecideApplication", "reminders", "J-400", "la relance « J-400 » est à plus de 366 jours du dernier jour")]
    [InlineData("Fabrique.DecideApplication", "workingDays", "-1", "un délai compte de 0 à 366 jours ouvrés, pas -1")]
    [InlineData("Fabrique.DecideApplication", "assignee", "Directeur", null)]
    [InlineData("Fabrique.DecideApplication", "assignee", "une.personne@ministere.example", null)]
    [InlineData("Fabrique.DecideApplication", "assignee", "La directrice", "« La directrice » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste")]
    [InlineData("Fabrique.HoldCheckpoint", "assignee", "Coach", null)]
    [InlineData("Fabrique.HoldCheckpoint", "assignee", "chef", "« chef » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste")]
    [InlineData("Fabrique.NameTeam", "assignee", "chef", "« chef » n’est pas un rôle connu, ni une adresse de courriel : choisissez dans la liste")]
    [InlineData("Fabrique.CollectOpinions", "opinionsNeeded", "2", null)]
    [InlineData("Fabrique.CollectOpinions", "opinionsNeeded", "-1", "le nombre d’avis nécessaires ne peut pas être -1 : écrivez 0 pour tous ceux qui sont demandés, ou un nombre d’au moins 1")]
    [InlineData("Fabrique.StartCycle", "months", "9", null)]
    [InlineData("Fabrique.StartCycle", "months", "36", null)]
    [InlineData("Fabrique.StartCycle", "months", "0", "un cycle dure de 1 à 36 mois, pas 0")]
    [InlineData("Fabrique.StartCycle", "months", "-6", "un cycle dure de 1 à 36 mois, pas -6")]
    [InlineData("Fabrique.StartCycle", "months", "37", "un cycle dure de 1 à 36 mois, pas 37")]
    [InlineData("Fabrique.StartCycle", "months", "neuf", "l’entrée « Durée (mois) » ne se lit pas : « neuf » n’est pas un nombre entier.")]
    [InlineData("Fabrique.StartCycle", "months", "6.5", "l’entrée « Durée (mois) » ne se lit pas : « 6.5 » n’est pas un nombre entier.")]
    public async Task What_our_other_activities_have_wrong_is_told_too(string type, string input, string value, string? reason)
    {
        var file = type is "Fabrique.CollectOpinions" or "Fabrique.DecideApplication" or "Fabrique.SendMessage" ? "candidature" : "incubation";
        Change($"{file}/{file}.json", definition => Activities(definition).First(activity => (string?)activity["type"] == type)[input] = Drawing.Literal(value));
        var lines = (await ReviewAsync(folder)).Lines;
        Assert.Equal(reason is null ? 0 : 1, lines.Count);
        Assert.All(lines, line => Assert.EndsWith($" : {reason}", line, StringComparison.Ordinal));
    }

    private static JsonObject Task(string input, object? value)
    {
        var task = Drawing.Node("tache", "Fabrique.Task", ("title", Drawing.Literal("Vérifier")), ("assignee", Drawing.Literal("Equipe")), ("escalateTo", Drawing.Literal("Coach")), ("outcomes", Drawing.Json("""["Fait"]""")));
        task[input] = input == "outcomes" ? value is string json ? Drawing.Json(json) : null : Drawing.Literal(value);
        return task;
    }

    private static IEnumerable<JsonObject> Activities(JsonObject definition) => ((JsonArray)definition["root"]!["activities"]!).OfType<JsonObject>();

    private void Change(string file, Action<JsonObject> change)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "workflows");
        foreach (var path in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(shipped, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        change(definition);
        File.WriteAllText(Path.Combine(folder, file), definition.ToJsonString());
    }

    private static async Task<ReviewFindings> ReviewAsync(string path)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.AddFabriqueClock().AddFabriqueWorkflows(ModuleSamples.Modules);
        await using var app = builder.Build();
        return await app.Services.GetRequiredService<DefinitionReview>().ReviewAsync(path, TestContext.Current.CancellationToken);
    }
}
