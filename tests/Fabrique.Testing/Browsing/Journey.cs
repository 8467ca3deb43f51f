using AngleSharp.Html.Dom;
using Xunit;

namespace Fabrique.Testing.Browsing;

/// <summary>The whole path on the pages, step by step: each step signs in as who does it and checks what they then read.</summary>
public sealed class Journey(FormBrowser browser)
{
    public const string Title = "Sémaphore – prévenir les crues des petits cours d’eau";
    public const string ProductPath = "/produits/semaphore";

    private const string CallPath = "/appels/services-deconcentres-mieux-outilles";

    /// <summary>Address of the application, once it exists.</summary>
    public string ApplicationPath { get; private set; } = "";

    public async Task ApplyAsync()
    {
        await browser.SignInAsync("agent");
        await browser.GoAsync(CallPath);
        await browser.FollowAsync("Proposer une idée");
        await browser.PressAsync("Enregistrer le brouillon", ("Answers[title]", Title), ("Answers[problem]", "Trente communes inondées en cinq ans, prévenues trop tard."));
        Assert.Contains("Votre brouillon est enregistré.", browser.Text, StringComparison.Ordinal);
        ApplicationPath = browser.Address.AbsolutePath;

        await browser.FollowAsync("Compléter et déposer");
        await browser.PressAsync(
            "Relire et déposer",
            ("Answers[solution]", "Des capteurs à bas coût et une alerte par message."),
            ("Answers[first-users]", "Trois syndicats de rivière et douze maires."));
        await browser.PressAsync("Déposer ma candidature");
        Assert.Contains("Votre candidature est déposée.", browser.Text, StringComparison.Ordinal);
        await browser.ReadAsync(ApplicationPath, "En attente de visa");

        await ApproveAsync();
        await AdmitAsync();
        await browser.SignInAsync("agent");
        await browser.ReadAsync(ApplicationPath, "Présélectionnée");
    }

    /// <summary>The team finds it admissible, and shortlists it.</summary>
    private async Task AdmitAsync()
    {
        await browser.SignInAsync("equipe");
        await OpenTaskAsync($"Dire si « {Title} » est recevable");
        await browser.PressAsync("Enregistrer la recevabilité", ("Choice", "Admissible"));
        Assert.Contains("la candidature est recevable", browser.Text, StringComparison.Ordinal);
        await OpenTaskAsync($"Présélectionner ou écarter « {Title} »");
        await browser.PressAsync("Enregistrer la présélection", ("Choice", "Shortlisted"));
        Assert.Contains("la candidature est présélectionnée", browser.Text, StringComparison.Ordinal);
    }

    /// <summary>Her line manager, whom the directory knows, gives the « visa ».</summary>
    private async Task ApproveAsync()
    {
        await browser.SignInAsync("manager");
        await OpenTaskAsync($"Donner votre visa sur « {Title} »");
        await browser.PressAsync("Enregistrer mon visa", ("Visa", "Approved"), ("HalfDays", "4"));
        Assert.Contains("Votre visa est enregistré.", browser.Text, StringComparison.Ordinal);
    }

    public async Task GiveOpinionAsync(string director)
    {
        await browser.SignInAsync(director);
        await OpenTaskAsync($"Donner votre avis sur « {Title} »");
        await browser.PressAsync("Enregistrer mon avis", ("Verdict", "Favourable"), ("Comment", "Utile et prêt à démarrer."));
        Assert.Contains("Votre avis est enregistré.", browser.Text, StringComparison.Ordinal);
    }

    public async Task DecideAsync(bool retained)
    {
        await browser.SignInAsync("equipe");
        await OpenTaskAsync($"Décider de la candidature « {Title} »");
        await browser.DecideAsync(retained ? "Retained" : "NotRetained", retained ? "Un besoin mesuré et des usagers prêts." : "Un service national couvre déjà ce besoin.");
        Assert.Contains("La décision est enregistrée.", browser.Text, StringComparison.Ordinal);
        Assert.Contains(retained ? "Retenue" : "Non retenue", browser.Text, StringComparison.Ordinal);
    }

    public async Task NameTeamAsync()
    {
        await browser.SignInAsync("equipe");
        await OpenTaskAsync("Nommer le coach et le développeur de « Sémaphore »");
        await browser.PressAsync(
            "Nommer l’équipe et commencer le cycle",
            ("CoachId", Choice("CoachId", "Daphné Lavande")),
            ("DeveloperId", Choice("DeveloperId", "Virgile Menthe")));
        Assert.Contains("le premier cycle commence", browser.Text, StringComparison.Ordinal);
        Assert.Equal($"{ProductPath}/suivi", browser.Address.AbsolutePath);
    }

    public async Task TravelAsync(string button)
    {
        await browser.SignInAsync("admin");
        var pressed = browser.Page.QuerySelectorAll("button").OfType<IHtmlButtonElement>().Single(candidate => FormBrowser.Fold(candidate.TextContent) == button);
        await browser.SendAsync(browser.Prepare(pressed));
        Assert.Contains("Nous sommes maintenant le", browser.Text, StringComparison.Ordinal);
    }

    public async Task HoldCheckpointAsync(bool renewed)
    {
        await browser.SignInAsync("equipe");
        await OpenTaskAsync("Décider du renouvellement de « Sémaphore »");
        await browser.PressAsync("Enregistrer la décision", ("Decision", renewed ? "Renew" : "Stop"), ("Reason", renewed ? "Douze communes équipées." : "Le service est repris ailleurs."));
        Assert.Contains("La décision du jalon est enregistrée.", browser.Text, StringComparison.Ordinal);
    }

    private async Task OpenTaskAsync(string title)
    {
        await browser.ReadAsync("/taches", $"Traiter : {title}");
        await browser.FollowAsync($"Traiter : {title}");
    }

    private string Choice(string field, string name) => browser.Page
        .QuerySelectorAll($"select[name='{field}'] option")
        .Single(option => option.TextContent.Contains(name, StringComparison.Ordinal))
        .GetAttribute("value")!;
}
