using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.AdmitMember;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Features.Panels.Assign;
using Fabrique.Web.Features.Panels.ChangeRules;
using Fabrique.Web.Features.Panels.ConductPanel;
using Fabrique.Web.Features.Panels.ConstituteJury;
using Fabrique.Web.Features.Panels.DelegateSeat;
using Fabrique.Web.Features.Panels.Recuse;
using Fabrique.Web.Features.Panels.RemoveMember;
using Fabrique.Web.Features.Panels.Score;
using Fabrique.Web.Features.Panels.Vote;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>A jury of its own: a call, shortlisted applications by Kenza Fauvette, and its members.</summary>
internal sealed record SampleJury(CallForApplications Call, Panel Panel, IReadOnlyList<Application> Items, IReadOnlyDictionary<string, Guid> People)
{
    public Subject First => new("Application", Items[0].Id);
}

/// <summary>What is done with juries, without the pages.</summary>
internal static class PanelActs
{
    /// <summary>Those who vote: the first presides, the second is their deputy. « equipe » holds the pen.</summary>
    public static readonly string[] Voters = ["directrice", "directeur", "manager", "coach", "membre", "agent2", "admin", "auditeur"];

    private static readonly CancellationToken Token = CancellationToken.None;

    private static readonly PanelRules Rules = new(new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Majority.Simple, ChairHasCastingVote: true);

    public static IReadOnlyList<CriterionDraft> Criteria { get; } =
    [
        new("c1", "Le problème est mesuré", "0 : pas de chiffre ; 5 : des chiffres vérifiés.", 3, new Scale(0, 5, 1), RequiresComment: true),
        new("c2", "L’impact attendu", "", 1, new Scale(0, 20, 0.5m), RequiresComment: false),
    ];

