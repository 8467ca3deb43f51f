using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing.Browsing;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>An administrator adds a human step to the shipped procedure, without a developer.</summary>
[Collection(StudioProduct.Name)]
public sealed class StudioDrawTests(Chromium chromium, Product product)
{
    private const string Step = "Vérifier que le dossier est complet";
    private const string Before = "Marée – les horaires des bacs en temps réel";
    private const string After = "Estran – les pêches à pied autorisées";

    [Fact]
    public async Task A_step_drawn_and_published_is_met_by_new_applications_only()
    {
        using var browser = new FormBrowser(product.Address);
        await ApplyAsync(browser, Before);
        await using (var visitor = await chromium.VisitStudioAsync(product.Address))
        {
            await visitor.SignInAsync("Youssef Ajonc");
            var studio = new StudioWindow(visitor);
            await studio.OpenListAsync();
            await studio.SearchAsync("candidature");
            await studio.OpenRowAsync(studio.Row("De l’accusé de réception à la décision"), "**/administration/circuits/candidature");
            await studio.DrawnAsync("candidature");
            await studio.ReadyAsync();

            await studio.SaveOnceAsync();
            await studio.PanAsync(200, 550);
            await studio.PanAsync(0, 170);
            await studio.DisconnectAsync("Accuser réception", "Done", "Demander le visa hiérarchique");
            await studio.DropAsync("Personnes", "Tâche", 200, 220);
            await studio.FillAsync("Intitulé", Step);
            await studio.ChooseAsync("À qui", "L’équipe de la Fabrique (rôle Equipe)");
            await studio.AddAsync("Issues", "Complet");
            await studio.ConnectAsync("Accuser réception", "Done", "Task1");
            await studio.ConnectAsync("Task1", "Complet", "Demander le visa hiérarchique");
            await studio.PublishAsync();
        }

        await ApplyAsync(browser, After);
        await browser.SignInAsync("manager");
        await browser.ReadAsync("/taches", $"Donner votre visa sur « {Before} »");
        Assert.DoesNotContain($"Donner votre visa sur « {After} »", browser.Text, StringComparison.Ordinal);

        await browser.SignInAsync("equipe");
        await browser.ReadAsync("/taches", $"Traiter : {Step}");
        await browser.FollowAsync($"Traiter : {Step}");
        await browser.PressAsync("Enregistrer ma réponse", ("Outcome", "Complet"));
        Assert.Contains("La tâche est faite, merci.", browser.Text, StringComparison.Ordinal);
        await browser.SignInAsync("manager");
        await browser.ReadAsync("/taches", $"Donner votre visa sur « {After} »");

        // What was running goes on as it was drawn then, until an administrator says otherwise.
        await browser.SignInAsync("admin");
        await browser.GoAsync("/administration/procedures/candidature/migration");
        var chosen = browser.Page.QuerySelectorAll("input[name=Chosen]").Single(box => box.ParentElement!.TextContent.Contains(Before, StringComparison.Ordinal));
        await browser.PressAsync("Migrer les exécutions cochées", ("Chosen", chosen.GetAttribute("value")!));
        Assert.Contains("Une exécution a été migrée vers la version 2", browser.Text, StringComparison.Ordinal);
    }

    private static async Task ApplyAsync(FormBrowser browser, string title)
    {
        await browser.SignInAsync("agent");
        await browser.GoAsync("/appels/services-deconcentres-mieux-outilles");
        await browser.FollowAsync("Proposer une idée");
        await browser.PressAsync(
            "Relire et déposer",
            ("Answers[title]", title),
            ("Answers[problem]", "Les bacs partent sans prévenir."),
            ("Answers[solution]", "Un horaire à jour."),
            ("Answers[first-users]", "Les usagers de deux bacs."));
        await browser.PressAsync("Déposer ma candidature");
        Assert.Contains("Votre candidature est déposée.", browser.Text, StringComparison.Ordinal);
    }
}
