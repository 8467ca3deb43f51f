using System.Globalization;
using Fabrique.Domain.Time;
using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>The whole path in a browser, by clicking, with scripts and without, from the tests' own day on.</summary>
public class JourneyTests(Chromium chromium)
{
    private const string CallPath = "/appels/services-deconcentres-mieux-outilles";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ideas_are_refused_or_become_products_that_are_renewed_then_stopped(bool javaScript)
    {
        const string retained = "Sémaphore";
        const string refused = "Vigie";
        await using var product = new Product();
        await product.InitializeAsync();
        await using var visitor = await chromium.VisitAsync(product.Address, javaScript);

        var refusedPath = await ApplyAsync(visitor, Title(refused));
        await DecideAsync(visitor, Title(refused), "Ne pas retenir", "Un service national couvre déjà ce besoin.");
        await visitor.ReadAsync("Non retenue");
        await visitor.SignInAsync("Kenza Fauvette");
        await visitor.GoAsync(refusedPath);
        await visitor.ReadAsync("Non retenue");
        await visitor.ReadAsync("Un service national couvre déjà ce besoin.");

        await ApplyAsync(visitor, Title(retained));
        await DecideAsync(visitor, Title(retained), "Retenir", "Un besoin mesuré et des usagers prêts.");
        await NameTeamAsync(visitor, retained);
        var firstEnd = await CycleEndAsync(visitor);
        Assert.Equal(new DateOnly(2026, 7, 11), firstEnd);

        await TravelSixMonthsAsync(visitor, "12 juillet 2026");
        await ReadRemindersAsync(visitor, retained, firstEnd);
        await HoldCheckpointAsync(visitor, retained, "Renouveler");
        Assert.Equal(new DateOnly(2027, 1, 11), await CycleEndAsync(visitor));

        await TravelSixMonthsAsync(visitor, "12 janvier 2027");
        await HoldCheckpointAsync(visitor, retained, "Arrêter");
        await visitor.GoAsync("/produits");
        await visitor.FollowAsync(retained);
        await visitor.ReadAsync("Arrêté");
    }

    private static string Title(string name) => $"{name} – prévenir les crues des petits cours d’eau";

    private static async Task<string> ApplyAsync(Visitor visitor, string title)
    {
        await visitor.SignInAsync("Kenza Fauvette");
        await visitor.GoAsync(CallPath);
        await visitor.FollowAsync("Proposer une idée");
        await visitor.FillAsync("Titre de votre idée", title);
        await visitor.FillAsync("Le problème", "Trente communes inondées en cinq ans, prévenues trop tard.");
        await visitor.PressAsync("Enregistrer le brouillon");
        await visitor.ReadAsync("Votre brouillon est enregistré.");

        await visitor.FollowAsync("Compléter et déposer");
        await visitor.FillAsync("La solution envisagée", "Des capteurs à bas coût et une alerte par message.");
        await visitor.FillAsync("Les premiers usagers et partenaires", "Trois syndicats de rivière et douze maires.");
        await visitor.PressAsync("Relire et déposer");
        await visitor.PressAsync("Déposer ma candidature");
        await visitor.ReadAsync("Votre candidature est déposée.");
        await visitor.FollowAsync("Suivre ma candidature");
        await visitor.ComesAsync(visitor.Main.GetByText("En attente de visa"));
        var path = new Uri(visitor.Page.Url).AbsolutePath;
        await visitor.LeaveAndSignInAsync("Solène Aubépine");
        await OpenTaskAsync(visitor, $"Donner votre visa sur « {title} »");
        await visitor.ChooseAsync("Favorable");
        await SelectAsync(visitor, "Temps que vous pouvez libérer", "2 jours par semaine");
        await visitor.PressAsync("Enregistrer mon visa");
        await visitor.ReadAsync("Votre visa est enregistré.");

        await visitor.LeaveAndSignInAsync("Anouk Églantine");
        await OpenTaskAsync(visitor, $"Dire si « {title} » est recevable");
        await visitor.ChooseAsync("Recevable");
        await visitor.PressAsync("Enregistrer la recevabilité");
        await visitor.ReadAsync("la candidature est recevable");
        await OpenTaskAsync(visitor, $"Présélectionner ou écarter « {title} »");
        await visitor.ChooseAsync("Présélectionnée");
        await visitor.PressAsync("Enregistrer la présélection");
        await visitor.ReadAsync("la candidature est présélectionnée");

        foreach (var director in new[] { "Perrine Bouleau", "Octave Tamaris" })
        {
            await visitor.LeaveAndSignInAsync(director);
            await OpenTaskAsync(visitor, $"Donner votre avis sur « {title} »");
            await visitor.ChooseAsync("Favorable");
            await visitor.FillAsync("Commentaire", "Utile et prêt à démarrer.");
            await visitor.PressAsync("Enregistrer mon avis");
            await visitor.ReadAsync("Votre avis est enregistré.");
        }

        return path;
    }

