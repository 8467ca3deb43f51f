using System.Text.RegularExpressions;
using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What may be written about a step and about a procedure, in every tab.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioPropertiesTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_step_is_written_as_code_and_tried_and_a_variable_comes_and_goes()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("proprietes", "Propriétés", Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour"))));
        await studio.OpenAsync("proprietes?etape=ligne");
        await studio.Selected.WaitForAsync();

        await studio.CodeAsync("Texte", "JavaScript", "6 * 7");
        foreach (var tab in new[] { "Output", "Common", "Commit Strategy", "Log", "Info" })
        {
            await studio.OpenTabAsync(tab);
        }

        await Assertions.Expect(visitor.Page.GetByText("Workflow1:racine:ligne")).ToBeVisibleAsync();
        await studio.OpenTabAsync("Test");
        await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.Locator("#studio").GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync(),
            answer => answer.Url.EndsWith("/tests/activities", StringComparison.Ordinal) && answer.Ok);
        await Assertions.Expect(visitor.Page.Locator("#studio tr", new() { HasText = "Status" }).First).ToBeVisibleAsync();

        await studio.OpenTabAsync("Variables");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Add variable" }).ClickAsync();
        await studio.Dialog.Locator(".mud-input-control", new() { HasText = "The name of the variable." }).Locator("input").FillAsync("compteur");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await studio.SavingAsync(studio.AgreeAsync, "compteur");
        await studio.OpenTabAsync("Input/output");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("add input", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) })).ToBeVisibleAsync();

        await studio.OpenAsync("proprietes?etape=ligne");
        await Assertions.Expect(visitor.Page.Locator("#studio .monaco-editor:visible").First).ToContainTextAsync("7");
        await studio.OpenTabAsync("Variables");
        await Assertions.Expect(visitor.Page.Locator("#studio tr", new() { HasText = "compteur" })).ToBeVisibleAsync();
    }
}
