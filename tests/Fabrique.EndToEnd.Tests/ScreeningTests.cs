using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>The list of applications: many at once, and one after the other without a mouse.</summary>
[Collection(SharedProduct.Name)]
public class ScreeningTests(Chromium chromium, Product product)
{
    private const int Chosen = 12;

    private const string FocusedText = "() => (document.activeElement.labels?.[0] ?? document.activeElement).textContent.replace(/\\s+/g, ' ').trim()";

    [Fact]
    public async Task Twelve_applications_are_screened_at_once()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SignInAsync("Anouk Églantine");
        await product.AddApplicationsAsync(Chosen);
        await visitor.GoAsync("/instruction?tri=reference");
        var boxes = visitor.Main.Locator("input[name=Selected]");
        for (var index = 0; index < Chosen; index++)
        {
            await boxes.Nth(index).CheckAsync(new() { Force = true });
        }

        await visitor.Main.Locator("#put-label-etiquette").SelectOptionAsync(new SelectOptionValue { Label = "À relancer" });
        await visitor.Main.GetByRole(AriaRole.Button, new() { Name = "Aux candidatures cochées : Ajouter une étiquette" }).ClickAsync();
        await visitor.ArriveAsync("**/instruction/lots/*");
        await Assertions.Expect(visitor.Main).ToContainTextAsync("C’est fini : 12 faites, 0 non traitée.", new() { Timeout = 60_000 });
        await Assertions.Expect(visitor.Main.Locator("td .fr-badge--success", new() { HasText = "Faite" })).ToHaveCountAsync(Chosen);
        await visitor.FollowAsync("Revenir à la liste");
        await Assertions.Expect(visitor.Main.Locator("td .fr-badge", new() { HasText = "À relancer" })).ToHaveCountAsync(Chosen);

        // What was done is not proposed again, and the next batch is another one.
        Assert.Equal(0, await visitor.Main.Locator("input[name=Selected]:checked").CountAsync());
        await boxes.First.CheckAsync(new() { Force = true });
        await visitor.Main.Locator("#put-label-etiquette").SelectOptionAsync(new SelectOptionValue { Label = "Complet" });
        await visitor.Main.GetByRole(AriaRole.Button, new() { Name = "Aux candidatures cochées : Ajouter une étiquette" }).ClickAsync();
        await visitor.ArriveAsync("**/instruction/lots/*");
        await Assertions.Expect(visitor.Main).ToContainTextAsync("C’est fini : 1 faite, 0 non traitée.", new() { Timeout = 60_000 });
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task The_keyboard_alone_leads_from_the_first_application_to_the_last()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SignInAsync("Anouk Églantine");
        await visitor.GoAsync("/instruction?tri=reference");
        var keys = visitor.Page.Keyboard;
        var total = await visitor.Main.Locator("tbody tr").CountAsync();
        var first = (await visitor.Main.Locator("tbody td[data-title=Candidature] a").First.InnerTextAsync()).Trim();
        await TabToAsync(visitor, first);
        await keys.PressAsync("Enter");
        await visitor.ReadAsync($"1 sur {total}");
        await visitor.BeWholeAsync();
        for (var rank = 2; rank <= total; rank++)
        {
            await keys.PressAsync("j");
            await visitor.ReadAsync($"{rank} sur {total}");
            await visitor.BeWholeAsync();
        }

        // The last one leads nowhere further.
        await keys.PressAsync("j");
        await keys.PressAsync("k");
        await visitor.ReadAsync($"{total - 1} sur {total}");

        // Keys turned off do nothing; links go on.
        await TabToAsync(visitor, "Désactiver les touches");
        await keys.PressAsync("Enter");
        await visitor.ReadAsync("Les touches J et K ne font rien.");
        await keys.PressAsync("k");
        await TabToAsync(visitor, "Suivante");
        await keys.PressAsync("Enter");
        await visitor.ReadAsync($"{total} sur {total}");
        Assert.Empty(visitor.Complaints);
    }

    private static async Task TabToAsync(Visitor visitor, string text)
    {
        for (var stop = 0; stop < 120; stop++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if ((await visitor.Page.EvaluateAsync<string>(FocusedText)).StartsWith(Visitor.Fold(text), StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Tab never reaches « {text} ».");
    }
}
