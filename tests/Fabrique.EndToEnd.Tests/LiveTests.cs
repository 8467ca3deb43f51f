using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>An open list of tasks follows what others do, and leaves alone whoever is in it.</summary>
[Collection(SharedProduct.Name)]
public class LiveTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_list_follows_what_is_done_elsewhere_once_nobody_is_in_it()
    {
        await using var team = await chromium.VisitAsync(product.Address);
        await team.SignInAsync("Anouk Églantine");
        await using var other = await chromium.VisitAsync(product.Address);
        await other.SignInAsync("Anouk Églantine");

        await team.GoAsync("/taches");
        var stream = team.Page.WaitForResponseAsync(answer => answer.Url.EndsWith("/taches/flux", StringComparison.Ordinal));
        await stream;
        var claim = team.Main.GetByRole(AriaRole.Button, new() { Name = "Je m’en occupe" }).First;
        await team.Page.EvaluateAsync("() => { window.same = true; }");
        await claim.FocusAsync();

        await other.GoAsync("/taches");
        await other.Main.GetByRole(AriaRole.Button, new() { Name = "Je m’en occupe" }).First.ClickAsync();
        await other.ReadAsync("Vous vous en occupez");
        await team.Page.WaitForFunctionAsync("() => document.querySelector('[data-live][data-stale]')");
        await Assertions.Expect(claim).ToBeFocusedAsync();

        await team.Page.Keyboard.PressAsync("Shift+Tab");
        await team.Page.EvaluateAsync("() => document.activeElement.blur()");
        await team.ReadAsync("Vous vous en occupez");
        await Assertions.Expect(team.Page.GetByText("La liste des tâches a changé.")).ToHaveAttributeAsync("role", "status");
        Assert.True(await team.Page.EvaluateAsync<bool>("() => window.same"));
    }
}
