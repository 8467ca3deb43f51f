using Fabrique.EndToEnd.Tests.Browser;
using Fabrique.Testing;
using Fabrique.Testing.Browsing;
using Microsoft.Playwright;

namespace Fabrique.EndToEnd.Tests;

/// <summary>A whole session, from the convocation to the letters: seven jurors at as many screens, and a server that dies in the middle of a secret vote.</summary>
public class JuryJourneyTests(Chromium chromium, Product product) : IClassFixture<Product>
{
    private const string Following = "[data-session][data-following=oui]";
    private const string Confirm = "Confirmer mon vote";

    [Fact]
    public async Task Seven_jurors_vote_in_secret_decide_and_sign_although_their_server_dies()
    {
        using var team = product.Browse();
        await team.SignInAsync("equipe");
        var live = await DemonstrationJury.ConveneAsync(team);
        Task<Visitor>[] opening =
        [
            .. new[] { "Anouk Églantine", "Perrine Bouleau", "Octave Tamaris", "Solène Aubépine", "Joris Grèbe", "Virgile Menthe", "Youssef Ajonc", "Pacôme Gentiane" }.Select((name, rank) => OpenAsync(name, live, isWide: rank == 0)),
        ];
        await using var clerk = await opening[0];
        await using var chair = await opening[1];
        await using var deputy = await opening[2];
        await using var recused = await opening[3];
        await using var early = await opening[4];
        await using var leaving = await opening[5];
        await using var abstaining = await opening[6];
        await using var late = await opening[7];
        Visitor[] jurors = [chair, deputy, recused, early, leaving, abstaining, late];
        Visitor[] voters = [.. jurors.Where(juror => juror != recused)];
        await AllAsync(jurors, juror => juror.PressAsync("Je suis là"));
        await AllAsync(jurors, juror => juror.ReadAsync("Vous êtes là."));
        await clerk.ReadAsync("Quorum atteint : 7 sur 10 membres qui votent, il en faut 6");
        await clerk.PressAsync("Ouvrir la séance");
        var next = clerk.Main.GetByRole(AriaRole.Button, new() { Name = "Appeler la suivante" });
        var reference = (await next.InnerTextAsync()).Split(':')[1].Trim();
        await next.ClickAsync();
        await AllAsync(jurors, juror => juror.ReadAsync(reference));

        // Somebody sees too late that they have no part in it: their ballot cannot be found again, and the vote is annulled without saying whose it was.
        await OpenVoteAsync(clerk);
        await VoteAsync(recused, "Pour");
        await recused.FollowAsync("Me déporter");
        await recused.ChooseAsync("Lien professionnel");
        await recused.PressAsync("Me déporter");
        await AllAsync(voters, voter => voter.ReadAsync("Un déport est intervenu après le vote."));
        await recused.GoAsync(live);
        await recused.ReadAsync("Vous n’assistez pas à ce point");
        await Assertions.Expect(recused.Page.Locator("#vote")).ToHaveCountAsync(0);

        // Another one, for those who stay.
        await OpenVoteAsync(clerk);
        await AllAsync(voters, voter => voter.Main.GetByRole(AriaRole.Button, new() { Name = Confirm }).WaitForAsync());
        Assert.Empty(await PageRules.FindViolationsAsync(deputy.Page, live));
        await VoteAsync(chair, "Pour");
        await VoteAsync(early, "Pour");
        await clerk.ReadAsync("2 personnes ont voté, sur 6");
        using var slow = product.Browse();
        await slow.SignInAsync("auditeur");
        await slow.GoAsync(live);
        var sentLater = slow.Prepare(Confirm, ("Choice", "For"));
        using var twice = product.Browse();
        await twice.SignInAsync("directeur");
        await twice.GoAsync(live);
        var sentTwice = twice.Prepare(Confirm, ("Choice", "Against"));

        // The quorum is lost, for this application then for all: nobody votes, nor closes the vote, until it is found again.
        await leaving.PressAsync("Je pars");
        await AllAsync(voters, voter => voter.ReadAsync("5 sur 10 membres qui votent, il en faut 6 (un membre s’est retiré pour ce point). Le vote est arrêté"));
        await Assertions.Expect(deputy.Main.GetByRole(AriaRole.Button, new() { Name = Confirm })).ToHaveCountAsync(0);
        await slow.SendAsync(sentLater);
        Assert.Contains("Le vote est arrêté", slow.Text, StringComparison.Ordinal);
        await clerk.ReadAsync("Le vote ne peut pas être clos");
        await early.PressAsync("Je pars");
        await clerk.ReadAsync("4 sur 10 membres qui votent");
        await AllAsync([early, leaving], voter => voter.PressAsync("Je suis là"));
        await AllAsync([deputy, late], voter => voter.Main.GetByRole(AriaRole.Button, new() { Name = Confirm }).WaitForAsync());

        // The server dies in the middle of the vote, and all screens say so. What is sent meanwhile is not known to be saved.
        await deputy.Main.GetByText("Contre", new() { Exact = true }).ClickAsync();
        await late.Main.GetByText("Pour", new() { Exact = true }).ClickAsync();
        Assert.DoesNotContain("Against", await deputy.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage, ...localStorage }) + location.href"), StringComparison.Ordinal);
        Visitor[] screens = [clerk, .. jurors];
        foreach (var screen in screens)
        {
            screen.Provoke(complaint => complaint.Contains("net::ERR_", StringComparison.Ordinal) || complaint.Contains("WebSocket", StringComparison.Ordinal));
            await screen.Page.EvaluateAsync("() => { window.same = true; }");
        }

