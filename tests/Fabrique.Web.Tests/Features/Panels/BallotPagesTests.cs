using System.Net;
using Fabrique.Domain.Panels;
using Fabrique.Testing;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

public sealed class BallotPagesTests
{
    [Theory, EngineData]
    public async Task A_secret_vote_is_opened_cast_in_one_tap_and_told_without_betraying_anybody(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var session = await DeliberationActs.SessionAsync(app, jury);
        var page = PanelLinks.Ballots(jury.Panel.Id, session.Id);
        using var clerk = await app.BrowseAsync("equipe");
        await clerk.GoAsync(page);
        await clerk.PressAsync("Ouvrir le vote", ("Question", ""));
        Assert.Equal(HttpStatusCode.BadRequest, clerk.Status);
        Assert.Contains("Choisissez un vote nominatif ou à bulletins secrets.", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Ouvrir le vote", ("Mode", "Secret"));
        Assert.Equal(HttpStatusCode.Conflict, clerk.Status);
        Assert.Contains("ce qui est proposé au vote", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Ouvrir le vote", ("Question", "Retenir la candidature"));
        Assert.Contains("personne n’a encore voté, sur 8 qui peuvent voter", clerk.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Confirmer mon vote", clerk.Text, StringComparison.Ordinal);

        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(page);
        Assert.Contains("Personne ne saura ce que vous votez.", member.Text, StringComparison.Ordinal);
        Assert.Empty(member.Page.QuerySelectorAll("main form[method=get]"));
        Assert.DoesNotContain("novalidate", member.Page.QuerySelector("main form")!.OuterHtml, StringComparison.Ordinal);
        await member.PressAsync("Confirmer mon vote");
        Assert.Equal(HttpStatusCode.BadRequest, member.Status);
        Assert.Contains("Choisissez votre vote.", member.Text, StringComparison.Ordinal);
        await member.PressAsync("Confirmer mon vote", ("Choice", "Against"));
        Assert.Contains("Votre vote est enregistré.", member.Text, StringComparison.Ordinal);
        Assert.Contains("Votre vote est enregistré. Il ne se reprend pas.", member.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Against", member.Page.Source.Text, StringComparison.Ordinal);
        Assert.Equal(page, member.Address.PathAndQuery);
        var ballot = await app.ReadAsync(db => db.Ballots.Where(ballot => ballot.SessionId == session.Id).Select(ballot => ballot.Id).SingleAsync());
        Assert.True((await PanelActs.VoteAsync(app, "directrice", ballot, VoteChoice.For)).IsDone);
        Assert.True((await PanelActs.VoteAsync(app, "directeur", ballot, VoteChoice.For)).IsDone);
        await clerk.GoAsync(page);
        Assert.Contains("3 personnes ont voté", clerk.Text, StringComparison.Ordinal);
        await clerk.PressAsync("Clore le vote");
        Assert.Contains("le détail n’est pas donné, il dévoilerait un vote. Résultat : adopté.", clerk.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Null(app.Services.GetRequiredService<UrnKeys>().Find(ballot));

        // Too late.
        Assert.Equal("ballot-closed", (await PanelActs.VoteAsync(app, "manager", ballot, VoteChoice.For)).Refusal?.Code);
        await clerk.GoAsync(page);
        Assert.DoesNotContain("Ouvrir le vote", clerk.Text, StringComparison.Ordinal);
        var again = await app.ActAsync("equipe", services => services.GetRequiredService<OpenBallotHandler>().HandleAsync(new OpenBallot(session.Id, VoteMode.Named, "Retenir"), CancellationToken.None));
        Assert.Equal("ballot-already-held", again.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task A_substitute_votes_for_whoever_is_away_and_those_who_are_not_there_do_not(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var session = await DeliberationActs.SessionAsync(app, jury, "directeur");
        await app.ReadAsync(async db =>
        {
            var panel = await db.Panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSingleQuery().SingleAsync(panel => panel.Id == jury.Panel.Id);
            panel.Delegate(jury.People["directeur"], jury.People["equipe"], session.Day, session.Day, jury.People["admin"], app.Now);
            return await db.SaveChangesAsync();
        });
        await DeliberationActs.ChangeAsync(app, session.Id, (held, _) => held.Arrive(jury.Panel, jury.People["equipe"], app.Now));
        var ballot = await DeliberationActs.OpenAsync(app, session.Id, VoteMode.Named);
        Assert.Equal("vote-absent", (await PanelActs.VoteAsync(app, "directeur", ballot, VoteChoice.For)).Refusal?.Code);
        Assert.True((await PanelActs.VoteAsync(app, "equipe", ballot, VoteChoice.Against)).IsDone);
        Assert.True((await PanelActs.VoteAsync(app, "directrice", ballot, VoteChoice.For)).IsDone);
        await DeliberationActs.DoAsync(app, "directrice", ballot, close: true);
        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(PanelLinks.Ballots(jury.Panel.Id, session.Id));
        Assert.Contains("Contre : Anouk Églantine", member.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("par la voix prépondérante de la présidence", member.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Annuler le vote", member.Text, StringComparison.Ordinal);
        var refused = await app.ActAsync("membre", services => services.GetRequiredService<AnnulBallotHandler>().HandleAsync(new AnnulBallot(ballot, "Non."), CancellationToken.None));
        Assert.Equal("session-not-yours-to-lead", refused.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task A_quorum_that_is_lost_in_the_middle_stops_the_vote_and_says_why(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app, items: 4);
        var session = await DeliberationActs.SessionAsync(app, jury, "admin", "auditeur");
        var fourth = new Fabrique.Domain.Subject("Application", jury.Items[3].Id);
        await DeliberationActs.ChangeAsync(app, session.Id, (held, ballots) => held.Call(fourth, ballots, app.Now));
        var ballot = await DeliberationActs.OpenAsync(app, session.Id, VoteMode.Secret);
        Assert.True((await PanelActs.VoteAsync(app, "directrice", ballot, VoteChoice.For)).IsDone);
        await DeliberationActs.ChangeAsync(app, session.Id, (held, _) => Array.ForEach(["agent2", "membre", "coach"], person => held.Depart(jury.People[person], app.Now)));

        var page = PanelLinks.Ballots(jury.Panel.Id, session.Id);
        Assert.Equal("vote-quorum-lost", (await PanelActs.VoteAsync(app, "directeur", ballot, VoteChoice.For)).Refusal?.Code);
        using var deputy = await app.BrowseAsync("directeur");
        await deputy.GoAsync(page);
        Assert.Contains("Quorum non atteint : 3 sur 8 membres qui votent, il en faut 4. Le vote est arrêté", deputy.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.DoesNotContain("Confirmer mon vote", deputy.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Clore le vote", deputy.Text, StringComparison.Ordinal);
        var refused = await app.ActAsync("directeur", services => services.GetRequiredService<CloseBallotHandler>().HandleAsync(new CloseBallot(ballot), CancellationToken.None));
        Assert.Equal("ballot-quorum-lost", refused.Refusal?.Code);

        // It is annulled, and held again once they are back.
        await deputy.PressAsync("Annuler le vote");
        Assert.Equal(HttpStatusCode.Conflict, deputy.Status);
        await deputy.PressAsync("Annuler le vote", ("Reason", "Le quorum a été perdu."));
        Assert.Contains("Un autre vote est à tenir", deputy.Text, StringComparison.Ordinal);
        Assert.Null(app.Services.GetRequiredService<UrnKeys>().Find(ballot));
        Assert.Equal("ballot-annulled", (await PanelActs.VoteAsync(app, "directrice", ballot, VoteChoice.For)).Refusal?.Code);
        await DeliberationActs.ChangeAsync(app, session.Id, (held, _) => held.Arrive(jury.Panel, jury.People["membre"], app.Now));
        await deputy.GoAsync(page);
        await deputy.PressAsync("Ouvrir le vote", ("Mode", "Named"));
        Assert.Contains("personne n’a encore voté, sur 4 qui peuvent voter", deputy.Text, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_recusal_after_a_vote_has_it_counted_or_held_again_without_saying_whose(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var named = await DeliberationActs.VotedAsync(app, jury, VoteMode.Named, voter => voter < 4 ? VoteChoice.For : VoteChoice.Against);
        await DeliberationActs.DoAsync(app, "equipe", named, close: true);
        var session = await app.ReadAsync(db => db.Ballots.Where(ballot => ballot.Id == named).Select(ballot => ballot.SessionId).SingleAsync());
        var page = PanelLinks.Ballots(jury.Panel.Id, session);
        using var member = await app.BrowseAsync("membre");
        await member.GoAsync(page);
        Assert.Contains("4 pour, 4 contre", member.Text, StringComparison.Ordinal);
        await RecuseAsync(app, jury, "coach", 0);
        await member.GoAsync(page);
        Assert.Contains("Un déport est intervenu après le vote : il a été compté de nouveau.", member.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("3 pour, 4 contre", member.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Daphné", member.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(page);
        Assert.Contains("vous ne votez pas", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4 contre", coach.Text, StringComparison.Ordinal);

        var second = new Fabrique.Domain.Subject("Application", jury.Items[1].Id);
        await DeliberationActs.ChangeAsync(app, session, (held, ballots) => held.Call(second, ballots, app.Now));
        var secret = await DeliberationActs.OpenAsync(app, session, VoteMode.Secret);
        await DeliberationActs.VoteAsync(app, secret, voter => voter < 4 ? VoteChoice.For : VoteChoice.Against);
        await DeliberationActs.DoAsync(app, "equipe", secret, close: true);
        await member.GoAsync(page);
        Assert.Contains("4 pour, 4 contre", member.Text, StringComparison.Ordinal);
        await RecuseAsync(app, jury, "manager", 1);
        await member.GoAsync(page);
        Assert.Contains("Un déport est intervenu après le vote.", member.Text, StringComparison.Ordinal);
        Assert.Contains("Un autre vote est à tenir sur cette candidature.", member.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4 pour, 4 contre", member.Text, StringComparison.Ordinal);
        var again = await DeliberationActs.OpenAsync(app, session, VoteMode.Secret);
        foreach (var (voter, choice) in new[] { ("directrice", VoteChoice.For), ("directeur", VoteChoice.For), ("coach", VoteChoice.Against), ("membre", VoteChoice.Against) })
        {
            Assert.True((await PanelActs.VoteAsync(app, voter, again, choice)).IsDone);
        }

        Assert.Equal("vote-recused", (await PanelActs.VoteAsync(app, "manager", again, VoteChoice.For)).Refusal?.Code);
        await DeliberationActs.DoAsync(app, "equipe", again, close: true);
        await member.GoAsync(page);
        Assert.Contains("le détail n’est pas donné", member.Text, StringComparison.Ordinal);

        // Votes are tied: whoever presided decides, and says how.
        using var deputy = await app.BrowseAsync("directeur");
        await deputy.GoAsync(page);
        Assert.DoesNotContain("Départager", deputy.Text, StringComparison.Ordinal);
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(page);
        await chair.PressAsync("Départager les voix", ("Casting", "Against"));
        Assert.Contains("Résultat : rejeté, par la voix prépondérante de la présidence.", chair.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Voix prépondérante de la présidence : contre.", chair.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_vote_is_held_from_the_session_itself_and_leads_back_to_it(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var session = await DeliberationActs.SessionAsync(app, jury);
        var live = PanelLinks.Live(jury.Panel.Id, session.Id);
        using var chair = await app.BrowseAsync("directrice");
        await chair.GoAsync(live);
        await chair.PressAsync("Ouvrir le vote", ("Mode", "Secret"), ("Question", "Retenir la candidature"));
        Assert.Equal(live, chair.Address.AbsolutePath);
        await chair.PressAsync("Confirmer mon vote", ("Choice", "For"));
        Assert.Equal(live, chair.Address.PathAndQuery);
        Assert.Contains("Votre vote est enregistré.", chair.Text, StringComparison.Ordinal);

        using var coach = await app.BrowseAsync("coach");
        await coach.GoAsync(live);
        Assert.Contains("Confirmer mon vote", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Clore le vote", coach.Text, StringComparison.Ordinal);
        await PanelActs.RecuseAsync(app, jury, "coach");
        await coach.GoAsync(live);
        Assert.DoesNotContain("Confirmer mon vote", coach.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("a voté", coach.Text, StringComparison.Ordinal);

        await chair.GoAsync(live);
        await chair.PressAsync("Clore le vote");
        Assert.Equal(live, chair.Address.AbsolutePath);
        Assert.Contains("le détail n’est pas donné", chair.Text, StringComparison.Ordinal);

        // Whoever has no part in it holds no vote on it either.
        var refused = await app.ActAsync("equipe", async services =>
        {
            await services.GetRequiredService<EnterRecusalHandler>().HandleAsync(new EnterRecusal(jury.Panel.Id, PersonId: null, jury.Items[0].Id, ConflictKind.Personal, ""), CancellationToken.None);
            return await services.GetRequiredService<AnnulBallotHandler>().HandleAsync(
                new AnnulBallot(await services.GetRequiredService<Fabrique.Data.FabriqueDbContext>().Ballots.Where(ballot => ballot.SessionId == session.Id).Select(ballot => ballot.Id).SingleAsync(), "Non."), CancellationToken.None);
        });
        Assert.Equal("session-recused", refused.Refusal?.Code);
    }

    [Theory, EngineData]
    public async Task Two_who_open_a_secret_vote_at_once_leave_one_key(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var session = await DeliberationActs.SessionAsync(app, await PanelActs.JuryAsync(app));
        var outcomes = await AtOnce.RunAsync(8, _ => app.ActAsync("equipe", services => services.GetRequiredService<OpenBallotHandler>().HandleAsync(new OpenBallot(session.Id, VoteMode.Secret, "Retenir"), CancellationToken.None)));
        Assert.Equal(1, outcomes.Count(outcome => outcome.IsDone));
        var ballot = await app.ReadAsync(db => db.Ballots.Where(ballot => ballot.SessionId == session.Id).Select(ballot => ballot.Id).SingleAsync());
        var keys = Directory.EnumerateFiles(Path.Combine(app.Services.GetRequiredService<Fabrique.Web.Platform.Files.FileStore>().Folder, "urnes"));
        Assert.Contains($"{ballot:N}", Assert.Single(keys), StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task A_vote_that_is_opened_as_the_next_application_is_called_is_on_what_is_heard(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        for (var run = 0; run < 5; run++)
        {
            var session = await DeliberationActs.SessionAsync(app, jury);
            await AtOnce.RunAsync(2, number => app.ActAsync("equipe", services => number == 0
                ? services.GetRequiredService<OpenBallotHandler>().HandleAsync(new OpenBallot(session.Id, VoteMode.Named, "Retenir"), CancellationToken.None)
                : services.GetRequiredService<CallItemHandler>().HandleAsync(new CallItem(session.Id, jury.Items[0].Id, jury.Items[1].Id), CancellationToken.None)));
            var heard = await app.ReadAsync(db => db.HearingSessions.Where(held => held.Id == session.Id).Select(held => held.CurrentId).SingleAsync());
            var ballot = await app.ReadAsync(db => db.Ballots.SingleOrDefaultAsync(ballot => ballot.SessionId == session.Id));
            Assert.True(ballot is null || ballot.ItemId == heard);
            await app.ReadAsync(db => db.Ballots.Where(ballot => ballot.SessionId == session.Id).ExecuteDeleteAsync());
        }
    }

    [Theory, EngineData]
    public async Task Votes_that_come_as_the_vote_is_closed_are_counted_or_refused(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var jury = await PanelActs.JuryAsync(app);
        var session = await DeliberationActs.SessionAsync(app, jury);
        var ballot = await DeliberationActs.OpenAsync(app, session.Id, VoteMode.Secret);
        var outcomes = await AtOnce.RunAsync(PanelActs.Voters.Length + 1, number => number == 4
            ? app.ActAsync("equipe", services => services.GetRequiredService<CloseBallotHandler>().HandleAsync(new CloseBallot(ballot), CancellationToken.None))
            : PanelActs.VoteAsync(app, PanelActs.Voters[number < 4 ? number : number - 1], ballot, VoteChoice.For));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("ballot-closed", outcome.Refusal!.Code));
        var closed = await PanelActs.BallotAsync(app, ballot);
        Assert.Equal(BallotStatus.Closed, closed.Status);
        Assert.Equal(outcomes.Count(outcome => outcome.IsDone) - 1, closed.Marks.Count);
        Assert.Null(app.Services.GetRequiredService<UrnKeys>().Find(ballot));
    }

    private static async Task RecuseAsync(FabriqueApp app, SampleJury jury, string account, int item)
    {
        var outcome = await app.ActAsync(account, services => services.GetRequiredService<EnterRecusalHandler>().HandleAsync(new EnterRecusal(jury.Panel.Id, PersonId: null, jury.Items[item].Id, ConflictKind.Personal, ""), CancellationToken.None));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }
}
