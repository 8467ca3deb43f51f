using System.Net;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class MinutesPagesTests
{
    [Theory, EngineData]
    public async Task Minutes_come_from_the_facts_are_corrected_signed_and_kept(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.RecuseAsync(app, jury, "coach");
        var session = await DeliberationActs.HeldAsync(app, jury);
        var page = PanelLinks.Minutes(jury.Panel.Id, session.Id);
        using var clerk = await app.BrowseAsync("equipe");
        await clerk.GoAsync(page);
        await clerk.PressAsync("Écrire le procès-verbal");
        Assert.Contains("Vote nominatif : 7 membres présents, un déport, 3 personnes n’ont pas pris part au vote ; 2 pour, 1 contre, 0 abstention. Résultat : adopté.", clerk.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Déport : Daphné Lavande n’a pas pris part à ce point.", clerk.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("amie d’enfance", clerk.Page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("Ce n’est pas une signature électronique qualifiée.", clerk.Text, StringComparison.Ordinal);
        var first = (await DeliberationActs.MinutesAsync(app, session.Id)).Latest;
        Assert.Contains(first.Hash, clerk.Text, StringComparison.Ordinal);

        await clerk.FollowAsync("Corriger le procès-verbal");
        await clerk.PressAsync("Enregistrer cette version", ("Text", first.Text), ("Why", "Pour rien."));
        Assert.Equal(HttpStatusCode.Conflict, clerk.Status);
        Assert.Contains("Ce texte est déjà celui du procès-verbal.", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Enregistrer cette version", ("Text", $"{first.Text}\n\nUn tiers a pris la parole."), ("Why", "Une prise de parole manquait."));
        Assert.Contains("Elle remplace la version 1. Pourquoi : Une prise de parole manquait.", clerk.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal("Un tiers a pris la parole.", clerk.Page.QuerySelectorAll(".fab-difference ins")[^1].TextContent);

        await clerk.PressAsync("Signer la version 2");
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(page);
        Assert.Contains("c’est un projet", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Signer la version 2");
        Assert.Contains("La version 2 est signée par la présidence et le secrétariat.", chair.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Signer la version", string.Concat(chair.Page.QuerySelectorAll("main button").Select(button => button.TextContent)), StringComparison.Ordinal);

        var latest = (await DeliberationActs.MinutesAsync(app, session.Id)).Latest;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Cookie", chair.CookieHeader);
        var pdf = PdfPages.Read(await http.GetByteArrayAsync(new Uri(app.Address, PanelLinks.MinutesFile(jury.Panel.Id, session.Id, 2))));
        foreach (var said in new[] { latest.Hash, latest.PreviousHash, "Perrine Bouleau, signé le", "Anouk Églantine, signé le", "Un tiers a pris la parole.", "Ce n’est pas une signature électronique qualifiée.", "remplace la version 1" })
        {
            Assert.Contains(PdfPages.Close(said), pdf, StringComparison.Ordinal);
        }

        await chair.GoAsync(PanelLinks.Minutes(jury.Panel.Id, session.Id, 1));
        Assert.Contains("Vous lisez la version 1. La version 2 est en vigueur.", chair.Text, StringComparison.Ordinal);
        await chair.GoAsync(PanelLinks.Minutes(jury.Panel.Id, session.Id, 9));
        Assert.Equal(HttpStatusCode.NotFound, chair.Status);
    }

    [Theory, EngineData]
    public async Task The_second_of_two_who_correct_is_told_keeps_their_text_and_sees_the_other_one(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var minutes = await DeliberationActs.WrittenAsync(app, jury);
        var page = PanelLinks.ReviseMinutes(jury.Panel.Id, minutes.SessionId);
        using var clerk = await app.BrowseAsync("equipe");
        using var chair = await app.BrowseAsync("directrice");
        await clerk.GoAsync(page);
        await chair.GoAsync(page);
        await clerk.PressAsync("Enregistrer cette version", ("Text", $"{minutes.Latest.Text}\n\nLe secrétariat précise."), ("Why", "Une précision."));
        await chair.PressAsync("Enregistrer cette version", ("Text", $"{minutes.Latest.Text}\n\nLa présidence ajoute."), ("Why", "Un ajout."));
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("Quelqu’un a écrit la version 2 entre-temps", chair.Text, StringComparison.Ordinal);
        Assert.Contains("La présidence ajoute.", chair.Page.QuerySelector("textarea")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Le secrétariat précise.", chair.Page.QuerySelector(".fab-difference del")!.TextContent);
        Assert.Equal(2, (await DeliberationActs.MinutesAsync(app, minutes.SessionId)).Latest.Number);
        await chair.PressAsync("Enregistrer cette version", ("Text", $"{minutes.Latest.Text}\n\nLe secrétariat précise.\n\nLa présidence ajoute."));
        Assert.Equal(HttpStatusCode.OK, chair.Status);
        Assert.Equal(3, (await DeliberationActs.MinutesAsync(app, minutes.SessionId)).Latest.Number);
    }

    [Theory, EngineData]
    public async Task A_text_that_changed_meanwhile_is_not_signed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var minutes = await DeliberationActs.WrittenAsync(app, jury);
        var page = PanelLinks.Minutes(jury.Panel.Id, minutes.SessionId);
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(page);
        using var clerk = await app.BrowseAsync("equipe");
        await clerk.GoAsync(PanelLinks.ReviseMinutes(jury.Panel.Id, minutes.SessionId));
        await clerk.PressAsync("Enregistrer cette version", ("Text", "# Procès-verbal\n\nTout autre."), ("Why", "Réécrit."));
        await chair.PressAsync("Signer la version 1");
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Contains("Le procès-verbal a changé depuis que vous l’avez lu", chair.Text, StringComparison.Ordinal);
        Assert.Empty((await DeliberationActs.MinutesAsync(app, minutes.SessionId)).Signatures);
        Assert.Contains("Tout autre.", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Signer la version 2");
        Assert.Equal(2, Assert.Single((await DeliberationActs.MinutesAsync(app, minutes.SessionId)).Signatures).VersionNumber);

        // Others conduct the jury, or read it: they sign nothing.
        using var deputy = await app.BrowseAsync("directeur");
        await deputy.GoAsync(page);
        Assert.Empty(deputy.Page.QuerySelectorAll("main form"));
        await deputy.GoAsync(PanelLinks.ReviseMinutes(jury.Panel.Id, minutes.SessionId));
        Assert.Equal(HttpStatusCode.NotFound, deputy.Status);
    }

    [Theory, EngineData]
    public async Task A_text_altered_in_the_database_is_told_and_not_signed(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var minutes = await DeliberationActs.WrittenAsync(app, jury);
        await app.ReadAsync(db => db.Set<MinutesVersion>().Where(version => version.MinutesId == minutes.Id).ExecuteUpdateAsync(set => set.SetProperty(version => version.Text, "# Rien")));
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(PanelLinks.Minutes(jury.Panel.Id, minutes.SessionId));
        Assert.Contains("Le texte de la version 1 n’est plus celui qui a été écrit.", chair.Text, StringComparison.Ordinal);
        await chair.PressAsync("Signer la version 1");
        Assert.Equal(HttpStatusCode.Conflict, chair.Status);
        Assert.Empty((await DeliberationActs.MinutesAsync(app, minutes.SessionId)).Signatures);
    }

    [Theory, EngineData]
    public async Task Minutes_are_for_the_jury_and_later_for_those_who_had_no_part_in_something(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        await PanelActs.RecuseAsync(app, jury, "coach");
        await DeliberationActs.ConcludedAsync(app, jury, voted: true);
        var sessionId = await app.ReadAsync(db => db.HearingSessions.Where(session => session.PanelId == jury.Panel.Id).Select(session => session.Id).SingleAsync());
        await DeliberationActs.WriteAsync(app, jury, sessionId);
        var page = PanelLinks.Minutes(jury.Panel.Id, sessionId);
        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(page);
        Assert.Contains("Décision : proposition retenue.", member.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("Corriger", member.Text, StringComparison.Ordinal);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(page);
        Assert.Contains("vous lirez le procès-verbal quand les décisions seront publiées", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("proposition retenue", coach.Text, StringComparison.Ordinal);
        await coach.GoAsync(PanelLinks.MinutesFile(jury.Panel.Id, sessionId, 1));
        Assert.Equal(HttpStatusCode.NotFound, coach.Status);
        using var stranger = await app.BrowseAsync("agent");
        await stranger.GoAsync(page);
        Assert.Equal(HttpStatusCode.NotFound, stranger.Status);

        await app.ReadAsync(async db =>
        {
            var deliberation = await db.Deliberations.Include(deliberation => deliberation.Decisions).SingleAsync(deliberation => deliberation.PanelId == jury.Panel.Id);
            var batch = DecisionBatch.Prepare(Guid.CreateVersion7(), deliberation, app.Now.AddDays(-1), 10);
            batch.Release(deliberation, releasedById: null, app.Now);
            db.Add(batch);
            return await db.SaveChangesAsync();
        });
        await coach.GoAsync(page);
        Assert.Contains("Décision : proposition retenue.", coach.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Minutes_wait_for_the_end_of_the_session(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var session = await DeliberationActs.SessionAsync(app, jury);
        using var clerk = await app.BrowseAsync("equipe");
        await clerk.GoAsync(PanelLinks.Minutes(jury.Panel.Id, session.Id));
        Assert.Contains("La séance n’est pas close", clerk.Text, StringComparison.Ordinal);
        Assert.Empty(clerk.Page.QuerySelectorAll("main form"));
    }
}
