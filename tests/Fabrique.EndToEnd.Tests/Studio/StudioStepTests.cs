using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Links to one step of a drawing.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioStepTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_step_is_shown_wherever_it_stands()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("imbrique", "Imbriqué", Drawing.Flow(
            "racine",
            Drawing.Line("dehors", "Dehors"),
            Drawing.If("choix", Drawing.Flow("alors", Drawing.Line("dedans", "Dedans"), Drawing.Sequence("suite", Drawing.Line("premier", "Au fond"), Drawing.Line("second", "Au fond aussi")))))));

        await studio.OpenAsync("imbrique?etape=dehors");
        await Assertions.Expect(studio.Selected).ToHaveAttributeAsync("data-cell-id", "dehors");
        await Assertions.Expect(studio.Input("Texte")).ToHaveValueAsync("Dehors");

        await studio.OpenAsync("imbrique?etape=second");
        await Assertions.Expect(studio.Selected).ToHaveAttributeAsync("data-cell-id", "second");
        await Assertions.Expect(studio.Input("Texte")).ToHaveValueAsync("Au fond aussi");
        await Assertions.Expect(studio.Crumbs.Last).ToContainTextAsync("suite");
        await studio.Crumbs.First.Locator("a").ClickAsync();
        await Assertions.Expect(studio.Node("dehors")).ToBeVisibleAsync();

        await studio.OpenAsync("imbrique?etape=partie");
        await Assertions.Expect(studio.Notice("step")).ToContainTextAsync("Cette étape n’est plus dans le dessin");
        await studio.Notice("step").GetByRole(AriaRole.Button, new() { Name = "Fermer" }).ClickAsync();
        await Assertions.Expect(studio.Notice("step")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_step_is_selected_however_late_the_drawing_comes()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("tardif", "Tardif", Drawing.Flow("racine", Drawing.Line("enfin", "Enfin"))));

        var isAwaited = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/elsa/api/workflow-definitions/by-definition-id/tardif?*", async route =>
        {
            await isAwaited.Task;
            await route.ContinueAsync();
        });
        await visitor.GoAsync("/administration/circuits/tardif?etape=enfin");
        await Assertions.Expect(studio.Notice("step")).ToContainTextAsync("Cette étape sera sélectionnée dès que le dessin sera prêt");
        isAwaited.SetResult();
        await Assertions.Expect(studio.Selected).ToHaveAttributeAsync("data-cell-id", "enfin");
        await Assertions.Expect(studio.Notice("step")).ToHaveCountAsync(0);
    }
}