        await product.KillAsync();
        await AllAsync(screens, screen => screen.ReadAsync("Connexion perdue"));
        await late.PressAsync(Confirm);
        await late.ReadAsync("n’est peut-être pas enregistré");

        // They come back by themselves, to the same vote: nothing is lost, and nothing counts twice.
        await product.RestartAsync();
        await AllAsync(screens, screen => screen.Page.Locator(Following).WaitForAsync());
        await AllAsync(screens, screen => Assertions.Expect(screen.Page.Locator("[data-session-link]")).ToBeHiddenAsync());
        foreach (var screen in screens)
        {
            Assert.True(await screen.Page.EvaluateAsync<bool>("() => window.same"));
        }

        await clerk.ReadAsync("2 personnes ont voté, sur 6");
        await AllAsync([chair, early], voter => voter.ReadAsync("Votre vote est enregistré. Il ne se reprend pas."));
        await Assertions.Expect(deputy.Main.GetByRole(AriaRole.Radio, new() { Name = "Contre" })).ToBeCheckedAsync();
        await AllAsync([deputy, late], async voter =>
        {
            await voter.PressAsync(Confirm);
            await voter.ReadAsync("Votre vote est enregistré.");
        });
        foreach (var (browser, form) in new[] { (slow, sentLater), (twice, sentTwice) })
        {
            await browser.SendAsync(form);
            Assert.Contains("Vous avez déjà voté", browser.Text, StringComparison.Ordinal);
        }

        await AllAsync([(leaving, "Pour"), (abstaining, "Abstention")], one => VoteAsync(one.Item1, one.Item2));
        await clerk.ReadAsync("6 personnes ont voté, sur 6");
        await clerk.PressAsync("Clore le vote");
        await AllAsync(voters, voter => voter.ReadAsync("4 pour, 1 contre, 1 abstention. Résultat : adopté."));
        foreach (var screen in new[] { clerk, deputy })
        {
            Assert.Empty(await PageRules.FindViolationsAsync(screen.Page, live));
        }

        await clerk.PressAsync("Clore la séance");
        await AllAsync(jurors, juror => juror.ReadAsync("La séance est close"));

