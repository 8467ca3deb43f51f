using System.Globalization;
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
        var claimed = other.Main.GetByRole(AriaRole.Button, new() { Name = "Je m’en occupe" }).First;
        var task = await claimed.EvaluateAsync<string>("button => new URL(button.form.action).pathname.split('/')[2]");
        await claimed.ClickAsync();
        await other.ReadAsync("Vous vous en occupez");
        await team.Page.WaitForFunctionAsync("() => document.querySelector('[data-live][data-stale]')");
        await Assertions.Expect(claim).ToBeFocusedAsync();

        await team.Page.Keyboard.PressAsync("Shift+Tab");
        await team.Page.EvaluateAsync("() => document.activeElement.blur()");
        await team.ReadAsync("Vous vous en occupez");
        await Assertions.Expect(team.Page.GetByText("La liste des tâches a changé.")).ToHaveAttributeAsync("role", "status");

        // So does the number in the header: one is entrusted elsewhere, and taken back.
        var counter = team.Page.Locator("[data-task-count]").First;
        await Assertions.Expect(counter).Not.ToContainTextAsync("à faire");
        var count = int.Parse((await counter.TextContentAsync())!.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
        await other.GoAsync($"/taches/{task}/confier");
        await other.Main.GetByLabel("À qui").FillAsync("Daphné Lavande");
        await other.Main.GetByRole(AriaRole.Button, new() { Name = "Confier la tâche" }).ClickAsync();
        await other.ReadAsync("La tâche est confiée.");
        await Assertions.Expect(counter).ToHaveTextAsync(Told(count - 1));
        await other.GoAsync($"/taches/{task}/confier");
        await other.Main.GetByRole(AriaRole.Button, new() { Name = "Reprendre la tâche" }).ClickAsync();
        await other.ReadAsync("La tâche est reprise.");
        await Assertions.Expect(counter).ToHaveTextAsync(Told(count));
        Assert.True(await team.Page.EvaluateAsync<bool>("() => window.same"));

        static string Told(int number) => $"{number} tâche{(number > 1 ? "s" : "")}";
    }
}
