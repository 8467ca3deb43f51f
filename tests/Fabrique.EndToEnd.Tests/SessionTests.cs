using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>Several screens follow one session: what one does, the others see without reading their page again by hand, and one that was cut catches up by itself.</summary>
public class SessionTests(Chromium chromium, Product product) : IClassFixture<Product>
{
    private const string Following = "[data-session][data-following=oui]";

    [Fact]
    public async Task Four_screens_follow_one_session_and_one_that_was_cut_comes_back()
    {
        await using var clerk = await chromium.VisitAsync(product.Address);
        await clerk.SignInAsync("Anouk Églantine");
        await clerk.GoAsync("/jurys");
        foreach (var link in new[] { "Jury de", "Séances d’audition", "Séance du", "Séance en direct" })
        {
            await clerk.FollowAsync(link);
        }

        await clerk.BeWholeAsync();
        var live = new Uri(clerk.Page.Url).AbsolutePath;
        await using var chair = await OpenAsync("Perrine Bouleau", live);
        await using var member = await OpenAsync("Octave Tamaris", live);
        await using var wall = await OpenAsync("Pacôme Gentiane", live.Replace("/direct", "/projection", StringComparison.Ordinal));
        await clerk.Page.Locator(Following).WaitForAsync();
        Visitor[] others = [chair, member, wall];
        foreach (var other in others)
        {
            await other.Page.EvaluateAsync("() => { window.same = true; }");
        }

        // Each says that they are there; whoever holds the pen sees them come, and records the rest.
        await chair.PressAsync("Je suis là");
        await chair.ReadAsync("Vous êtes là.");
        await member.PressAsync("Je suis là");
        await clerk.ReadAsync("Préside : Perrine Bouleau.");
        await Assertions.Expect(clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Départ : Octave Tamaris" })).ToBeVisibleAsync();
        await clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Arrivée : Ludovic Bergeronnette" }).ClickAsync();
        await clerk.ReadAsync("Quorum atteint");
        await clerk.PressAsync("Ouvrir la séance");
        var first = await CallNextAsync(clerk);
        foreach (var other in others)
        {
            await other.ReadAsync(first);
        }

        // The timer runs on all screens from the same facts.
        await clerk.PressAsync("Démarrer");
        foreach (var other in others)
        {
            await Assertions.Expect(other.Page.Locator("[data-timer]")).ToHaveAttributeAsync("data-running", "oui");
        }

        // What is being typed outlives what happens elsewhere.
        var notes = clerk.Main.GetByRole(AriaRole.Textbox, new() { Name = "Notes" });
        await notes.FillAsync("Le coût n’est pas chiffré.");
        await chair.PressAsync("Passer aux questions");
        await clerk.ReadAsync("Questions – minuteur arrêté");
        await Assertions.Expect(notes).ToHaveValueAsync("Le coût n’est pas chiffré.");
        await clerk.PressAsync("Enregistrer les notes");
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Textbox, new() { Name = "Notes" })).ToHaveValueAsync("Le coût n’est pas chiffré.");

        // One is cut: it says so, and misses what happens meanwhile.
        member.Provoke(complaint => complaint.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        await member.Page.Context.SetOfflineAsync(true);
        await member.ReadAsync("Connexion perdue");
        await clerk.Page.Locator(Following).WaitForAsync();
        var second = await CallNextAsync(clerk);
        await chair.ReadAsync(second);
        await Assertions.Expect(member.Page.Locator("#seance-point-titre")).ToContainTextAsync(first);
        await member.Page.Context.SetOfflineAsync(false);
        await Assertions.Expect(member.Page.Locator("#seance-point-titre")).ToContainTextAsync(second);
        await Assertions.Expect(member.Page.Locator("[data-session-link]")).ToBeHiddenAsync();
        await member.Page.Locator(Following).WaitForAsync();

        // None was read anew by hand.
        foreach (var other in others)
        {
            Assert.True(await other.Page.EvaluateAsync<bool>("() => window.same"));
        }

        foreach (var (screen, path) in new[] { (clerk, live), (member, live), (wall, "projection") })
        {
            foreach (var width in new[] { 1280, 390, 320 })
            {
                await screen.Page.SetViewportSizeAsync(width, 900);
                Assert.True(await screen.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{path} at {width}");
            }

            Assert.Empty(await PageRules.FindViolationsAsync(screen.Page, path));
        }
    }

    private static async Task<string> CallNextAsync(Visitor clerk)
    {
        var next = clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Appeler la suivante" });
        var reference = (await next.InnerTextAsync()).Split(':')[1].Trim();
        await next.ClickAsync();
        await Assertions.Expect(clerk.Page.Locator("#seance-point-titre")).ToContainTextAsync(reference);
        return reference;
    }

    private async Task<Visitor> OpenAsync(string name, string path)
    {
        var visitor = await chromium.VisitAsync(product.Address, width: 390, height: 844);
        await visitor.SignInAsync(name);
        await visitor.GoAsync(path);
        await visitor.Page.Locator(Following).WaitForAsync();
        return visitor;
    }
}
