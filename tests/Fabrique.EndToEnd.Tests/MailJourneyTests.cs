using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A director on a telephone, signed in, from the mail that asks for an opinion to the opinion that is recorded: one page, four taps at most.</summary>
public sealed class MailJourneyTests(Chromium chromium, Product product) : IClassFixture<Product>
{
    private const string Message = "candidature/demande-avis";
    private const string Idea = "Passerelle";

    [Theory]
    [InlineData("Octave Tamaris", "Favorable", null, 3, "Favourable: ")]
    [InlineData("Perrine Bouleau", "Défavorable", "Un service national le fait déjà.", 4, "Unfavourable: Un service national le fait déjà.")]
    public async Task An_opinion_is_recorded_from_the_mail_in_one_page_and_few_taps(string director, string verdict, string? comment, int most, string recorded)
    {
        await using var visitor = await chromium.VisitAsync(product.Address, width: 390, height: 844, hasTouch: true);
        await visitor.SignInAsync(director);
        var page = visitor.Page;
        var (taps, pages) = (0, new List<string>());
        await page.GotoAsync("about:blank");
        await page.SetContentAsync(await product.ReadMailAsync(director, Message, Idea));
        page.Response += (_, answer) =>
        {
            if (answer.Request.IsNavigationRequest && answer.Status == 200)
            {
                pages.Add($"{answer.Request.Method} {new Uri(answer.Url).AbsolutePath}");
            }
        };

        await TapAsync(page.GetByRole(AriaRole.Link, new() { Name = "Donner mon avis" }));
        await page.WaitForURLAsync("**/taches/*/avis", new() { WaitUntil = WaitUntilState.Commit });
        await visitor.ReadAsync(Idea);
        Assert.StartsWith(product.Address.ToString(), page.Url, StringComparison.Ordinal);
        var question = new Uri(page.Url).AbsolutePath;

        // The answers are under the thumb before anything is scrolled; the comment comes with the first of them.
        Assert.True(await page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('form .fr-radio-group label')].every(label => { const box = label.getBoundingClientRect(); return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight; })"));
        Assert.False(await visitor.Main.GetByLabel("Commentaire").IsVisibleAsync());
        await TapAsync(visitor.Main.GetByText(verdict, new() { Exact = true }));
        if (comment is not null)
        {
            await TapAsync(visitor.Main.GetByLabel("Commentaire"));
            await page.Keyboard.TypeAsync(comment);
        }

        await TapAsync(visitor.Main.GetByRole(AriaRole.Button, new() { Name = "Enregistrer mon avis" }));
        await visitor.ReadAsync("Votre avis est enregistré. Merci.");

        // The page of the question, and the one that says thank you.
        Assert.Equal([$"GET {question}", "GET /mon-espace"], pages);
        Assert.Equal(most, taps);

        Assert.Equal(recorded, await product.ReadOpinionAsync(director, Idea));

        // A tap is where a finger finds it: seen on the screen, and on top.
        async Task TapAsync(ILocator target)
        {
            await target.TapAsync();
            taps++;
        }
    }
}