    private static async Task DecideAsync(Visitor visitor, string title, string decision, string reason)
    {
        await visitor.SignInAsync("Anouk Églantine");
        await OpenTaskAsync(visitor, $"Décider de la candidature « {title} »");
        await visitor.ChooseAsync(decision);
        await visitor.FillAsync("Motif", reason);
        await visitor.PressAsync("Relire la lettre");
        await visitor.ReadAsync("rien n’est encore enregistré");
        await visitor.PressAsync("Enregistrer et envoyer");
        await visitor.ReadAsync("La décision est enregistrée.");
    }

    private static async Task NameTeamAsync(Visitor visitor, string name)
    {
        await OpenTaskAsync(visitor, $"Nommer le coach et le développeur de « {name} »");
        await SelectAsync(visitor, "Coach", "Daphné Lavande");
        await SelectAsync(visitor, "Développeur ou développeuse", "Virgile Menthe");
        await visitor.PressAsync("Nommer l’équipe et commencer le cycle");
        await visitor.ReadAsync("le premier cycle commence");
    }

    private static async Task TravelSixMonthsAsync(Visitor visitor, string day)
    {
        await visitor.SignInAsync("Youssef Ajonc");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "+6 mois" }).ClickAsync();
        await visitor.ReadAsync($"Nous sommes maintenant le {day}");
    }

    private static async Task HoldCheckpointAsync(Visitor visitor, string name, string decision)
    {
        await visitor.SignInAsync("Anouk Églantine");
        await OpenTaskAsync(visitor, $"Décider du renouvellement de « {name} »");
        await visitor.ChooseAsync(decision);
        await visitor.FillAsync("Motif", "Douze communes équipées.");
        await visitor.PressAsync("Enregistrer la décision");
        await visitor.ReadAsync("La décision du jalon est enregistrée.");
    }

    // 45 days before the end the product's team is warned, 30 days before the checkpoint opens, then its holders are recalled, on working days.
    private static async Task ReadRemindersAsync(Visitor visitor, string name, DateOnly end)
    {
        var mails = await ReadMailboxAsync(visitor);
        var endApproaches = $"Le cycle du produit {name} se termine le {FrenchDate.Day(end)}";
        Assert.Equal(
            [On(end.AddDays(-45), "Daphné Lavande"), On(end.AddDays(-45), "Kenza Fauvette"), On(end.AddDays(-45), "Virgile Menthe")],
            mails.Where(mail => mail.Subject == endApproaches).Select(mail => (mail.Day, mail.Name)).OrderBy(mail => mail.Name, StringComparer.Ordinal));
        Assert.Equal([On(end.AddDays(-30), "Anouk Églantine")], Received($"Jalon à décider pour le produit {name}"));
        Assert.Equal(
            [.. new[] { -15, -7, -1 }.Select(days => On(KnownDays.WorkedUntil(end.AddDays(days)), "Anouk Églantine"))],
            Received($"Rappel : Décider du renouvellement de « {name} » – à faire pour le {FrenchDate.Day(end)}"));

        List<(string Day, string Name)> Received(string subject) =>
            [.. mails.Where(mail => mail.Subject == subject).Select(mail => (mail.Day, mail.Name)).Reverse()];

        static (string Day, string Name) On(DateOnly day, string person) => (FrenchDate.Day(day), person);
    }

    /// <summary>All pages of the mailbox, newest first.</summary>
    private static async Task<List<(string Subject, string Name, string Day)>> ReadMailboxAsync(Visitor visitor)
    {
        var mails = new List<(string Subject, string Name, string Day)>();
        await visitor.GoAsync("/administration/envois");
        for (; ; )
        {
            foreach (var row in await visitor.Main.Locator("tbody tr").AllAsync())
            {
                var cells = await row.Locator("td").AllInnerTextsAsync();
                mails.Add((Visitor.Fold(cells[0]), cells[1].Split('\n')[0].Trim(), Visitor.Fold(cells[2]).Split(" à ")[0]));
            }

            var next = visitor.Main.Locator("a.fr-pagination__link--next[href]");
            if (await next.CountAsync() == 0)
            {
                return mails;
            }

            await visitor.FollowAsync(next);
        }
    }

    private static async Task<DateOnly> CycleEndAsync(Visitor visitor)
    {
        var checkpoint = visitor.Main.Locator(".dsfr-summary-list__row", new() { HasText = "Prochain jalon" }).Locator("dd");
        await visitor.ComesAsync(checkpoint);
        var text = Visitor.Fold(await checkpoint.InnerTextAsync());
        return DateOnly.ParseExact(text.Replace("avant le ", "", StringComparison.Ordinal).Replace("1er ", "1 ", StringComparison.Ordinal), "d MMMM yyyy", CultureInfo.GetCultureInfo("fr-FR"));
    }

    private static async Task OpenTaskAsync(Visitor visitor, string title)
    {
        await visitor.GoAsync("/taches");
        var task = visitor.Main.GetByRole(AriaRole.Link, new() { Name = $"Traiter : {title}" });
        await visitor.ComesAsync(task);
        await visitor.FollowAsync(task.First);
    }

    private static async Task SelectAsync(Visitor visitor, string label, string name)
    {
        var field = visitor.Main.GetByLabel(label);
        await field.SelectOptionAsync((await field.Locator("option", new() { HasText = name }).GetAttributeAsync("value"))!);
    }
}
