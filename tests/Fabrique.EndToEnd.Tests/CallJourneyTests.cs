using System.Text;
using Fabrique.EndToEnd.Tests.Browser;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A call and its form made on screen, then an idea proposed from a telephone, by clicking, with scripts and without.</summary>
public class CallJourneyTests(Chromium chromium)
{
    private const string Title = "Saison 7 : la mer au bureau";
    private const string Idea = "Bouée – partager les relevés de la côte";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_made_on_screen_and_an_idea_comes_from_a_telephone_with_a_file_a_co_applicant_and_a_visa(bool javaScript)
    {
        await using var product = new Product();
        await product.InitializeAsync();
        await using var team = await chromium.VisitAsync(product.Address, javaScript);
        await PrepareCallAsync(team);
        await PrepareFormAsync(team);
        await team.GoAsync("/appels/saison-7-la-mer-au-bureau/gestion");
        await team.FollowAsync("Programmer l’appel");
        await team.PressAsync("Programmer l’appel");
        await team.LeaveAndSignInAsync("Youssef Ajonc");
        await team.Page.GetByRole(AriaRole.Button, new() { Name = "+1 mois" }).ClickAsync();
        await team.ReadAsync("Nous sommes maintenant");

        await using var agent = await chromium.VisitAsync(product.Address, javaScript, width: 390, height: 844, hasTouch: true);
        await agent.SignInAsync("Kenza Fauvette");
        await agent.GoAsync("/appels/saison-7-la-mer-au-bureau");
        var taps = 0;
        await TapAsync(agent.Main.GetByRole(AriaRole.Link, new() { Name = "Proposer une idée" }));
        await agent.ArriveAsync("**/candidatures/nouvelle*");
        await agent.FillAsync("Titre de votre idée", Idea);
        await agent.FillAsync("Le problème", "Cent relevés refaits chaque année.");
        await agent.FillAsync("La solution envisagée", "Un carnet commun.");
        await agent.FillAsync("Les premiers usagers", "Trois services et douze communes.");
        await agent.Main.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "relevés de la côte.txt", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("Marée haute à 6 h 12.") });
        taps++;
        await TapAsync(Button(agent, "Enregistrer le brouillon"));
        await agent.ReadAsync("Votre brouillon est enregistré.");
        await agent.ReadAsync("relevés de la côte.txt");
        var path = new Uri(agent.Page.Url).AbsolutePath;

        await TapAsync(agent.Main.GetByRole(AriaRole.Link, new() { Name = "Porter à plusieurs" }));
        await agent.FillAsync("Qui inviter ?", "Joris Grèbe");
        await TapAsync(Button(agent, "Envoyer l’invitation"));
        await agent.ReadAsync("L’invitation est envoyée");
        await TapAsync(agent.Main.GetByRole(AriaRole.Link, new() { Name = "Revenir à la candidature" }));
        await TapAsync(agent.Main.GetByRole(AriaRole.Link, new() { Name = "Compléter et déposer" }));
        await TapAsync(Button(agent, "Relire et déposer"));
        await agent.ArriveAsync("**/depot");
        await TapAsync(Button(agent, "Déposer ma candidature"));
        await agent.ReadAsync("Votre candidature est déposée.");
        await agent.ReadAsync("Conservez sa référence");
        Assert.InRange(taps, 1, 12);

        // The other accepts, the line manager says yes, and the agent reads where it stands.
        await team.LeaveAndSignInAsync("Joris Grèbe");
        await team.GoAsync($"{path}/invitation");
        await team.PressAsync("Accepter");
        await team.ReadAsync("Vous portez désormais cette candidature");
        await agent.GoAsync(path);
        await agent.ComesAsync(agent.Main.GetByText("En attente de visa"));
        await team.LeaveAndSignInAsync("Solène Aubépine");
        await team.GoAsync("/taches");
        await team.FollowAsync($"Traiter : Donner votre visa sur « {Idea} »");
        await team.ChooseAsync("Favorable");
        await team.PressAsync("Enregistrer mon visa");
        await team.ReadAsync("Votre visa est enregistré.");
        await agent.GoAsync(path);
        await agent.ComesAsync(agent.Main.GetByText("En instruction"));

        async Task TapAsync(ILocator target)
        {
            await target.TapAsync();
            taps++;
        }
    }

    private static ILocator Button(Visitor visitor, string text) => visitor.Main.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    private static async Task PrepareCallAsync(Visitor team)
    {
        await team.SignInAsync("Anouk Églantine");
        await team.GoAsync("/appels/gestion");
        await team.FollowAsync("Préparer un appel");
        await team.Main.Locator("#Title").FillAsync(Title);
        await team.FillAsync("Thème", "Le littoral");
        await team.FillAsync("Présentation", "Ce qui se répète le long de la côte, et qu’un service éviterait.");
        await team.Main.GetByLabel("Jour de clôture").FillAsync("2026-04-30");
        await team.Main.GetByLabel("Nombre de places").FillAsync("3");
        await team.PressAsync("Enregistrer l’appel");
        await team.ReadAsync("Brouillon");
        await team.FollowAsync("Changer les directions consultées");
        await team.ChooseAsync("Perrine Bouleau");
        await team.PressAsync("Enregistrer les directions");
    }

    private static async Task PrepareFormAsync(Visitor team)
    {
        await team.FollowAsync("Voir ou faire le formulaire");
        await team.PressAsync("Faire le formulaire de cet appel");
        await team.FollowAsync("Ajouter à la fin");
        await team.FollowAsync("Pièces jointes");
        await team.Main.Locator("#Label").FillAsync("Vos relevés");
        await team.PressAsync("Enregistrer dans le brouillon");
        await team.FollowAsync("Publier…");
        await team.PressAsync("Publier cette version");
        await team.ReadAsync("Le formulaire est publié");
    }
}
