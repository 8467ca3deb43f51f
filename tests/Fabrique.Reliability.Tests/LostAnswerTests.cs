using Fabrique.Data;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>Each form of the journey is committed and answered by an error: the person sends it again, and the result is the one of a single time.</summary>
public class LostAnswerTests
{
    // Names of people instead of identifiers: what happens without fault is the same on both engines.
    private static readonly Lazy<Task<string>> WithoutFault = new(() => PlayAsync(Engine.Sqlite, static (fabrique, form) => fabrique.Browser.SendAsync(form)));

    [Theory]
    [EngineData]
    public async Task Each_form_sent_again_after_its_answer_was_lost_changes_nothing_more(Engine engine) =>
        Assert.Equal(await WithoutFault.Value, await PlayAsync(engine, static (fabrique, form) => fabrique.SendTwiceAsync(form)));

    private static async Task<string> PlayAsync(Engine engine, Func<FaultyFabrique, PreparedForm, Task> sendAsync)
    {
        await using var database = await Demonstration.CopyAsync(engine);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        var browser = fabrique.Browser;

        async Task PressAsync(string button, params (string Name, string Value)[] fields)
        {
            await sendAsync(fabrique, browser.Prepare(button, fields));
            await fabrique.SettleAsync();
        }

        await browser.SignInAsync("agent");
        await browser.GoAsync("/appels/services-deconcentres-mieux-outilles");
        await browser.FollowAsync("Proposer une idée");
        await PressAsync("Enregistrer le brouillon", ("Answers[title]", Journey.Title), ("Answers[problem]", "Trente communes prévenues trop tard."));

        await browser.SignInAsync("agent");
        await browser.GoAsync($"/candidatures/{await ReferenceAsync(database)}/modifier");
        await PressAsync("Relire et déposer", ("Answers[solution]", "Des capteurs à bas coût."), ("Answers[first-users]", "Trois syndicats de rivière."));
        await browser.GoAsync($"/candidatures/{await ReferenceAsync(database)}/depot");
        await PressAsync("Déposer ma candidature");

        await OpenTaskAsync(browser, "manager", $"Donner votre visa sur « {Journey.Title} »");
        await PressAsync("Enregistrer mon visa", ("Visa", "ApprovedWithReservation"), ("Reason", "À partir de septembre."), ("HalfDays", "3"));

        await OpenTaskAsync(browser, "equipe", $"Dire si « {Journey.Title} » est recevable");
        await PressAsync("Enregistrer la recevabilité", ("Choice", "Admissible"));
        await OpenTaskAsync(browser, "equipe", $"Présélectionner ou écarter « {Journey.Title} »");
        await PressAsync("Enregistrer la présélection", ("Choice", "Shortlisted"));

        foreach (var director in new[] { "directrice", "directeur" })
        {
            await OpenTaskAsync(browser, director, $"Donner votre avis sur « {Journey.Title} »");
            await PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Utile."));
        }

        await OpenTaskAsync(browser, "equipe", $"Décider de la candidature « {Journey.Title} »");
        await browser.PressAsync("Relire la lettre", ("Decision", "Retained"), ("Reason", "Un besoin mesuré."));
        await PressAsync("Enregistrer et envoyer");
        await OpenTaskAsync(browser, "equipe", "Nommer le coach et le développeur de « Sémaphore »");
        await PressAsync(
            "Nommer l’équipe et commencer le cycle",
            ("CoachId", Choice(browser, "CoachId", "Daphné Lavande")),
            ("DeveloperId", Choice(browser, "DeveloperId", "Virgile Menthe")));

        await fabrique.Journey.TravelAsync("+6 mois");
        await OpenTaskAsync(browser, "equipe", "Décider du renouvellement de « Sémaphore »");
        await PressAsync("Enregistrer la décision", ("Decision", "Renew"), ("Reason", "Douze communes équipées."));

        Assert.Empty(await Invariants.FindBreachesAsync(database));
        return await Picture.TakeAsync(database);
    }

    private static async Task OpenTaskAsync(FormBrowser browser, string account, string title)
    {
        await browser.SignInAsync(account);
        await browser.GoAsync("/taches");
        await browser.FollowAsync($"Traiter : {title}");
    }

    private static string Choice(FormBrowser browser, string field, string name) => browser.Page
        .QuerySelectorAll($"select[name='{field}'] option")
        .Single(option => option.TextContent.Contains(name, StringComparison.Ordinal))
        .GetAttribute("value")!;

    private static async Task<string> ReferenceAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Applications
            .Where(application => application.Title == Journey.Title).Select(application => application.Reference).SingleAsync();
    }
}
