using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing.Browsing;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>An administrator adds a human step to the shipped procedure, without a developer.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioDrawTests(Chromium chromium, Product product)
{
    private const string Step = "Vérifier que le dossier est complet";
    private const string Running = "Passerelle";

    [Fact]
    public async Task A_step_drawn_and_published_is_met_by_new_applications_only()
    {
        await using (var visitor = await chromium.VisitAsync(product.Address))
        {
            await visitor.SignInAsync("Youssef Ajonc");
            var studio = new StudioWindow(visitor);
            await studio.OpenListAsync();
            await studio.Rows.Filter(new() { HasText = "De l’accusé de réception à la décision" }).Locator("td").Nth(2).ClickAsync();
            await visitor.Page.WaitForURLAsync("**/administration/circuits/candidature");
            await studio.Node("Accuser réception").WaitForAsync();
            await studio.ReadyAsync();

            await studio.DisconnectAsync("Accuser réception", "Done", "Recueillir les avis des directions");
            await studio.DropAsync("Personnes", "Tâche", 200, 220);
            await studio.FillAsync("Intitulé", Step);
            await studio.ChooseAsync("À qui", "L’équipe de la Fabrique (rôle Equipe)");
            await studio.AddAsync("Issues", "Complet");
            await studio.ConnectAsync("Accuser réception", "Done", "Task1");
            await studio.ConnectAsync("Task1", "Complet", "Recueillir les avis des directions");
            await studio.PublishAsync();
        }

        using var browser = new FormBrowser(product.Address);
        var journey = new Journey(browser);
        await journey.ApplyAsync();
        await browser.SignInAsync("equipe");
        await browser.GoAsync("/taches");
        Assert.Contains(Step, browser.Text, StringComparison.Ordinal);
        await browser.FollowAsync($"Traiter : {Step}");
        await browser.PressAsync("Enregistrer ma réponse", ("Outcome", "Complet"));
        await journey.GiveOpinionAsync("directrice");

        // What was running when it was published goes on as it was drawn then.
        await browser.SignInAsync("directrice");
        await browser.GoAsync("/taches");
        Assert.Contains($"Donner votre avis sur « {Running}", browser.Text, StringComparison.Ordinal);
    }
}
