using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A secret vote on several screens: it is there for those who vote without their reading the page again, gone once it is closed, and nothing of it stays in a browser.</summary>
public class VoteTests(Chromium chromium, Product product) : IClassFixture<Product>
{
    private const string Following = "[data-session][data-following=oui]";

    [Fact]
    public async Task A_secret_vote_is_cast_in_one_tap_and_told_on_all_screens()
    {
        await using var clerk = await chromium.VisitAsync(product.Address);
        await clerk.SignInAsync("Anouk Églantine");
        await clerk.GoAsync("/jurys");
        foreach (var link in new[] { "Jury de", "Séances d’audition", "Séance du", "Séance en direct" })
        {
            await clerk.FollowAsync(link);
        }

        var live = new Uri(clerk.Page.Url).AbsolutePath;
        await using var chair = await OpenAsync("Perrine Bouleau", live);
        await using var member = await OpenAsync("Octave Tamaris", live);
        await clerk.Page.Locator(Following).WaitForAsync();
        await chair.PressAsync("Je suis là");
        await member.PressAsync("Je suis là");
        await clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Arrivée : Ludovic Bergeronnette" }).ClickAsync();
        await clerk.ReadAsync("Quorum atteint");
        await clerk.PressAsync("Ouvrir la séance");
        await clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Appeler la suivante" }).ClickAsync();

        await clerk.Main.GetByText("Vote à bulletins secrets", new() { Exact = true }).ClickAsync();
        await clerk.PressAsync("Ouvrir le vote");
        await chair.ReadAsync("Personne ne saura ce que vous votez.");
        await chair.Main.GetByText("Pour", new() { Exact = true }).ClickAsync();
        await member.Main.GetByText("Contre", new() { Exact = true }).ClickAsync();
        await chair.PressAsync("Confirmer mon vote");
        await chair.ReadAsync("Votre vote est enregistré.");
        await clerk.ReadAsync("une personne a voté");

        // What somebody was choosing outlives the vote of somebody else, in the page and nowhere else.
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Radio, new() { Name = "Contre" })).ToBeCheckedAsync();
        Assert.DoesNotContain("Against", await member.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage, ...localStorage }) + location.href"), StringComparison.Ordinal);
        Assert.Empty(await PageRules.FindViolationsAsync(member.Page, live));
        await clerk.PressAsync("Clore le vote");
        await chair.ReadAsync("le détail n’est pas donné");
        await member.ReadAsync("le détail n’est pas donné");
        await Assertions.Expect(member.Main.GetByRole(AriaRole.Button, new() { Name = "Confirmer mon vote" })).ToBeHiddenAsync();
        foreach (var screen in new[] { clerk, chair, member })
        {
            Assert.Empty(await PageRules.FindViolationsAsync(screen.Page, live));
        }

        // The session is over: its minutes are written, read and signed.
        await clerk.PressAsync("Clore la séance");
        await clerk.ReadAsync("La séance est close");
        await clerk.GoAsync(live.Replace("/direct", "/proces-verbal", StringComparison.Ordinal));
        await clerk.PressAsync("Écrire le procès-verbal");
        await clerk.ReadAsync("Vote à bulletins secrets");
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "proces-verbal"));
        await clerk.FollowAsync("Corriger le procès-verbal");
        await clerk.BeWholeAsync();
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "corriger"));
        await clerk.GoAsync(live.Replace("/direct", "/votes", StringComparison.Ordinal));
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "votes"));
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
