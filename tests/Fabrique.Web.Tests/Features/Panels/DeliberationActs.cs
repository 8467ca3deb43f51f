using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Deliberate;
using Fabrique.Web.Features.Panels.Minutes;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>How a jury votes, decides and writes its minutes, without the pages.</summary>
internal static class DeliberationActs
{
    private const string Question = "Retenir la candidature";

    private static readonly CancellationToken Token = CancellationToken.None;

    public static IReadOnlyList<HandlerCase> Cases { get; } =
    [
        HandlerCases.Case<OpenBallotHandler, OpenBallot>("equipe", async app => new OpenBallot((await SessionAsync(app, await PanelActs.JuryAsync(app))).Id, VoteMode.Named, Question)),
        HandlerCases.Case<OpenBallotHandler, OpenBallot>("directrice", async app => new OpenBallot((await SessionAsync(app, await PanelActs.JuryAsync(app))).Id, VoteMode.Secret, Question)),
        HandlerCases.Case<CloseBallotHandler, CloseBallot>("equipe", async app => new CloseBallot(await VotedAsync(app, await PanelActs.JuryAsync(app), VoteMode.Named))),
        HandlerCases.Case<CloseBallotHandler, CloseBallot>("directeur", async app => new CloseBallot(await VotedAsync(app, await PanelActs.JuryAsync(app), VoteMode.Secret))),
        HandlerCases.Case<AnnulBallotHandler, AnnulBallot>("equipe", async app => new AnnulBallot(await VotedAsync(app, await PanelActs.JuryAsync(app), VoteMode.Secret), "La question était mal posée.")),
        HandlerCases.Case<AnnulBallotHandler, AnnulBallot>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await BeginAsync(app, jury);
            var ballot = await VotedAsync(app, jury, VoteMode.Named);
            await DoAsync(app, "equipe", ballot, close: true);
            await DecideAsync(app, jury, 0, DecisionOutcome.Retained);
            return new AnnulBallot(ballot, "La question était mal posée.");
        }),
        HandlerCases.Case<GiveCastingVoteHandler, GiveCastingVote>("directrice", async app =>
        {
            var ballot = await VotedAsync(app, await PanelActs.JuryAsync(app), VoteMode.Secret, Tied);
            await DoAsync(app, "equipe", ballot, close: true);
            return new GiveCastingVote(ballot, VoteChoice.For);
        }),
        HandlerCases.Case<BeginDeliberationHandler, BeginDeliberation>("equipe", async app => new BeginDeliberation((await PanelActs.JuryAsync(app)).Panel.Id)),
        HandlerCases.Case<DecideItemHandler, DecideItem>("directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await BeginAsync(app, jury);
            return Decision(jury, 0, DecisionOutcome.NotRetained, await VersionAsync(app, jury));
        }),
        HandlerCases.Case<ConcludeDeliberationHandler, ConcludeDeliberation>("directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await DecidedAsync(app, jury);
            return new ConcludeDeliberation(jury.Panel.Id, await VersionAsync(app, jury), "", "");
        }),
        HandlerCases.Case<ReopenDeliberationHandler, ReopenDeliberation>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await ConcludedAsync(app, jury);
            return new ReopenDeliberation(jury.Panel.Id, await VersionAsync(app, jury), "Une pièce manquait.");
        }),
        HandlerCases.Case<WriteMinutesHandler, WriteMinutes>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return new WriteMinutes(jury.Panel.Id, (await HeldAsync(app, jury)).Id);
        }),
        HandlerCases.Case<ReviseMinutesHandler, ReviseMinutes>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return new ReviseMinutes(jury.Panel.Id, (await WrittenAsync(app, jury)).SessionId, 1, "# Procès-verbal\n\nCorrigé.", "Un nom mal écrit.");
        }),
        HandlerCases.Case<SignMinutesHandler, SignMinutes>("directrice", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            var minutes = await WrittenAsync(app, jury);
            return new SignMinutes(jury.Panel.Id, minutes.SessionId, minutes.Latest.Hash);
        }),
    ];

    /// <summary>As many for as against, whoever votes.</summary>
    public static VoteChoice Tied(int voter) => voter % 2 == 0 ? VoteChoice.For : VoteChoice.Against;

    /// <summary>A session that is open, its first item called, with all those who vote but some.</summary>
    public static async Task<HearingSession> SessionAsync(FabriqueApp app, SampleJury jury, params string[] absent)
    {
        var session = HearingSession.Plan(Guid.CreateVersion7(), jury.Panel.Id, app.Now, HearingPace.Default, [.. jury.Items.Select(item => new Subject("Application", item.Id))], seed: null);
        foreach (var voter in PanelActs.Voters.Except(absent))
        {
            session.Arrive(jury.Panel, jury.People[voter], app.Now);
        }

        session.Open(session.Roll(jury.Panel, Recusals.None, item: null, app.Now), app.Now);
        session.Call(jury.First, [], app.Now);
        await HandlerCases.SaveAsync(app, session);
        return session;
    }

    /// <summary>Changes a session, as the pages that hold it would.</summary>
    public static Task ChangeAsync(FabriqueApp app, Guid sessionId, Action<HearingSession, IReadOnlyList<Ballot>> change) => app.ReadAsync(async db =>
    {
        var session = await db.HearingSessions.Include(session => session.Agenda).Include(session => session.Attendance).AsSplitQuery().SingleAsync(session => session.Id == sessionId);
        change(session, await db.Ballots.AsNoTracking().Where(ballot => ballot.SessionId == sessionId).ToListAsync());
        return await db.SaveChangesAsync();
    });

    /// <summary>Opens a vote on what is heard.</summary>
    /// <returns>Key of the ballot.</returns>
    public static async Task<Guid> OpenAsync(FabriqueApp app, Guid sessionId, VoteMode mode)
    {
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<OpenBallotHandler>().HandleAsync(new OpenBallot(sessionId, mode, Question), Token)));
        return await app.ReadAsync(db => db.Ballots.Where(ballot => ballot.SessionId == sessionId && ballot.Status == BallotStatus.Open).Select(ballot => ballot.Id).SingleAsync());
    }

    /// <summary>A session, and a vote in which all voted; it is not closed.</summary>
    /// <param name="app">The product.</param>
    /// <param name="jury">Whose.</param>
    /// <param name="mode">By name, or secret.</param>
    /// <param name="choose">What each votes, by rank; when null, all for.</param>
    /// <returns>Key of the ballot.</returns>
    public static async Task<Guid> VotedAsync(FabriqueApp app, SampleJury jury, VoteMode mode, Func<int, VoteChoice>? choose = null)
    {
        var ballot = await OpenAsync(app, (await SessionAsync(app, jury)).Id, mode);
        await VoteAsync(app, ballot, choose);
        return ballot;
    }

    /// <summary>All vote.</summary>
    public static async Task VoteAsync(FabriqueApp app, Guid ballot, Func<int, VoteChoice>? choose = null)
    {
        for (var voter = 0; voter < PanelActs.Voters.Length; voter++)
        {
            Expect(await PanelActs.VoteAsync(app, PanelActs.Voters[voter], ballot, choose?.Invoke(voter) ?? VoteChoice.For));
        }
    }

    /// <summary>Closes a vote, or annuls it.</summary>
    public static async Task DoAsync(FabriqueApp app, string account, Guid ballot, bool close) => Expect(await app.ActAsync(account, services => close
        ? services.GetRequiredService<CloseBallotHandler>().HandleAsync(new CloseBallot(ballot), Token)
        : services.GetRequiredService<AnnulBallotHandler>().HandleAsync(new AnnulBallot(ballot, "La question était mal posée."), Token)));

    public static async Task BeginAsync(FabriqueApp app, SampleJury jury) =>
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<BeginDeliberationHandler>().HandleAsync(new BeginDeliberation(jury.Panel.Id), Token)));

    public static async Task DecideAsync(FabriqueApp app, SampleJury jury, int item, DecisionOutcome outcome, string rankingReason = "", int? rank = null)
    {
        var version = await VersionAsync(app, jury);
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<DecideItemHandler>().HandleAsync(Decision(jury, item, outcome, version) with { RankingReason = rankingReason, WaitingRank = rank }, Token)));
    }

    /// <summary>A deliberation in which everything is decided.</summary>
    public static async Task DecidedAsync(FabriqueApp app, SampleJury jury)
    {
        await BeginAsync(app, jury);
        for (var item = 0; item < jury.Items.Count; item++)
        {
            await DecideAsync(app, jury, item, item == 0 ? DecisionOutcome.Retained : DecisionOutcome.NotRetained);
        }
    }

    /// <param name="app">The product.</param>
    /// <param name="jury">Whose.</param>
    /// <param name="voted">Whether a vote on the first application was held before, in a session that is over.</param>
    public static async Task ConcludedAsync(FabriqueApp app, SampleJury jury, bool voted = false)
    {
        if (voted)
        {
            await HeldAsync(app, jury);
        }

        await DecidedAsync(app, jury);
        var version = await VersionAsync(app, jury);
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<ConcludeDeliberationHandler>().HandleAsync(new ConcludeDeliberation(jury.Panel.Id, version, "", ""), Token)));
    }

    /// <summary>A session that is over, in which one vote was held, by name.</summary>
    public static async Task<HearingSession> HeldAsync(FabriqueApp app, SampleJury jury)
    {
        var session = await SessionAsync(app, jury, "auditeur");
        var ballot = await OpenAsync(app, session.Id, VoteMode.Named);
        Expect(await PanelActs.VoteAsync(app, "directrice", ballot, VoteChoice.For));
        Expect(await PanelActs.VoteAsync(app, "directeur", ballot, VoteChoice.Against));
        Expect(await PanelActs.VoteAsync(app, "manager", ballot, VoteChoice.For));
        await DoAsync(app, "equipe", ballot, close: true);
        await ChangeAsync(app, session.Id, (held, ballots) => held.Close(ballots, app.Now));
        return session;
    }

    /// <summary>The minutes of such a session, in their first version.</summary>
    public static async Task<DeliberationMinutes> WrittenAsync(FabriqueApp app, SampleJury jury)
    {
        var session = await HeldAsync(app, jury);
        await WriteAsync(app, jury, session.Id);
        return await MinutesAsync(app, session.Id);
    }

    public static async Task WriteAsync(FabriqueApp app, SampleJury jury, Guid sessionId) =>
        Expect(await app.ActAsync("equipe", services => services.GetRequiredService<WriteMinutesHandler>().HandleAsync(new WriteMinutes(jury.Panel.Id, sessionId), Token)));

    public static Task<DeliberationMinutes> MinutesAsync(FabriqueApp app, Guid sessionId) =>
        app.ReadAsync(db => db.DeliberationMinutes.Include(minutes => minutes.Versions).Include(minutes => minutes.Signatures).AsSingleQuery().SingleAsync(minutes => minutes.SessionId == sessionId));

    public static Task<int> VersionAsync(FabriqueApp app, SampleJury jury) => app.ReadAsync(db => db.Deliberations.Where(deliberation => deliberation.PanelId == jury.Panel.Id).Select(deliberation => deliberation.Version).SingleAsync());

    private static DecideItem Decision(SampleJury jury, int item, DecisionOutcome outcome, int version) =>
        new(jury.Panel.Id, version, jury.Items[item].Id, outcome, outcome is DecisionOutcome.Retained ? "" : "Le besoin n’est pas établi.", WaitingRank: null, Amount: null, RankingReason: "", ProductId: null);

    private static void Expect(Outcome outcome) => Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
}
