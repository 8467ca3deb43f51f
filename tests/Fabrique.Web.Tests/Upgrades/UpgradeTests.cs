using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Fabrique.Data.Connections;
using Fabrique.Domain.Time;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Fabrique.Testing.Past;
using Fabrique.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Upgrades;

/// <summary>
/// What the product of commit dde18d5 left on each engine, migrated, is all there and goes on: seen and done on pages, with the time that passes, so that it holds whatever the tables
/// have become.
/// </summary>
public sealed partial class UpgradeTests
{
    private const string Lueur = "Nommer le coach et le développeur de « Lueur »";
    private const string Cortege = "Décider de la candidature « Cortège – le covoiturage des agents vers les chantiers et les réunions »";
    private const string Semaphore = "« Sémaphore – prévenir les crues des petits cours d’eau »";
    private const string Incidents = "/administration/instances?etat=incidents";

    [Theory]
    [EngineData]
    public async Task Everything_that_was_there_is_shown(Engine engine)
    {
        await using var app = await UpgradeAsync(engine);
        using var browser = await app.BrowseAsync("agent");
        await ReadAsync(browser, "/mon-espace", "Boussole – s’orienter dans les aides à la rénovation Retirée Vous avez retiré cette candidature. Elle n’est plus examinée. C-2026-0005", "Passerelle – la bibliothèque d’arrêtés types En instruction L’avis des directions est attendu jusqu’au 23 janvier 2026. La décision est prise ensuite, et vous est écrite. C-2026-0003");
        await ReadAsync(
            browser,
            "/candidatures/C-2026-0004",
            "Sémaphore – prévenir les crues des petits cours d’eau En instruction",
            "Trente communes concernées en cinq ans, prévenues trop tard.",
            "Des capteurs à bas coût et une alerte par message.",
            "Trois syndicats de rivière et douze maires.",
            "En attente de l’avis d’une direction, jusqu’au 2 février 2026.",
            "12 janvier 2026 à 10 h La candidature est déposée. Kenza Fauvette",
            "Message envoyé : « Nous avons bien reçu votre candidature C-2026-0004 ».");
        await ReadAsync(browser, "/candidatures/C-2026-0005", "12 janvier 2026 à 10 h La candidature est retirée. Kenza Fauvette");

        await browser.SignInAsync("manager");
        await browser.GoAsync("/candidatures/C-2026-0006/modifier");
        Assert.Equal("Équerre – vérifier un plan de prévention", ((IHtmlInputElement)Field(browser, "Titre de votre idée")).Value);
        Assert.Equal("Trente communes concernées en cinq ans,\nprévenues trop tard.", ((IHtmlTextAreaElement)Field(browser, "Le problème")).Value);
        await ReadAsync(browser, "/candidatures/C-2026-0007", "Jachère – le cadastre des friches Déposée");

        await browser.SignInAsync("equipe");
        await ReadAsync(browser, "/instruction", "Kenza Fauvette Saison 6 : des services déconcentrés mieux outillés 12 janvier 2026 1 donné, 1 en attente");
        await ReadAsync(browser, "/candidatures/C-2026-0004", "Perrine Bouleau, Direction du climat et de l’énergie Favorable Utile et prêt à démarrer.", "En attente de l’avis d’Octave Tamaris, jusqu’au 2 février 2026.");
        await ReadAsync(browser, "/candidatures/C-2026-0002", "Tâche faite : « Vérifier le budget », issue « Non ».", "de la tâche « Suite Non 1234.5 Favorable true null Fait. », à la charge d’Anouk Églantine");
        await ReadAsync(browser, "/candidatures/C-2025-0004", "Retenue", "Un gain mesuré, quinze communes prêtes.");
        await ReadAsync(browser, "/produits", "Grain de sable", "Haie vive", "Lueur", "Ombrelle", "Seconde Pierre");
        await ReadAsync(browser, "/produits/haie-vive/suivi", "du 14 mai 2025 au 13 novembre 2025 Renouvelé Premiers usages convaincants", "Daphné Lavande Coach depuis le 14 mai 2025");
        await ReadAsync(browser, "/produits/seconde-pierre/suivi", "Virgile Menthe Développement depuis le 12 janvier 2026");

        await browser.GoAsync("/taches?vue=faites");
        await browser.FollowAsync("Relire : Vérifier le budget");
        Assert.Equal(
            [
                ("Candidature", "C-2026-0002 – Bassin – le tableau des prélèvements d’eau pour les préfets"), ("Faite par", "Anouk Églantine, le 12 janvier 2026 à 10 h"), ("Issue", "Non"),
                ("Montant", "1234,50"), ("Échéance", "Non renseigné"), ("Avis technique", "Favorable"), ("Précisions", "Deux lignes de précisions."), ("Risque", "7"),
                ("Nom du contact", "Non renseigné"), ("J’ai lu la charte", "Oui"),
            ],
            Summary(browser).Where(row => row.Term is not ("Demandée le" or "À faire au plus tard le")));
        Assert.Contains("Commentaire Fait.", browser.Text, StringComparison.Ordinal);

        await browser.SignInAsync("admin");
        await ReadAsync(browser, "/administration/envois", "Tous (92)", "En attente (4)", "Envoyés (87)", "En échec (1)");
        await ReadAsync(browser, Incidents, "Circuit d’essai, version 1 12 janvier 2026");
        await ReadAsync(browser, "/administration/procedures/candidature", "13 janvier 2026 à 10 h : Youssef Ajonc a retiré la version 2 de « Candidature ».", "Exécutions en cours2 sur la version 3, 1 sur la version 2, 3 sur la version 1");
        await browser.SignInAsync("auditeur");
        await ReadAsync(browser, "/administration/procedures/budget", "12 janvier 2026 à 10 h : Youssef Ajonc a publié « Vérification du budget », version 1.");
    }

