using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A correction goes round, answer by answer: asked for on a wide screen, answered on a telephone, read as a difference; with scripts and without.</summary>
public class CorrectionJourneyTests(Chromium chromium)
{
    private const string Idea = "Amarre – relier les quais";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_correction_goes_round_answer_by_answer(bool javaScript)
    {
        await using var product = new Product();
        await product.InitializeAsync();
        await using var agent = await chromium.VisitAsync(product.Address, javaScript, width: 390, height: 844, hasTouch: true);
        await agent.SignInAsync("Kenza Fauvette");
        await agent.GoAsync("/candidatures/nouvelle?appel=services-deconcentres-mieux-outilles");
        await agent.FillAsync("Titre de votre idée", Idea);
        await agent.FillAsync("Le problème", "Des quais ne sont pas reliés.");
        await agent.FillAsync("La solution envisagée", "Un plan commun.");
        await agent.FillAsync("Les premiers usagers", "Deux ports.");
        await agent.PressAsync("Relire et déposer");
        await agent.PressAsync("Déposer ma candidature");
        await agent.ReadAsync("Votre candidature est déposée.");
        await agent.FollowAsync("Suivre ma candidature");
        await agent.ComesAsync(agent.Main.GetByText("En attente de visa"));
        var path = new Uri(agent.Page.Url).AbsolutePath;

        await using var team = await chromium.VisitAsync(product.Address, javaScript);
        await team.SignInAsync("Solène Aubépine");
        await OpenTaskAsync(team, $"Donner votre visa sur « {Idea} »");
        await team.ChooseAsync("Favorable");
        await team.PressAsync("Enregistrer mon visa");
        await team.ReadAsync("Votre visa est enregistré.");
        await team.LeaveAndSignInAsync("Anouk Églantine");
        await OpenTaskAsync(team, $"Dire si « {Idea} » est recevable");
        await team.Main.Locator("summary", new() { HasText = "à « Le problème" }).ClickAsync();
        await team.FillAsync("Ce qui manque dans « Le problème", "Combien de quais ?");
        await team.ChooseAsync("Demander des compléments");
        await team.PressAsync("Enregistrer la recevabilité");
        await team.ReadAsync("La demande de compléments part");

        await agent.GoAsync(path);
        await agent.ComesAsync(agent.Main.GetByText("Des compléments vous sont demandés"));
        await agent.FollowAsync("Répondre aux compléments");
        await agent.ReadAsync("Combien de quais ?");
        Assert.Equal(1, await agent.Main.Locator("textarea, input[type=text]").CountAsync());
        Assert.True(await agent.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await agent.FillAsync("Le problème", "Douze quais ne sont pas reliés.");
        await agent.PressAsync("Enregistrer le brouillon");
        await agent.ReadAsync("Votre brouillon est enregistré.");
        await agent.FollowAsync("Répondre aux compléments");
        await agent.PressAsync("Transmettre mes compléments");
        await agent.ReadAsync("Vos compléments sont transmis.");

        await OpenTaskAsync(team, $"Dire si « {Idea} » est recevable");
        await Assertions.Expect(team.Main.Locator("ins").First).ToContainTextAsync("Douze");
        await Assertions.Expect(team.Main.Locator("del").First).ToContainTextAsync("Des");
        await team.ChooseAsync("Recevable");
        await team.PressAsync("Enregistrer la recevabilité");
        await team.ReadAsync("la candidature est recevable");
        await agent.GoAsync(path);
        await agent.ReadAsync("Votre candidature est recevable.");
    }

    private static async Task OpenTaskAsync(Visitor visitor, string title)
    {
        await visitor.GoAsync("/taches");
        var link = visitor.Main.GetByRole(AriaRole.Link, new() { Name = $"Traiter : {title}" });
        await visitor.ComesAsync(link);
        await visitor.FollowAsync($"Traiter : {title}");
    }
}
