using System.Net;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.ShowProcedure;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Procedures;

/// <summary>An upgrade of the software brings another version of a procedure that people have edited: it is proposed, and they decide.</summary>
public sealed class ShippedUpgradeTests
{
    private const string Id = "candidature";

    [Theory]
    [EngineData]
    public async Task Upgrade_proposes_its_version_with_the_difference_and_overwrites_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await EditAsync(app, "15");
        var proposed = await UpgradeAsync(app, "20");
        Assert.Equal((3, false, true), (proposed.Version, proposed.IsPublished, proposed.IsShipped));
        Assert.Equal(2, (await Catalog(app).GetPublishedAsync(Id))!.Version);
        Assert.Equal(2, (await Catalog(app).GetLatestAsync(Id))!.Version);
        using var auditor = await app.BrowseAsync("auditeur");
        foreach (var path in (string[])[AdministrationLinks.Index, ProcedureLinks.List, ProcedureLinks.Show(Id)])
        {
            await auditor.GoAsync(path);
            Assert.Contains("Une nouvelle version livrée avec le logiciel attend votre décision", auditor.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Votre version 2 reste en vigueur", auditor.Text, StringComparison.Ordinal);
        Assert.Contains("« Recueillir les avis des directions », Délai en jours ouvrés : 15 → 20.", auditor.Text, StringComparison.Ordinal);
        Assert.Contains("Livrée, à décider", auditor.Text, StringComparison.Ordinal);

        // Ours is kept: it is remembered, over a restart too, until the software ships something else.
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ProcedureLinks.Show(Id));
        var keep = admin.Prepare("Garder la nôtre");
        await AtOnce.RunAsync(8, _ => app.ActAsync("admin", services => services.GetRequiredService<KeepOursHandler>().HandleAsync(new KeepOurs { DefinitionId = Id, Version = 3 }, TestContext.Current.CancellationToken)));
        await admin.SendAsync(keep);
        Assert.DoesNotContain("attend votre décision", admin.Text, StringComparison.Ordinal);
        Assert.Contains("a gardé sa version de « Candidature » plutôt que la version 3, livrée avec le logiciel", FormBrowser.Fold(admin.Text), StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "Kept")));
        Assert.Empty(await ShipAsync(app, "20"));
        await admin.GoAsync(ProcedureLinks.List);
        Assert.DoesNotContain("attend votre décision", admin.Text, StringComparison.Ordinal);

        await UpgradeAsync(app, "25");
        await admin.GoAsync(ProcedureLinks.Show(Id));
        Assert.Contains("Délai en jours ouvrés : 15 → 25.", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Adopter la version livrée");

        Assert.DoesNotContain("attend votre décision", admin.Text, StringComparison.Ordinal);
        Assert.Contains("a adopté la version 4 de « Candidature », livrée avec le logiciel", admin.Text, StringComparison.Ordinal);
        Assert.Equal((4, 4), ((await Catalog(app).GetPublishedAsync(Id))!.Version, (await Catalog(app).GetLatestAsync(Id))!.Version));

        // Once the shipped version is in force, upgrades apply by themselves again.
        Assert.True((await UpgradeAsync(app, "30")).IsPublished);
        await admin.GoAsync(ProcedureLinks.Show(Id));
        Assert.DoesNotContain("attend votre décision", admin.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Decision_taken_on_an_outdated_page_changes_nothing(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await EditAsync(app, "15");
        await UpgradeAsync(app, "20");
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ProcedureLinks.Show(Id));
        var adopt = admin.Prepare("Adopter la version livrée");
        var keep = admin.Prepare("Garder la nôtre");
        await EditAsync(app, "16");

        await admin.SendAsync(adopt);

        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        Assert.Contains("rien n’a été publié", admin.Text, StringComparison.Ordinal);
        Assert.Contains("Délai en jours ouvrés : 16 → 20.", admin.Text, StringComparison.Ordinal);
        Assert.False((await Catalog(app).GetPublishedAsync(Id))!.IsShipped);
        await admin.PressAsync("Adopter la version livrée");
        Assert.Equal(3, (await Catalog(app).GetPublishedAsync(Id))!.Version);
        await admin.SendAsync(adopt);
        Assert.Equal(HttpStatusCode.OK, admin.Status);
        Assert.Equal(1, await app.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "Adopted")));

        // Too late to keep ours.
        await admin.SendAsync(keep);
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
        await admin.SendAsync(adopt.With("Version", "1"));
        await admin.SendAsync(adopt.With("Version", "2"));
        Assert.Equal(HttpStatusCode.Conflict, admin.Status);
    }

    [Theory]
    [EngineData]
    public async Task Withdrawn_procedure_stays_withdrawn_until_the_shipped_version_is_adopted(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        await Catalog(app).RetractAsync(Id);
        await UpgradeAsync(app, "20");
        Assert.Null(await Catalog(app).GetPublishedAsync(Id));
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ProcedureLinks.Show(Id));
        Assert.Contains("La procédure reste retirée", admin.Text, StringComparison.Ordinal);

        await admin.PressAsync("Adopter la version livrée");

        Assert.Equal(2, (await Catalog(app).GetPublishedAsync(Id))!.Version);
    }

    [Theory]
    [EngineData]
    public async Task Draft_under_way_survives_upgrades_and_says_that_it_is_older(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var document = WorkflowDocument.Parse((await Catalog(app).GetPublishedAsync(Id))!.Json);
        SetDays(document.Model, "15");
        var draft = await Catalog(app).SaveDraftAsync(document);
        Assert.True((await UpgradeAsync(app, "20")).IsPublished);
        using var admin = await app.BrowseAsync("admin");
        await admin.GoAsync(ProcedureLinks.Publish(Id));

        Assert.Contains("Ce brouillon a été commencé avant la version 3, en vigueur", admin.Text, StringComparison.Ordinal);
        Assert.Contains("Délai en jours ouvrés : 20 → 15.", admin.Text, StringComparison.Ordinal);
        await admin.PressAsync("Publier la version 2");
        Assert.Equal(draft.Id, (await Catalog(app).GetPublishedAsync(Id))!.Id);
    }

    private static WorkflowCatalog Catalog(FabriqueApp app) => app.Services.GetRequiredService<WorkflowCatalog>();

    private static void SetDays(JsonObject definition, string days) =>
        definition["root"]!["activities"]!.AsArray().OfType<JsonObject>().Single(activity => (string?)activity["id"] == "opinions")["workingDays"]!["expression"]!["value"] = days;

    /// <summary>Publishes ours, as the editor does.</summary>
    private static async Task EditAsync(FabriqueApp app, string days)
    {
        var document = WorkflowDocument.Parse((await Catalog(app).GetPublishedAsync(Id))!.Json);
        SetDays(document.Model, days);
        await Catalog(app).PublishAsync(document);
    }

    private static async Task<WorkflowVersion> UpgradeAsync(FabriqueApp app, string days) => Assert.Single(await ShipAsync(app, days));

    /// <summary>What a start of another release does: the shipped file says another delay.</summary>
    private static async Task<IReadOnlyList<WorkflowVersion>> ShipAsync(FabriqueApp app, string days)
    {
        var folder = Directory.CreateTempSubdirectory("fabrique-release-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json", SearchOption.AllDirectories))
            {
                var definition = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
                if ((string?)definition["definitionId"] == Id)
                {
                    SetDays(definition, days);
                    await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory(Id).FullName, Path.GetFileName(file)), definition.ToJsonString());
                }
            }

            return await Catalog(app).PublishShippedAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