    [Theory]
    [EngineData]
    public async Task What_was_asked_is_answered_and_its_procedure_goes_on(Engine engine)
    {
        await using var app = await UpgradeAsync(engine);
        using var browser = await app.BrowseAsync("directeur");
        await OpenAsync(browser, $"Donner votre avis sur {Semaphore}");
        await browser.PressAsync("Enregistrer mon avis", ("Verdict", "Unfavourable"), ("Comment", "Un service national s’en charge."));
        Assert.Contains("Votre avis est enregistré.", browser.Text, StringComparison.Ordinal);

        await browser.SignInAsync("equipe");
        await DecideAsync(browser, $"Décider de la candidature {Semaphore}", "NotRetained");
        await DecideAsync(browser, Cortege, "Retained");
        await OpenAsync(browser, Lueur);
        await NameTeamAsync(browser);
        Assert.Equal("/produits/lueur/suivi", browser.Address.AbsolutePath);
        await OpenAsync(browser, "Nommer le coach et le développeur de « Cortège »");
        await NameTeamAsync(browser);
        await ReadAsync(browser, "/produits/cortege/suivi", "Gaëlle Merisier", "Cyclen° 1 Du14 janvier 2026 Au13 juillet 2026");

        await OpenAsync(browser, "Suite Non 1234.5 Favorable true null Fait.");
        await AnswerAsync(browser, "Fait");
        await OpenBudgetAsync(browser, "C-2026-0003 – Passerelle");
        await AnswerFormAsync(browser, "98,7");
        await OpenAsync(browser, "Vérifier le budget");
        await AnswerFormAsync(browser, "5");
        foreach (var next in new[] { "Suite Non 98.7 Réservé true null Vu.", "Suite Non 5 Réservé true null Vu." })
        {
            await OpenAsync(browser, next);
            await AnswerAsync(browser, "Fait");
        }

        await browser.SignInAsync("agent");
        await ReadAsync(browser, "/candidatures/C-2026-0004", "Non retenue", "Un besoin mesuré.");
        await browser.SignInAsync("agent2");
        await browser.GoAsync("/candidatures/C-2026-0001/modifier");
        await browser.PressAsync("Relire et déposer", (Name(browser, "La solution envisagée"), "Un carnet où chaque photo garde sa place."));
        await browser.PressAsync("Déposer ma candidature");
        Assert.Contains("Votre candidature est déposée.", browser.Text, StringComparison.Ordinal);

        await browser.SignInAsync("admin");
        await ReadAsync(browser, "/administration/instances", "C-2026-0001 – Carnet de pont – le suivi photo des ouvrages Candidature, version 3");
        Assert.DoesNotContain("Vérification du budget", browser.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("C-2025-0002", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>The mails that waited leave, the one that failed is sent again; reminders, deadlines and the end of a cycle come on their days.</summary>
    [Theory]
    [EngineData]
    public async Task What_was_to_come_comes_on_its_day(Engine engine)
    {
        await using var app = await UpgradeAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        await browser.GoAsync("/administration/envois?etat=en-echec");
        await browser.FollowAsync("Votre avis est attendu sur la candidature C-2026-0008");
        await browser.PressAsync("Renvoyer");
        await app.TravelAsync(app.Now);

        // One more than was kept: the administrators are told of the step that had failed.
        await ReadAsync(browser, "/administration/envois", "Tous (93)", "En attente (0)", "Envoyés (93)", "En échec (0)");

        await app.TravelAsync(Paris(1, 29, 12));
        await browser.SignInAsync("equipe");
        await browser.GoAsync("/produits/ombrelle/suivi");
        Assert.Equal(
            ["9 janvier 2026 à 9 h", "16 janvier 2026 à 9 h", "23 janvier 2026 à 9 h", "28 janvier 2026 à 9 h"],
            [.. Days(browser, "Message envoyé : « Rappel : Décider du renouvellement de « Ombrelle »"), .. Days(browser, "Message « Rappel : Décider du renouvellement de « Ombrelle »"), .. Days(browser, "Message « En retard : Décider du renouvellement de « Ombrelle »")]);
        await ReadAsync(browser, "/taches", "Décider de la candidature « Bassin – le tableau des prélèvements d’eau pour les préfets » Décision");
        await OpenAsync(browser, "Décider du renouvellement de « Ombrelle »");
        await browser.PressAsync("Enregistrer la décision", ("Decision", "Renew"), ("Reason", "Douze communes équipées."));
        await ReadAsync(browser, "/produits/ombrelle/suivi", "Renouvelé Douze communes équipées.", "Cyclen° 2 Du26 janvier 2026 Au25 juillet 2026");

        await app.TravelAsync(Paris(2, 2, 12));
        await browser.SignInAsync("admin");
        await browser.GoAsync(Incidents);
        await browser.FollowAsync("Sans sujet");
        Assert.Contains("L’étape « Écrire l’impossible » a échoué", browser.Text, StringComparison.Ordinal);
        await browser.PressAsync("Exécuter de nouveau cette étape");
        Assert.DoesNotContain("a échoué", browser.Text, StringComparison.Ordinal);

        await app.TravelAsync(Paris(4, 1, 12));
        await ReadAsync(browser, "/produits/haie-vive/suivi", "29 mars 2026 à 9 h Message « Le cycle du produit Haie vive se termine le 13 mai 2026 ». envoyé");
        await ReadAsync(browser, "/administration/envois", "En attente (0)", "En échec (0)");
    }

    [Theory]
    [EngineData]
    public async Task What_was_being_drawn_is_published(Engine engine)
    {
        await using var app = await UpgradeAsync(engine);
        using var browser = await app.BrowseAsync("admin");
        foreach (var procedure in new[] { "appel", "budget", "candidature", "incubation" })
        {
            await ReadAsync(browser, $"/administration/procedures/{procedure}/verification", "Aucun problème");
        }

        // Drawn to fail as long as it was January.
        await ReadAsync(browser, "/administration/procedures/essai/verification", "Dans chaque parcours simulé, cette étape échoue");

        await PublishAsync(browser, "candidature", "« Décider », Délai en jours ouvrés : 5 → 7.", "Publier la version 4");
        await PublishAsync(browser, "incubation", "« Nommer le coach et le développeur », Délai en jours ouvrés : 5 → 8.", "Publier la version 2");

        await browser.SignInAsync("equipe");
        await DecideAsync(browser, Cortege, "Retained");
        await browser.GoAsync("/produits/cortege/suivi");
        Assert.Contains("jusqu’au 26 janvier 2026", browser.Text, StringComparison.Ordinal);
    }

    private static async Task<FabriqueApp> UpgradeAsync(Engine engine)
    {
        var database = await PastDatabase.RestoreAsync(engine);
        await using (var services = database.Services())
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        }

        return FabriqueApp.StartOn(database, FabriqueApp.Start.AddHours(1));
    }

    /// <summary>The two databases were not lived at the same minutes.</summary>
    private static string ToTheHour(string text) => Minutes().Replace(text, " h");

    [GeneratedRegex(@" h \d\d\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Minutes();

    private static DateTime Paris(int month, int day, int hour) => ParisTime.ToUtc(new DateOnly(2026, month, day), new TimeOnly(hour, 0));

    private static async Task ReadAsync(FormBrowser browser, string path, params string[] expected)
    {
        await browser.GoAsync(path);
        Assert.Equal((path, HttpStatusCode.OK), (path, browser.Status));
        Assert.All(expected, text => Assert.Contains(text, ToTheHour(browser.Text), StringComparison.Ordinal));
    }

    private static async Task OpenAsync(FormBrowser browser, string task)
    {
        await browser.GoAsync("/taches");
        await browser.FollowAsync($"Traiter : {task}");
    }

    private static async Task DecideAsync(FormBrowser browser, string task, string decision)
    {
        await OpenAsync(browser, task);
        await browser.DecideAsync(decision, "Un besoin mesuré.");
        Assert.Contains("La décision est enregistrée.", browser.Text, StringComparison.Ordinal);
    }

    private static async Task NameTeamAsync(FormBrowser browser)
    {
        await browser.PressAsync("Nommer l’équipe et commencer le cycle", ("CoachId", Choice("CoachId", "Daphné Lavande")), ("DeveloperId", Choice("DeveloperId", "Virgile Menthe")));
        Assert.Contains("le premier cycle commence", browser.Text, StringComparison.Ordinal);

        string Choice(string field, string person) =>
            browser.Page.QuerySelectorAll($"select[name='{field}'] option").Single(option => option.TextContent.Contains(person, StringComparison.Ordinal)).GetAttribute("value")!;
    }

    private static async Task AnswerAsync(FormBrowser browser, string outcome, params (string Name, string Value)[] fields)
    {
        await browser.PressAsync("Enregistrer ma réponse", [.. fields, ("Outcome", outcome)]);
        Assert.Contains("La tâche est faite", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>Opens the one of the tasks of the same name that is about this.</summary>
    private static async Task OpenBudgetAsync(FormBrowser browser, string about)
    {
        await browser.GoAsync("/taches");
        var paths = browser.Page.QuerySelectorAll("main a").Where(link => FormBrowser.Fold(link.TextContent) == "Traiter : Vérifier le budget").Select(link => link.GetAttribute("href")!).ToList();
        Assert.Equal(2, paths.Count);
        foreach (var path in paths)
        {
            await browser.GoAsync(path);
            if (browser.Text.Contains(about, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"No task « Vérifier le budget » about {about}.");
    }

    private static Task AnswerFormAsync(FormBrowser browser, string amount) => AnswerAsync(
        browser, "Non", (Name(browser, "Montant"), amount), (Name(browser, "Avis technique"), "Réservé"), (Name(browser, "J’ai lu la charte"), "true"), (Name(browser, "Commentaire"), "Vu."));

    private static async Task PublishAsync(FormBrowser browser, string procedure, string change, string button)
    {
        await ReadAsync(browser, $"/administration/procedures/{procedure}/publication", change, "Aucun problème.");
        await browser.PressAsync(button);
        Assert.Contains("est en vigueur", FormBrowser.Fold(browser.Page.Body!.TextContent), StringComparison.Ordinal);
    }

    private static List<(string Term, string Value)> Summary(FormBrowser browser) =>
        [.. browser.Page.QuerySelectorAll("main .dsfr-summary-list__row").Select(row => (FormBrowser.Fold(row.QuerySelector("dt")!.TextContent), ToTheHour(FormBrowser.Fold(row.QuerySelector("dd")!.TextContent))))];

    /// <summary>When the lines of a timeline that say this were written.</summary>
    private static List<string> Days(FormBrowser browser, string sentence) =>
        [.. browser.Page.QuerySelectorAll("main li:not(:has(li))").Where(line => FormBrowser.Fold(line.TextContent).Contains(sentence, StringComparison.Ordinal)).Select(line => FormBrowser.Fold(line.QuerySelector("time")!.TextContent))];

    private static string Name(FormBrowser browser, string label) => Field(browser, label).GetAttribute("name")!;

    /// <summary>The field, or the first of its choices, under a label that begins so.</summary>
    private static IElement Field(FormBrowser browser, string label)
    {
        var shown = browser.Page.QuerySelectorAll("main label, main legend").First(element => FormBrowser.Fold(element.TextContent).StartsWith(label, StringComparison.Ordinal));
        return shown is IHtmlLabelElement { HtmlFor: { Length: > 0 } id } ? browser.Page.GetElementById(id)! : shown.ParentElement!.QuerySelector("input")!;
    }
}
