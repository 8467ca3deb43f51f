using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing.Browsing;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What becomes of what was drawn.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioWatchTests(Chromium chromium, Product product)
{
    private const string Opinion = "Donner votre avis sur « ";

    [Fact]
    public async Task An_instance_is_watched_while_people_work_then_cancelled_and_deleted()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        using var browser = new FormBrowser(product.Address);
        await visitor.GoAsync("/administration/circuits/executions");
        // Of all that wait, the one on which directors have something to say.
        await browser.SignInAsync("directrice");
        await browser.ReadAsync("/taches", Opinion);
        var title = browser.Text[(browser.Text.IndexOf(Opinion, StringComparison.Ordinal) + Opinion.Length)..].Split(" »")[0];
        await browser.SignInAsync("admin");
        await browser.GoAsync("/administration/instances");
        var id = browser.Page.QuerySelectorAll("main tbody tr").First(row => row.TextContent.Contains(title, StringComparison.Ordinal) && row.TextContent.Contains("Candidature", StringComparison.Ordinal))
            .QuerySelector("a")!.GetAttribute("href")!.Split('/')[^1];
        var running = studio.Row(id);
        await Assertions.Expect(running).ToContainTextAsync("Suspended");
        await studio.OpenRowAsync(running, "**/administration/circuits/executions/*");

        await studio.Node("Recueillir les avis des directions").WaitForAsync();
        await Assertions.Expect(studio.Node("Accuser réception").Locator(".mud-badge")).ToHaveTextAsync("1");
        await Assertions.Expect(visitor.Page.Locator("#studio").GetByText("Candidature déposée").First).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("h1").First).ToContainTextAsync(title);

        foreach (var director in new[] { "directrice", "directeur" })
        {
            await browser.SignInAsync(director);
            await browser.ReadAsync("/taches", $"{Opinion}{title} »");
            await browser.FollowAsync($"Traiter : {Opinion}{title} »");
            await browser.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Utile."));
        }

        // The hub tells the page that the procedure moved: nobody reloads it.
        await Assertions.Expect(studio.Node("Décider").Locator(".mud-badge")).ToBeVisibleAsync();

        await visitor.GoAsync("/administration/circuits/executions");
        await studio.OpenRowMenuAsync(running, "Cancel");
        await studio.AgreeAsync();
        await Assertions.Expect(running).ToContainTextAsync("Cancelled");
        await studio.DeleteRowAsync(running);
    }
}
