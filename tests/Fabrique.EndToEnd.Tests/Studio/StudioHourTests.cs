using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing.Browsing;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>An administrator's hour: a procedure from nothing to its end, then six months made nine, and the draft simulated before anybody publishes it.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioHourTests(Chromium chromium, Product product)
{
    [Fact]
    public async Task A_procedure_is_drawn_from_nothing_and_done_and_six_months_are_made_nine()
    {
        await using var visitor = await chromium.VisitStudioAsync(product.Address);
        await visitor.SignInAsync("Youssef Ajonc");
        var studio = new StudioWindow(visitor);
        await studio.OpenListAsync();
        await studio.NameNewAsync("Demande de matériel");
        await studio.AgreeAsync();
        await visitor.Page.WaitForURLAsync(url => url.Length > $"{product.Address}administration/circuits/".Length && !url.Contains('?', StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
        var definition = new Uri(visitor.Page.Url).Segments[^1];
        await studio.ReadyAsync();
        await studio.SaveOnceAsync();
        await studio.DropAsync("Personnes", "Tâche", 120, 120);
        await studio.FillAsync("Intitulé", "Choisir le matériel");
        await studio.ChooseAsync("À qui", "L’équipe de la Fabrique (rôle Equipe)");
        await studio.FillAsync("Relances", "j-2, J+1 ouvré");
        await studio.AddAsync("Issues", "Oui");
        await studio.DropAsync("Journal", "Écrire une ligne", 120, 320);
        await studio.FillAsync("Texte", "Matériel accordé");
        await studio.ConnectAsync("Task1", "Oui", "WriteLine1");
        await studio.PublishAsync();
        await visitor.GoAsync($"/administration/procedures/{definition}/verification");
        await Assertions.Expect(visitor.Page.GetByText("Aucun problème.")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Page.Locator("main tbody tr li")).ToHaveCountAsync(2);

        studio = new StudioWindow(visitor);
        await studio.OpenAsync(definition);
        await studio.RunAsync();
        await visitor.Page.WaitForURLAsync("**/administration/circuits/executions/*", new() { WaitUntil = WaitUntilState.Commit });
        var instance = new Uri(visitor.Page.Url).Segments[^1];
        using (var browser = new FormBrowser(product.Address))
        {
            await browser.SignInAsync("equipe");
            await browser.ReadAsync("/taches", "Traiter : Choisir le matériel");
            await browser.FollowAsync("Traiter : Choisir le matériel");
            await browser.PressAsync("Enregistrer ma réponse", ("Outcome", "Oui"));
            Assert.Contains("La tâche est faite, merci.", browser.Text, StringComparison.Ordinal);
        }

        await visitor.Page.WaitForFunctionAsync(
            "id => fetch(`/elsa/api/workflow-instances/${id}`).then(answer => answer.json()).then(({ subStatus }) => subStatus === 'Finished')", instance);

        await studio.OpenAsync("incubation?etape=cycle");
        await studio.Selected.WaitForAsync();
        await studio.FillAsync("Durée (mois)", "9");
        await visitor.GoAsync("/administration/circuits/incubation/simulation");
        await Assertions.Expect(visitor.Page.Locator("#version-simulee")).ToContainTextAsync("brouillon");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync("est renouvelé pour neuf mois");
    }
}
