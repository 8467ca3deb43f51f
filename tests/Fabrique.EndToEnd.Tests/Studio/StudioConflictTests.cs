using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Two people on one drawing, and a network that comes and goes: nothing that was typed is lost in silence, and nothing of somebody else's is overwritten.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioConflictTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task Without_network_nothing_is_lost_and_what_was_typed_is_sent_again()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        visitor.Provoke(complaint => complaint.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        var studio = await BeginAsync(visitor, "coupure", "Coupure");
        await studio.TypeUnsavedAsync("Description", "Pendant la coupure");

        await visitor.Page.Context.SetOfflineAsync(true);
        await studio.SaveAsync();
        await Assertions.Expect(studio.Notice("network")).ToContainTextAsync("Rien n’est perdu");
        await visitor.Page.Context.SetOfflineAsync(false);
        var saved = await visitor.Page.RunAndWaitForResponseAsync(
            () => studio.Notice("network").GetByRole(AriaRole.Button, new() { Name = "Réessayer" }).ClickAsync(),
            response => StudioWindow.IsSave(response.Request) && response.Ok);
        Assert.Contains("Pendant la coupure", saved.Request.PostData, StringComparison.Ordinal);
        await Assertions.Expect(studio.Notice("network")).ToHaveCountAsync(0);
        await Assertions.Expect(studio.Input("Description")).ToHaveValueAsync("Pendant la coupure");
    }

    [Fact]
    public async Task Who_saves_second_is_told_and_overwrites_nothing()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        visitor.Provoke(complaint => complaint.StartsWith("409: fetch ", StringComparison.Ordinal));
        var studio = await BeginAsync(visitor, "partage", "Partagé");
        await studio.TypeUnsavedAsync("Description", "En second");

        await product.GiveDraftToSomebodyElseAsync("partage");
        await studio.SaveAsync();
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("Quelqu’un d’autre a enregistré « Partagé »");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("rien n’a été écrasé");
        await Assertions.Expect(studio.Input("Description")).ToHaveValueAsync("En second");

        await studio.Notice("refusal").GetByRole(AriaRole.Button, new() { Name = "Abandonner mes changements" }).ClickAsync();
        await Assertions.Expect(studio.Notice("refusal")).ToHaveCountAsync(0);
        var again = new StudioWindow(visitor);
        await again.ReadyAsync();
        await Assertions.Expect(again.Input("Description")).ToHaveValueAsync("");
        await again.FillAsync("Description", "Après avoir relu");
    }

    private static async Task<StudioWindow> BeginAsync(Visitor visitor, string definitionId, string name)
    {
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition(definitionId, name, Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour"))));
        await studio.OpenAsync(definitionId);
        await studio.ReadyAsync();
        return studio;
    }
}
