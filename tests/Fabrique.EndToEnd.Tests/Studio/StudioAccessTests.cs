using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Who may draw, and what happens to a drawing when its author may no longer save it.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioAccessTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task An_auditor_reads_and_changes_nothing()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Pacôme Gentiane");
        var studio = new StudioWindow(visitor);

        await studio.OpenListAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).First).ToBeDisabledAsync();

        await studio.OpenAsync("appel");
        await Assertions.Expect(studio.Node("Ouvrir l’appel")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.GetByText("Unable to make changes as the workflow or application is currently in read-only mode.")).ToBeVisibleAsync();
        await Assertions.Expect(studio.PublishButton).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_session_that_expires_while_drawing_loses_nothing()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        visitor.Provoke(complaint => complaint.StartsWith("401: fetch ", StringComparison.Ordinal));
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.OpenAsync("incubation");
        var count = await studio.CountStepsAsync("incubation");

        await visitor.LoseSessionAsync();
        await studio.DragAsync("Journal", "Écrire une ligne", 60, 60);
        await Assertions.Expect(studio.Notice("session")).ToContainTextAsync("Votre session a expiré");
        await Assertions.Expect(studio.Notice("session")).ToContainTextAsync("rien n’est perdu tant que cette page reste ouverte");

        await visitor.SignInElsewhereAsync("admin", "Youssef Ajonc");
        var saved = await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.GetByRole(AriaRole.Button, new() { Name = "J’ai rouvert ma session" }).ClickAsync(),
            response => StudioWindow.IsSave(response.Request) && response.Ok);
        Assert.Equal(200, saved.Status);
        await Assertions.Expect(studio.Notice("session")).ToHaveCountAsync(0);

        await studio.OpenAsync("incubation");
        await Assertions.Expect(studio.Nodes).ToHaveCountAsync(count + 1);
    }
}