    public static IReadOnlyList<HandlerCase> Cases { get; } =
    [
        HandlerCases.Case<ConstituteJuryHandler, ConstituteJury, Panel>("equipe", async app => new ConstituteJury((await HandlerCases.CallAsync(app, CallStatus.Reviewing)).Id, "Un jury d’essai", Rules)),
        HandlerCases.Case<ChangeRulesHandler, ChangeRules>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new ChangeRules(jury.Panel.Id, jury.Panel.Version, Rules with { Majority = Majority.TwoThirds });
        }),
        HandlerCases.Case<AdmitMemberHandler, AdmitMember>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new AdmitMember(jury.Panel.Id, jury.Panel.Version, "Élise Charme", Capacity.Advisory, ParisTime.DayOf(app.Now));
        }),
        HandlerCases.Case<RemoveMemberHandler, RemoveMember>("admin", async app =>
        {
            var jury = await JuryAsync(app);
            return new RemoveMember(jury.Panel.Id, jury.Panel.Version, 3, ParisTime.DayOf(app.Now), "Mutation.");
        }),
        HandlerCases.Case<ConductPanelHandler, ConductPanel>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new ConductPanel(jury.Panel.Id, jury.Panel.Version, jury.People["directeur"], jury.People["directrice"], "Anouk Églantine");
        }),
        HandlerCases.Case<DelegateSeatHandler, DelegateSeat>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new DelegateSeat(jury.Panel.Id, jury.Panel.Version, jury.People["directeur"], "Élise Charme", ParisTime.DayOf(app.Now), ParisTime.DayOf(app.Now).AddDays(3));
        }),
        HandlerCases.Case<EndSeatDelegationHandler, EndSeatDelegation>("equipe", async app =>
        {
            var jury = await JuryAsync(app, withSubstitute: true);
            return new EndSeatDelegation(jury.Panel.Id, jury.Panel.Version, 1);
        }),
        HandlerCases.Case<EnterRecusalHandler, EnterRecusal, Recusal>("coach", async app =>
        {
            var jury = await JuryAsync(app);
            return new EnterRecusal(jury.Panel.Id, PersonId: null, jury.Items[0].Id, ConflictKind.Personal, "");
        }),
        HandlerCases.Case<EnterRecusalHandler, EnterRecusal, Recusal>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            var ballot = await OpenVoteAsync(app, jury, VoteMode.Secret);
            await VoteAsync(app, "manager", ballot, VoteChoice.For);
            return new EnterRecusal(jury.Panel.Id, jury.People["manager"], jury.Items[0].Id, ConflictKind.Hierarchical, "Responsable de la personne.");
        }),
        HandlerCases.Case<WithdrawRecusalHandler, WithdrawRecusal>("directrice", async app => new WithdrawRecusal((await RecuseAsync(app, await JuryAsync(app))).Id, 0, "Erreur de personne.")),
        HandlerCases.Case<ChangeGridHandler, ChangeGrid>("equipe", async app => new ChangeGrid((await JuryAsync(app)).Panel.Id, Version: null, Criteria)),
        HandlerCases.Case<ChangeGridHandler, ChangeGrid>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new ChangeGrid(jury.Panel.Id, (await GridAsync(app, jury)).Version, [.. Criteria.Reverse()]);
        }),
        HandlerCases.Case<ReviseGridHandler, ReviseGrid>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            var grid = await GridAsync(app, jury);
            await ScoreAsync(app, jury, "directrice");
            return new ReviseGrid(jury.Panel.Id, grid.Id);
        }),
        HandlerCases.Case<GiveScoreHandler, GiveScore>("directrice", async app =>
        {
            var jury = await JuryAsync(app);
            await GridAsync(app, jury);
            return new GiveScore(jury.Panel.Id, jury.Items[0].Id, "c1", 4, "Mesuré.");
        }) with { IsSilentAgain = true },
        HandlerCases.Case<SubmitAssessmentHandler, SubmitAssessment>("directrice", async app =>
        {
            var jury = await JuryAsync(app);
            await GridAsync(app, jury);
            await ScoreAsync(app, jury, "directrice");
            return new SubmitAssessment(jury.Panel.Id, jury.Items[0].Id);
        }),
        HandlerCases.Case<DrawAssignmentsHandler, DrawAssignments>("equipe", async app => new DrawAssignments((await JuryAsync(app)).Panel.Id, 3, 42)),
        HandlerCases.Case<DrawAssignmentsHandler, DrawAssignments>("equipe", async app => new DrawAssignments((await JuryAsync(app)).Panel.Id, 2, 43) { ByCompetence = true, AcrossDirections = true }),
        HandlerCases.Case<ChangeCompetencesHandler, ChangeCompetences>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new ChangeCompetences(jury.Panel.Id, jury.Panel.Version, new Dictionary<int, IReadOnlyList<string>> { [1] = ["eau", "données"], [2] = ["habitat"] });
        }),
        HandlerCases.Case<AssignByHandHandler, AssignByHand>("equipe", async app =>
        {
            var jury = await JuryAsync(app);
            return new AssignByHand(jury.Panel.Id, jury.Items[0].Id, jury.People["directeur"]);
        }),
        HandlerCases.Case<SaveReadingHandler, SaveReading>("equipe", async app => await ReadingAsync(app, await JuryAsync(app, isAnonymised: true))),
        HandlerCases.Case<SaveReadingHandler, SaveReading>("equipe", async app =>
        {
            var jury = await JuryAsync(app, isAnonymised: true);
            await ReleaseAsync(app, jury);
            return await ReadingAsync(app, jury) with { IsReleased = false };
        }),
        HandlerCases.Case<CastVoteHandler, CastVote>("directeur", async app => new CastVote(await OpenVoteAsync(app, await JuryAsync(app), VoteMode.Named), VoteChoice.For)),
    ];

    public static async Task<SampleJury> JuryAsync(FabriqueApp app, bool withSubstitute = false, int items = 2, bool isAnonymised = false, FormAnswers? answers = null)
    {
        var people = await app.ReadAsync(db => db.StaffMembers.ToDictionaryAsync(person => person.DirectoryId, person => person.Id));
        var accounts = DemoAccounts.All.ToDictionary(account => account.Key, account => people[account.DirectoryId], StringComparer.Ordinal);
        var today = ParisTime.DayOf(app.Now);
        var id = HandlerCases.Id(app);
        var call = CallForApplications.Draft(id, $"essai-{id:N}", "Un appel d’essai", "Essais", "Pour voir.", app.Now.Date.AddDays(-40), app.Now.Date.AddDays(40), 3);
        call.Schedule();
        call.Open();
        var judged = Enumerable.Range(0, items).Select(number =>
        {
            var application = Application.StartDraft(Guid.CreateVersion7(), $"E-{id.ToString("N")[^12..].ToUpperInvariant()}-{number}", call.Id, accounts["agent"], answers ?? DemoApplications.Passerelle, app.Now);
            application.Submit(accounts["agent"], call, CallApplicant.Unknown, app.Now);
            application.StartScreening();
            application.Shortlist(Guid.CreateVersion7(), shortlisted: true, "", accounts["equipe"], app.Now);
            return application;
        }).ToList();
        // Other tests look for the one call that is open.
        call.Close();
        call.Advance(CallEvent.StartReview, 0);
        var panel = Panel.Constitute(HandlerCases.Id(app), PanelReader.JuryKind, "Un jury d’essai", new Subject(CallSubject.SubjectCode, call.Id), Rules.Quorum, Rules.Majority, Rules.ChairHasCastingVote);
        foreach (var voter in Voters)
        {
            panel.Admit(accounts[voter], Capacity.Voting, today.AddDays(-30));
        }

        panel.Anonymise(isAnonymised);
        panel.Conduct(accounts["directrice"], accounts["directeur"], accounts["equipe"], today);
        if (withSubstitute)
        {
            var substitute = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Élise Charme").Select(person => person.Id).SingleAsync());
            panel.Delegate(accounts["directeur"], substitute, today, today.AddDays(5), accounts["equipe"], app.Now);
        }

        await app.ReadAsync(async db =>
        {
            db.AddRange([call, .. judged, panel]);
            return await db.SaveChangesAsync();
        });
        return new SampleJury(call, panel, judged, accounts);
    }

    /// <summary>What somebody who changes nothing of what is proposed sends, to let the jury read it.</summary>
    public static async Task<SaveReading> ReadingAsync(FabriqueApp app, SampleJury jury, int item = 0)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<AnonymityDesk>();
        var sheet = (await desk.FindAsync(jury.Panel, jury.Items[item].Id, Token))!;
        var text = AnonymisedReading.Propose(sheet.Reading, sheet.Title, sheet.Parts, await desk.ReadMaskAsync(sheet.Application, Token));
        return new SaveReading(
            jury.Panel.Id, jury.Items[item].Id, sheet.Reading?.Version, sheet.Digest, text.Title, text.Parts.ToDictionary(part => part.Key, part => part.Text, StringComparer.Ordinal), text.ShownFiles, IsReleased: true);
    }

    /// <summary>The team lets the jury read what is proposed.</summary>
    public static async Task ReleaseAsync(FabriqueApp app, SampleJury jury, int item = 0)
    {
        var reading = await ReadingAsync(app, jury, item);
        var outcome = await app.ActAsync("equipe", services => services.GetRequiredService<SaveReadingHandler>().HandleAsync(reading, Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }

    /// <summary>The grid of a jury.</summary>
    public static async Task<ScoringGrid> GridAsync(FabriqueApp app, SampleJury jury)
    {
        var grid = ScoringGrid.Draft(HandlerCases.Id(app), jury.Panel.Id, Criteria);
        await HandlerCases.SaveAsync(app, grid);
        return grid;
    }

    /// <summary>Somebody scores an application for each criterion, and gives nothing yet.</summary>
    public static async Task ScoreAsync(FabriqueApp app, SampleJury jury, string account, int item = 0, decimal first = 4, decimal second = 12.5m)
    {
        foreach (var (code, value) in new[] { ("c1", first), ("c2", second) })
        {
            var outcome = await app.ActAsync(account, services => services.GetRequiredService<GiveScoreHandler>().HandleAsync(new GiveScore(jury.Panel.Id, jury.Items[item].Id, code, value, $"Dit par {account}."), Token));
            Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        }
    }

    /// <summary>The same, and gives it.</summary>
    public static async Task AssessAsync(FabriqueApp app, SampleJury jury, string account, int item = 0, decimal first = 4, decimal second = 12.5m)
    {
        await ScoreAsync(app, jury, account, item, first, second);
        var outcome = await app.ActAsync(account, services => services.GetRequiredService<SubmitAssessmentHandler>().HandleAsync(new SubmitAssessment(jury.Panel.Id, jury.Items[item].Id), Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }

    public static async Task<Recusal> RecuseAsync(FabriqueApp app, SampleJury jury, string account = "coach", string reason = "Une amie d’enfance.")
    {
        var outcome = await app.ActAsync(account, services => services.GetRequiredService<EnterRecusalHandler>().HandleAsync(new EnterRecusal(jury.Panel.Id, PersonId: null, jury.Items[0].Id, ConflictKind.Personal, reason), Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return outcome.Value;
    }

    /// <summary>A session that everybody attends, and a vote on its first item.</summary>
    /// <returns>Key of the ballot.</returns>
    public static async Task<Guid> OpenVoteAsync(FabriqueApp app, SampleJury jury, VoteMode mode)
    {
        var session = HearingSession.Plan(Guid.CreateVersion7(), jury.Panel.Id, app.Now, HearingPace.Default, [.. jury.Items.Select(item => new Subject("Application", item.Id))], seed: null);
        foreach (var voter in Voters)
        {
            session.Arrive(jury.Panel, jury.People[voter], app.Now);
        }

        session.Open(session.Roll(jury.Panel, Recusals.None, item: null, app.Now), app.Now);
        session.Call(jury.First, [], app.Now);
        var (id, roll) = (Guid.CreateVersion7(), session.Roll(jury.Panel, Recusals.None, jury.First, app.Now));
        var ballot = mode is VoteMode.Named
            ? Ballot.OpenNamed(id, jury.Panel, session, roll, [], "Retenir la candidature", app.Now)
            : Ballot.OpenSecret(id, jury.Panel, session, roll, [], "Retenir la candidature", app.Services.GetRequiredService<UrnKeys>().Create(id), app.Now);
        await app.ReadAsync(async db =>
        {
            db.AddRange(session, ballot);
            return await db.SaveChangesAsync();
        });
        return id;
    }

    public static Task<Outcome> VoteAsync(FabriqueApp app, string account, Guid ballot, VoteChoice choice) =>
        app.ActAsync(account, services => services.GetRequiredService<CastVoteHandler>().HandleAsync(new CastVote(ballot, choice), Token));

    /// <summary>A ballot with all that it holds.</summary>
    public static Task<Ballot> BallotAsync(FabriqueApp app, Guid id) =>
        app.ReadAsync(db => db.Ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Marks).Include(ballot => ballot.Seats).AsSingleQuery().SingleAsync(ballot => ballot.Id == id));

    /// <summary>Closes one, as its session stands.</summary>
    public static async Task<Ballot> CloseAsync(FabriqueApp app, SampleJury jury, Guid id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Fabrique.Data.FabriqueDbContext>();
        var ballot = await db.Ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Marks).Include(ballot => ballot.Seats).AsSingleQuery().SingleAsync(ballot => ballot.Id == id);
        var session = await db.HearingSessions.Include(session => session.Agenda).Include(session => session.Attendance).AsSplitQuery().SingleAsync(session => session.Id == ballot.SessionId);
        ballot.CloseSecretly(session.Roll(jury.Panel, Recusals.None, jury.First, app.Now), app.Services.GetRequiredService<UrnKeys>().Find(id)!, app.Now);
        await db.SaveChangesAsync();
        return ballot;
    }
}
