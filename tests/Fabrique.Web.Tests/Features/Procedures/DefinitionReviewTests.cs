using System.Text.Json.Nodes;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Setup;
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
        Assert.Equal("3 définitions, 0 erreur, 0 avertissement", findings.Summary);
    }

    [Fact]
    public async Task A_message_that_does_not_exist_is_an_error_of_the_activity_that_names_it()
    {
        Change("candidature/candidature.json", definition => Activities(definition).First(activity => (string?)activity["type"] == "Fabrique.SendMessage")["message"]!["expression"]!["value"] = "candidature/jamais-écrit");
        var findings = await ReviewAsync(folder);
        var line = Assert.Single(findings.Lines);
        Assert.StartsWith(Path.Combine("candidature", "candidature.json") + " : erreur : ", line, StringComparison.Ordinal);
        Assert.EndsWith("(Fabrique.SendMessage) : le message « candidature/jamais-écrit » n’existe pas", line, StringComparison.Ordinal);

        Assert.Equal(1, (await ReviewAsync(Path.Combine(folder, "candidature", "candidature.json"))).Errors);
    }

    [Fact]
    public async Task Warnings_are_told_and_counted_apart()
    {
        Change("appel/appel.json", definition => ((JsonArray)definition["root"]!["activities"]!).Add(new JsonObject { ["id"] = "perdue", ["type"] = "Elsa.WriteLine", ["version"] = 1 }));
        var findings = await ReviewAsync(folder);
        Assert.Equal((0, 1), (findings.Errors, findings.Warnings));
        Assert.Contains(" : avertissement : perdue (Elsa.WriteLine) : ", Assert.Single(findings.Lines), StringComparison.Ordinal);
        Assert.Equal("3 définitions, 0 erreur, 1 avertissement", findings.Summary);
    }

    [Fact]
    public async Task Definitions_without_messages_around_are_checked_all_the_same()
    {
        File.WriteAllText(Path.Combine(folder, "seule.json"), """{"definitionId":"seule","root":{"id":"a","type":"Fabrique.SendMessage","message":{"expression":{"type":"Literal","value":"x/y"}},"recipients":{"expression":{"type":"Literal","value":"Team"}}}}""");
        var findings = await ReviewAsync(folder);
        Assert.Empty(findings.Lines);
        Assert.Equal("1 définition, 0 erreur, 0 avertissement", findings.Summary);
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
        builder.AddFabriqueClock().AddFabriqueWorkflows();
        await using var app = builder.Build();
        return await app.Services.GetRequiredService<DefinitionReview>().ReviewAsync(path, TestContext.Current.CancellationToken);
    }
}
