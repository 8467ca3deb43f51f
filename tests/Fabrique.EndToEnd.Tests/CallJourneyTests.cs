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
        await PrepareFormAsync(team, javaScript);
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
        if (javaScript)
        {
            await JoinMoreAsync(agent);
        }

        await TapAsync(Button(agent, "Enregistrer le brouillon"));
        await agent.ReadAsync("Votre brouillon est enregistré.");
        await agent.ReadAsync("relevés de la côte.txt");
        if (javaScript)
        {
            await agent.ReadAsync("carte de la côte.txt");
            await agent.ReadAsync("horaires des marées.txt");
        }

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

    /// <summary>Files leave as soon as they are there, several at once, chosen or dropped, and the page says how far each is.</summary>
    private static async Task JoinMoreAsync(Visitor agent)
    {
        await agent.ReadAsync("« relevés de la côte.txt » est joint.");
        await agent.Page.EvaluateAsync(
            """
            () => {
              const messages = document.querySelector("[data-files-messages]");
              window.told = [];
              new MutationObserver(() => window.told.push(`${messages.textContent} ${messages.querySelector("progress")?.getAttribute("aria-label") ?? ""}`)).observe(messages, { childList: true, characterData: true, subtree: true });
            }
            """);
        await agent.Main.Locator("input[type=file]").SetInputFilesAsync([Text("carte de la côte.txt"), Text("brouillon.txt")]);
        await agent.ReadAsync("« brouillon.txt » est joint.");
        await Button(agent, "Retirer « brouillon.txt »").TapAsync();
        await agent.ReadAsync("« brouillon.txt » est retiré.");
        var dropped = await agent.Page.EvaluateHandleAsync("() => { const transfer = new DataTransfer(); transfer.items.add(new File(['Basse mer à 0 h 30.'], 'horaires des marées.txt')); return transfer; }");
        await agent.Main.Locator("[data-files-drop]").DispatchEventAsync("drop", new { dataTransfer = dropped });
        await agent.ReadAsync("« horaires des marées.txt » est joint.");
        var told = (await agent.Page.EvaluateAsync<string[]>("() => window.told")).Select(Visitor.Fold).ToList();
        foreach (var name in new[] { "carte de la côte.txt", "brouillon.txt", "horaires des marées.txt" })
        {
            Assert.Contains(told, text => text.EndsWith($"Envoi de « {name} » : 0 % {name}", StringComparison.Ordinal));
            Assert.Contains(told, text => text.EndsWith($"Envoi de « {name} » : 100 % {name}", StringComparison.Ordinal));
        }
    }

    private static FilePayload Text(string name) => new() { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes($"Ce que dit {name}.") };

    private static async Task PrepareFormAsync(Visitor team, bool javaScript)
    {
        await team.FollowAsync("Voir ou faire le formulaire");
        await team.PressAsync("Faire le formulaire de cet appel");
        await team.FollowAsync("Ajouter à la fin");
        await team.FollowAsync("Pièces jointes");
        await team.Main.Locator("#Label").FillAsync("Vos relevés");
        var preview = team.Main.Locator("[data-preview]");
        await Assertions.Expect(preview).ToBeVisibleAsync(new() { Visible = javaScript });
        if (javaScript)
        {
            await FollowPreviewAsync(team, preview);
        }

        await team.PressAsync("Enregistrer dans le brouillon");
        await team.FollowAsync("Publier…");
        await team.PressAsync("Publier cette version");
        await team.ReadAsync("Le formulaire est publié");
    }

    /// <summary>Beside the sheet, what applicants will meet, as it is typed; under it on a telephone.</summary>
    private static async Task FollowPreviewAsync(Visitor team, ILocator preview)
    {
        var (question, status) = (preview.Locator(".fab-live__field"), preview.GetByRole(AriaRole.Status));
        await Assertions.Expect(question).ToContainTextAsync("Vos relevés (facultatif)");
        await Assertions.Expect(status).ToHaveTextAsync("Aperçu à jour.");
        await team.Main.Locator("#Hint").FillAsync("Ceux du dernier été.");
        await Assertions.Expect(question).ToContainTextAsync("Ceux du dernier été.");
        await team.Main.Locator("#Label").FillAsync("");
        await Assertions.Expect(status).ToHaveTextAsync("L’aperçu reste comme il était. Donnez un libellé.");
        await Assertions.Expect(question).ToContainTextAsync("Vos relevés (facultatif)");
        await team.Main.Locator("#Label").FillAsync("Vos relevés");
        await Assertions.Expect(status).ToHaveTextAsync("Aperçu à jour.");

        // What is answered there goes nowhere, and the field under the hand stays it.
        var call = preview.Locator("label", new() { HasText = "Rappelez-moi" });
        await call.ClickAsync();
        await Assertions.Expect(status).ToHaveTextAsync("Aperçu à jour.");
        await Assertions.Expect(preview.GetByLabel("Rappelez-moi")).ToBeCheckedAsync();
        foreach (var (width, isBeside) in new[] { (1280, true), (992, true), (390, false) })
        {
            await team.Page.SetViewportSizeAsync(width, 900);
            var (sheet, part) = ((await team.Main.Locator(".fab-beside__sheet").BoundingBoxAsync())!, (await preview.BoundingBoxAsync())!);
            Assert.Equal(isBeside, part.X >= sheet.X + sheet.Width);
            Assert.Equal(isBeside, part.Y < sheet.Y + sheet.Height);
            Assert.True(await team.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{width} px");
            Assert.Empty(await PageRules.FindViolationsAsync(team.Page, "fiche"));
        }

        await team.Page.SetViewportSizeAsync(1280, 900);
    }
}
