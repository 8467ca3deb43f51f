using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing.Browsing;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What becomes of what was drawn.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioWatchTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task An_instance_is_watched_while_people_work_then_cancelled_and_deleted()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        using var browser = new FormBrowser(product.Address);
        await browser.SignInAsync("admin");
        await browser.GoAsync("/administration/instances");
        var asked = browser.Page.QuerySelectorAll("main a").First(link => link.TextContent.Contains("Passerelle", StringComparison.Ordinal)).GetAttribute("href")!.Split('/')[^1];
        await visitor.GoAsync("/administration/circuits/executions");
        var running = studio.Row(asked);
        await running.First.WaitForAsync();
        await studio.OpenRowAsync(running, "**/administration/circuits/executions/*");

        await studio.Node("Recueillir les avis des directions").WaitForAsync();
        await Assertions.Expect(studio.Node("Accuser réception").Locator(".mud-badge")).ToHaveTextAsync("1");
        await Assertions.Expect(visitor.Page.Locator("#studio").GetByText("Candidature déposée").First).ToBeVisibleAsync();
        var heading = await visitor.Page.Locator("h1").First.InnerTextAsync();
        var title = heading[(heading.IndexOf(" – ", StringComparison.Ordinal) + 3)..];

        foreach (var director in new[] { "directrice", "directeur" })
        {
            await browser.SignInAsync(director);
            await browser.ReadAsync("/taches", $"Donner votre avis sur « {title} »");
            await browser.FollowAsync($"Traiter : Donner votre avis sur « {title} »");
            await browser.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Utile."));
        }

        // The hub tells the page that the procedure moved: nobody reloads it.
        await Assertions.Expect(studio.Node("Décider").Locator(".mud-badge")).ToBeVisibleAsync();

        await visitor.GoAsync("/administration/circuits/executions");
        var cancelled = running;
        await studio.OpenRowMenuAsync(cancelled, "Cancel");
        await studio.AgreeAsync();
        await Assertions.Expect(cancelled).ToContainTextAsync("Cancelled");
        await studio.DeleteRowAsync(cancelled);
    }
}
