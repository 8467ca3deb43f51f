using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>What a drawing meets between its author and the server.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioConflictTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task Who_saves_second_or_without_network_is_told_and_loses_nothing()
    {
        await using var visitor = await chromium.VisitAsync(product.Address);
        visitor.Provoke(complaint => complaint.StartsWith("409: fetch ", StringComparison.Ordinal) || complaint.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal));
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.StoreAsync(Drawing.Definition("partage", "Partagé", Drawing.Flow("racine", Drawing.Line("ligne", "Bonjour"))));
        await studio.OpenAsync("partage");
        await studio.ReadyAsync();
        await studio.FillAsync("Description", "Avant la coupure");

        await visitor.Page.Context.SetOfflineAsync(true);
        await studio.TypeAsync("Description", "Pendant la coupure");
        await Assertions.Expect(studio.Notice("network")).ToContainTextAsync("Le serveur ne répond pas");
        await visitor.Page.Context.SetOfflineAsync(false);
        await studio.SavingAsync(() => studio.Notice("network").GetByRole(AriaRole.Button, new() { Name = "Réessayer" }).ClickAsync(), "Pendant la coupure");
        await Assertions.Expect(studio.Notice("network")).ToHaveCountAsync(0);

        await product.GiveDraftToSomebodyElseAsync("partage");
        await studio.TypeAsync("Description", "En second");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("Quelqu’un d’autre a enregistré « Partagé »");
        await Assertions.Expect(studio.Notice("refusal")).ToContainTextAsync("rien n’a été écrasé");
        await Assertions.Expect(studio.Input("Description")).ToHaveValueAsync("En second");
        await studio.Notice("refusal").GetByRole(AriaRole.Button, new() { Name = "Abandonner mes changements" }).ClickAsync();
        await studio.Nodes.First.WaitForAsync();
        await Assertions.Expect(studio.Input("Description")).ToHaveValueAsync("Pendant la coupure");
        await studio.ReadyAsync();
        await studio.FillAsync("Description", "Après avoir relu");
    }
}