        // What is decided goes into the minutes, which the clerk corrects, and both sign.
        var jury = live[..live.IndexOf("/seances/", StringComparison.Ordinal)];
        await DecideAsync(team, jury, reference);
        await clerk.GoAsync(live.Replace("/direct", "/proces-verbal", StringComparison.Ordinal));
        await clerk.PressAsync("Écrire le procès-verbal");
        await clerk.ReadAsync("Déport : Solène Aubépine n’a pas pris part à ce point.");
        await clerk.ReadAsync("Quorum non atteint : 5 sur 10 membres qui votent, il en faut 6.");
        await clerk.ReadAsync("le quorum est de nouveau atteint");
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "proces-verbal"));
        await clerk.FollowAsync("Corriger le procès-verbal");
        await clerk.BeWholeAsync();
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "corriger"));
        var text = clerk.Main.GetByRole(AriaRole.Textbox, new() { Name = "Texte" });
        await text.FillAsync($"{await text.InputValueAsync()}\nLa séance a été interrompue deux minutes par une coupure.\n");
        await clerk.FillAsync("Pourquoi cette correction", "La coupure n’était pas dite.");
        await clerk.PressAsync("Enregistrer cette version");
        await clerk.PressAsync("Signer la version 2");
        await clerk.ReadAsync("Votre signature est enregistrée.");
        await chair.GoAsync(live.Replace("/direct", "/proces-verbal", StringComparison.Ordinal));
        await chair.ReadAsync("interrompue deux minutes par une coupure");
        await chair.PressAsync("Signer la version 2");
        await chair.ReadAsync("La version 2 est signée par la présidence et le secrétariat.");
        await clerk.GoAsync(live.Replace("/direct", "/votes", StringComparison.Ordinal));
        Assert.Empty(await PageRules.FindViolationsAsync(clerk.Page, "votes"));

        // Two of the team tell the decisions: the first does, and each letter leaves once.
        await product.EndEmbargoAsync();
        await AllAsync([clerk, abstaining], screen => screen.GoAsync($"{jury}/decisions/publication"));
        await clerk.PressAsync("Publier les décisions");
        await clerk.ReadAsync("Les décisions sont publiées");
        await abstaining.PressAsync("Publier les décisions");
        await abstaining.ReadAsync("Ces décisions ont déjà été publiées : rien n’est parti de nouveau.");
        var (letters, applications) = await product.CountLettersAsync();
        Assert.True(applications > 0);
        Assert.Equal(applications, letters);
    }

    private static Task AllAsync<T>(IEnumerable<T> people, Func<T, Task> act) => Task.WhenAll(people.Select(act));

    private static async Task OpenVoteAsync(Visitor clerk)
    {
        await clerk.ChooseAsync("Vote à bulletins secrets");
        await clerk.PressAsync("Ouvrir le vote");
        await clerk.ReadAsync("personne n’a encore voté");
    }

    private static async Task VoteAsync(Visitor voter, string choice)
    {
        await voter.ReadAsync("Personne ne saura ce que vous votez.");
        await voter.Main.GetByText(choice, new() { Exact = true }).ClickAsync();
        await voter.PressAsync(Confirm);
        await voter.ReadAsync("Votre vote est enregistré.");
    }

    /// <summary>The one that was adopted is retained, and the others are not; they may be told from tomorrow on.</summary>
    private static async Task DecideAsync(FormBrowser team, string jury, string adopted)
    {
        await team.GoAsync($"{jury}/deliberation");
        await team.PressAsync("Ouvrir la délibération");
        var pages = team.Page.QuerySelectorAll($"main a[href^='{jury}/deliberation/']").Select(link => link.GetAttribute("href")!).ToList();
        foreach (var page in pages)
        {
            await team.GoAsync(page);
            await team.PressAsync("Enregistrer la décision", ("Choice", page.EndsWith(adopted, StringComparison.Ordinal) ? "Retained" : "NotRetained"), ("Reason", "Le jury en a délibéré."));
        }

        await team.PressAsync("Conclure la délibération");
        await team.GoAsync($"{jury}/decisions/embargo");
        await team.PressAsync("Préparer l’annonce", ("Day", $"{OwnTime.Start.AddDays(7):yyyy-MM-dd}"));
        Assert.Contains("Sous embargo", team.Text, StringComparison.Ordinal);
    }

    private async Task<Visitor> OpenAsync(string name, string path, bool isWide)
    {
        var visitor = isWide ? await chromium.VisitAsync(product.Address) : await chromium.VisitAsync(product.Address, width: 390, height: 844);
        await visitor.SignInAsync(name);
        await visitor.GoAsync(path);
        await visitor.Page.Locator(Following).WaitForAsync();
        return visitor;
    }
}
