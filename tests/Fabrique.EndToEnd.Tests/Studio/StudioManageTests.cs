using System.Text.Json;
using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>The life of a definition: made, named, saved, published, changed, taken back, exported, run, deleted.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioManageTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_definition_lives_from_its_creation_to_its_deletion()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.OpenListAsync();
        await studio.NameNewAsync("Essai");
        await studio.AgreeAsync();
        await visitor.Page.WaitForURLAsync(url => url.Length > $"{product.Address}administration/circuits/".Length && !url.Contains('?', StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        var definition = new Uri(visitor.Page.Url).Segments[^1];
        await studio.ReadyAsync();

        await studio.FillAsync("Name", "Essai renommé");
        await studio.SaveOnceAsync();
        await studio.DropAsync("Journal", "Écrire une ligne", 120, 120);
        await studio.PublishAsync();
        await studio.DropAsync("Journal", "Écrire une ligne", 120, 260);
        await studio.PublishAsync();

        await studio.OpenMenuAsync("Export");
        var file = await visitor.Page.RunAndWaitForDownloadAsync(() => studio.AgreeAsync());
        using (var exported = JsonDocument.Parse(await File.ReadAllTextAsync(await file.PathAsync())))
        {
            Assert.Equal("Essai renommé", exported.RootElement.GetProperty("name").GetString());
            Assert.Equal(2, exported.RootElement.GetProperty("root").GetProperty("activities").GetArrayLength());
        }

        // Taking back the first version makes a draft of it; the second stays in force.
        await studio.OpenTabAsync("Version history");
        await Assertions.Expect(studio.Rows).ToHaveCountAsync(2);
        await visitor.Page.RunAndWaitForResponseAsync(
            () => studio.OpenRowMenuAsync(studio.Rows.Nth(1), "Rollback to this version"),
            response => response.Url.EndsWith($"/{definition}/revert/1", StringComparison.Ordinal) && response.Status == 201);
        await Assertions.Expect(studio.Rows).ToHaveCountAsync(3);

        await studio.OpenAsync(definition);
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(1);
        await studio.RunAsync();
        await visitor.Page.WaitForURLAsync("**/administration/circuits/executions/*", new() { WaitUntil = WaitUntilState.Commit });
        await studio.Canvas.WaitForAsync();
        await Assertions.Expect(visitor.Page.Locator("h1").First).ToContainTextAsync("Essai renommé");

        await visitor.GoAsync("/administration/circuits/executions");
        var instance = studio.Rows.Filter(new() { HasText = "Essai renommé" });
        await instance.First.WaitForAsync();
        await studio.OpenRowMenuAsync(instance.First, "Delete");
        await studio.AgreeAsync();
        await Assertions.Expect(instance).ToHaveCountAsync(0);

        await studio.OpenListAsync();
        await studio.SearchAsync("renommé");
        var row = studio.Rows.Filter(new() { HasText = "Essai renommé" });
        await studio.OpenRowMenuAsync(row, "Delete");
        await studio.AgreeAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }
}
