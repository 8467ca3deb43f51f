using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>The frame around Studio is ours: accessible in both themes and at every width, with its notices. Studio itself is declared not to be.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioFrameTests(Chromium chromium, Product product)
{
    private static readonly string[] Pages = ["/administration/circuits", "/administration/circuits/incubation?etape=partie", "/administration/circuits/executions"];

    [Fact]
    public async Task The_frame_and_its_notices_keep_the_rules_and_are_reached_by_keyboard()
    {
        var faults = new List<string>();
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        // All of the frame and a notice are in the second: the others are looked at in one theme.
        foreach (var (path, scheme, theme) in new[] { (Pages[0], ColorScheme.Dark, "dark"), (Pages[1], ColorScheme.Dark, "dark"), (Pages[2], ColorScheme.Light, "light"), (Pages[1], ColorScheme.Light, "light") })
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await visitor.GoAsync(path);
            await studio.LoadedAsync();
            await Assertions.Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-fr-theme", theme);
            foreach (var width in new[] { 390, 1280 })
            {
                await visitor.Page.SetViewportSizeAsync(width, 900);
                var excess = await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                faults.AddRange(excess > 0 ? [$"{path} scrolls sideways by {excess} px at {width} px"] : Array.Empty<string>());
                faults.AddRange(await FindViolationsAsync(visitor.Page, $"{theme}, {width} px"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));

        // From the skip link to the notice, with the keyboard alone, once the notice says its last word: it has a button then.
        await Assertions.Expect(studio.Notice("step")).ToContainTextAsync("n’est plus dans le dessin");
        await visitor.Page.EvaluateAsync("() => document.activeElement.blur()");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Contenu", await visitor.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Fermer", await visitor.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(studio.Notice("step")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_spoilt_frame_is_noticed()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        await visitor.GoAsync(Pages[0]);
        await visitor.Page.EvaluateAsync("() => { document.querySelector('header .fr-hint-text').style.color = '#ccc'; document.querySelector('#studio-notices').innerHTML = '<button></button>'; }");

        var faults = await FindViolationsAsync(visitor.Page, "spoilt");

        Assert.Contains(faults, fault => fault.Contains("color-contrast", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("button-name", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page, string where) =>
        [.. (await Axe.FindViolationsAsync(page, "#studio")).Select(violation => $"{page.Url} ({where}): {violation}")];
}
