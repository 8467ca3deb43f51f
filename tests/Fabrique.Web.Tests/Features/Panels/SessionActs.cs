using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Features.Panels.Sessions.Live;
using Fabrique.Web.Features.Panels.Sessions.Plan;
using Fabrique.Web.Features.Panels.Sessions.Tell;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>A session of a jury of its own.</summary>
internal sealed record SampleSession(SampleJury Jury, Guid Id)
{
    public Guid PanelId => Jury.Panel.Id;
}

/// <summary>What is done with the sessions of juries, without the pages.</summary>
internal static class SessionActs
{
    private static readonly CancellationToken Token = CancellationToken.None;

    public static IReadOnlyList<HandlerCase> Cases { get; } =
    [
        HandlerCases.Case<PlanSessionHandler, PlanSession, HearingSession>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            return new PlanSession(HandlerCases.Id(app), jury.Panel.Id, Plan(app, jury));
        }),
        HandlerCases.Case<ReplanSessionHandler, ReplanSession>("equipe", async app =>
        {
            var session = await ConveneAsync(app, await PlanAsync(app));
            return new ReplanSession(session.Id, await VersionAsync(app, session), Plan(app, session.Jury) with { At = new TimeOnly(11, 0), Breaks = [new PlannedBreak(1, 10)] });
        }),
        HandlerCases.Case<ConveneSessionHandler, ConveneSession>("equipe", async app => new ConveneSession((await PlanAsync(app)).Id, 0)),
        HandlerCases.Case<CancelSessionHandler, CancelSession>("equipe", async app =>
        {
            var session = await ConveneAsync(app, await PlanAsync(app));
            return new CancelSession(session.Id, await VersionAsync(app, session), "La salle n’est plus libre.");
        }),
        HandlerCases.Case<WaiveQuorumHandler, WaiveQuorum>("equipe", async app => new WaiveQuorum((await PlanAsync(app)).Id, 0, "Deuxième convocation.")),
        HandlerCases.Case<LeadSessionHandler, LeadSession>("equipe", async app => new LeadSession((await GatherAsync(app)).Id, SessionEvent.Open)),
        HandlerCases.Case<LeadSessionHandler, LeadSession>("directrice", async app => new LeadSession((await BeginAsync(app)).Id, SessionEvent.Suspend)),
        HandlerCases.Case<LeadSessionHandler, LeadSession>("equipe", async app => new LeadSession((await BeginAsync(app)).Id, SessionEvent.Close)),
        HandlerCases.Case<CallItemHandler, CallItem>("equipe", async app =>
        {
            var session = await BeginAsync(app);
            return new CallItem(session.Id, session.Jury.Items[0].Id, session.Jury.Items[1].Id);
        }),
        HandlerCases.Case<RunTimerHandler, RunTimer>("equipe", async app =>
        {
            var session = await BeginAsync(app);
            return new RunTimer(session.Id, session.Jury.Items[0].Id, TimerAct.Extend, 180, 60);
        }),
        HandlerCases.Case<RunTimerHandler, RunTimer>("equipe", async app =>
        {
            var session = await BeginAsync(app);
            return new RunTimer(session.Id, session.Jury.Items[0].Id, TimerAct.Start);
        }) with { IsSilentAgain = true },
        HandlerCases.Case<RecordAttendanceHandler, RecordAttendance>("coach", async app => new RecordAttendance((await PlanAsync(app)).Id, PersonId: null, AttendanceKind.Arrival)),
        HandlerCases.Case<WriteNotesHandler, WriteNotes>("equipe", async app =>
        {
            var session = await BeginAsync(app);
            return new WriteNotes(session.Id, session.Jury.Items[0].Id, 0, "Le problème est réel.");
        }),
    ];

    /// <summary>Ten days from now at 9.30, both items in their order.</summary>
    public static SessionPlan Plan(FabriqueApp app, SampleJury jury) => new()
    {
        Day = ParisTime.DayOf(app.Now).AddDays(10),
        At = new TimeOnly(9, 30),
        Place = "Salle des cartes",
        Link = "",
        Pace = HearingPace.Default,
        Order = RunningOrderKind.ByHand,
        Seed = 42,
        Items = [.. jury.Items.Select(item => item.Id)],
        Breaks = [],
    };

    public static async Task<SampleSession> PlanAsync(FabriqueApp app, SampleJury? jury = null, Func<SessionPlan, SessionPlan>? change = null)
    {
        jury ??= await PanelActs.JuryAsync(app);
        var plan = Plan(app, jury);
        var outcome = await app.ActAsync("equipe", services => services.GetRequiredService<PlanSessionHandler>().HandleAsync(new PlanSession(HandlerCases.Id(app), jury.Panel.Id, change?.Invoke(plan) ?? plan), Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
        return new SampleSession(jury, outcome.Value.Id);
    }

    public static async Task<SampleSession> ConveneAsync(FabriqueApp app, SampleSession session)
    {
        Done(await app.ActAsync("equipe", async services => await services.GetRequiredService<ConveneSessionHandler>().HandleAsync(new ConveneSession(session.Id, await VersionAsync(app, session)), Token)));
        return session;
    }

    /// <summary>A session where everybody has come, and that is not open.</summary>
    public static async Task<SampleSession> GatherAsync(FabriqueApp app, SampleJury? jury = null, params string[] absent)
    {
        var session = await PlanAsync(app, jury);
        foreach (var voter in PanelActs.Voters.Except(absent))
        {
            Done(await AttendAsync(app, voter, session, AttendanceKind.Arrival));
        }

        return session;
    }

    /// <summary>A session that is open, its first item called.</summary>
    public static async Task<SampleSession> BeginAsync(FabriqueApp app, SampleJury? jury = null, params string[] absent)
    {
        var session = await GatherAsync(app, jury, absent);
        Done(await LeadAsync(app, "equipe", session, SessionEvent.Open));
        Done(await CallAsync(app, "equipe", session, null, 0));
        return session;
    }

    public static Task<Outcome> LeadAsync(FabriqueApp app, string account, SampleSession session, SessionEvent what) =>
        app.ActAsync(account, services => services.GetRequiredService<LeadSessionHandler>().HandleAsync(new LeadSession(session.Id, what), Token));

    public static Task<Outcome> CallAsync(FabriqueApp app, string account, SampleSession session, Guid? shown, int item) =>
        app.ActAsync(account, services => services.GetRequiredService<CallItemHandler>().HandleAsync(new CallItem(session.Id, shown, session.Jury.Items[item].Id), Token));

    public static Task<Outcome> AttendAsync(FabriqueApp app, string account, SampleSession session, AttendanceKind kind, Guid? person = null) =>
        app.ActAsync(account, services => services.GetRequiredService<RecordAttendanceHandler>().HandleAsync(new RecordAttendance(session.Id, person, kind), Token));

    public static Task<Outcome> TimeAsync(FabriqueApp app, string account, SampleSession session, TimerAct act, int item = 0, int shown = 180, int seconds = 60) =>
        app.ActAsync(account, services => services.GetRequiredService<RunTimerHandler>().HandleAsync(new RunTimer(session.Id, session.Jury.Items[item].Id, act, shown, seconds), Token));

    public static Task<Outcome> NoteAsync(FabriqueApp app, string account, SampleSession session, int item, int number, string notes) =>
        app.ActAsync(account, services => services.GetRequiredService<WriteNotesHandler>().HandleAsync(new WriteNotes(session.Id, session.Jury.Items[item].Id, number, notes), Token));

    public static Task<Outcome> ReplanAsync(FabriqueApp app, SampleSession session, SessionPlan plan) =>
        app.ActAsync("equipe", async services => await services.GetRequiredService<ReplanSessionHandler>().HandleAsync(new ReplanSession(session.Id, await VersionAsync(app, session), plan), Token));

    public static Task<int> VersionAsync(FabriqueApp app, SampleSession session) => app.ReadAsync(db => db.HearingSessions.Where(known => known.Id == session.Id).Select(known => known.Version).SingleAsync());

    public static async Task<HearingSession> ReadAsync(FabriqueApp app, SampleSession session)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<SessionReader>().FindAsync(session.Id, Token))!;
    }

    private static void Done(Outcome outcome) => Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
}
