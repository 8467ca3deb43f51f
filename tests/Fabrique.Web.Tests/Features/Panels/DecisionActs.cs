using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Panels;
using Fabrique.Web.Features.Panels.Announce;
using Fabrique.Web.Features.Panels.Await;
using Fabrique.Web.Features.Panels.ConstituteJury;
using Fabrique.Web.Features.Panels.Results;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Panels;

/// <summary>What is done with the decisions of juries, without the pages.</summary>
internal static class DecisionActs
{
    private static readonly CancellationToken Token = CancellationToken.None;

    public static IReadOnlyList<HandlerCase> Cases { get; } =
    [
        HandlerCases.Case<PrepareDecisionsHandler, PrepareDecisions>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            await ConcludeAsync(app, jury, DecisionOutcome.Retained, DecisionOutcome.NotRetained);
            return new PrepareDecisions(jury.Panel.Id, app.Now.Date.AddDays(2), 10, 5);
        }),
        HandlerCases.Case<PostponeDecisionsHandler, PostponeDecisions>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);
            var batch = await PreparedAsync(app, jury, app.Now.Date.AddDays(2), DecisionOutcome.Retained, DecisionOutcome.NotRetained);
            return new PostponeDecisions(jury.Panel.Id, batch.Version, app.Now.Date.AddDays(3));
        }),
        HandlerCases.Case<ReleaseDecisionsHandler, ReleaseDecisions>("equipe", async app =>
        {
            var jury = await PanelActs.JuryAsync(app);

            // By itself, it failed for good: the clock leaves it to the team.
            var batch = await PreparedAsync(app, jury, app.Now, DecisionOutcome.Retained, DecisionOutcome.WaitingList);
            var attempt = DueAttempt.Begin(DueDecisions.SourceName, batch.Id, app.Now.AddMinutes(1), app.Now);
            attempt.RecordFailure("Essai.", "Essai.", [], isPermanent: true, app.Now);
            await HandlerCases.SaveAsync(app, attempt);
            return new ReleaseDecisions(jury.Panel.Id);
        }),
        HandlerCases.Case<ReplyToDecisionHandler, ReplyToDecision>("agent", async app => new ReplyToDecision((await ToldAsync(app, DecisionOutcome.NotRetained)).Items[0].Id, "Le besoin existe.")),
        HandlerCases.Case<AskToTalkHandler, AskToTalk>("agent", async app => new AskToTalk((await ToldAsync(app, DecisionOutcome.NotRetained)).Items[0].Id, "Le mardi.")),
        HandlerCases.Case<GiveUpPlaceHandler, GiveUpPlace>("agent", async app => new GiveUpPlace((await ToldAsync(app, DecisionOutcome.Retained)).Items[0].Id)),
        HandlerCases.Case<AnswerPlaceHandler, AnswerPlace>("agent", async app => Answer(await OfferedAsync(app), accepts: true)),
        HandlerCases.Case<AnswerPlaceHandler, AnswerPlace>("agent", async app => Answer(await OfferedAsync(app), accepts: false)),
    ];

    public static AnswerPlace Answer(WorkItem task, bool accepts) => new() { TaskId = task.Id, Version = task.Version, Accepts = accepts };

    /// <summary>The jury decides, and its deliberation is concluded; ranks of the waiting list follow the order.</summary>
    public static async Task<Deliberation> ConcludeAsync(FabriqueApp app, SampleJury jury, params DecisionOutcome[] outcomes)
    {
        var deliberation = Deliberation.Begin(Guid.CreateVersion7(), jury.Panel.Id, places: null, envelope: null);
        var rank = 0;
        foreach (var (item, outcome) in jury.Items.Zip(outcomes))
        {
            deliberation.Decide(
                new DecisionDraft(new Subject("Application", item.Id), outcome, $"Motif du jury pour {item.Reference}.", outcome is DecisionOutcome.WaitingList ? ++rank : null), ballot: null, jury.People["equipe"], app.Now);
        }

        deliberation.Conclude([], [], "", "", app.Now, new DateOnly(2026, 3, 2));
        await HandlerCases.SaveAsync(app, deliberation);
        return deliberation;
    }

    /// <summary>The same, and their announcement is prepared.</summary>
    public static async Task<DecisionBatch> PreparedAsync(FabriqueApp app, SampleJury jury, DateTime releaseAt, params DecisionOutcome[] outcomes)
    {
        var batch = DecisionBatch.Prepare(Guid.CreateVersion7(), await ConcludeAsync(app, jury, outcomes), releaseAt, 10);
        await HandlerCases.SaveAsync(app, batch);
        return batch;
    }

    /// <summary>Decisions that were told: the first as is said, the second on the waiting list.</summary>
    public static async Task<SampleJury> ToldAsync(FabriqueApp app, DecisionOutcome first)
    {
        var jury = await PanelActs.JuryAsync(app);
        var deliberation = await ConcludeAsync(app, jury, first, DecisionOutcome.WaitingList);
        var batch = DecisionBatch.Prepare(Guid.CreateVersion7(), deliberation, app.Now, 10);
        batch.Release(deliberation, releasedById: null, app.Now);
        await app.ReadAsync(async db =>
        {
            db.Add(batch);
            if (first is DecisionOutcome.Retained or DecisionOutcome.NotRetained)
            {
                var id = jury.Items[0].Id;
                (await db.Applications.SingleAsync(application => application.Id == id)).DecideByJury(first is DecisionOutcome.Retained, "Parce que.", jury.People["equipe"], app.Now);
            }

            return await db.SaveChangesAsync();
        });
        return jury;
    }

    /// <summary>The place that the first gave up is held out to the second.</summary>
    /// <returns>The task by which it is answered.</returns>
    public static async Task<WorkItem> OfferedAsync(FabriqueApp app)
    {
        var jury = await ToldAsync(app, DecisionOutcome.Retained);
        var (first, second) = (jury.Items[0].Id, jury.Items[1].Id);
        await app.ReadAsync(async db =>
        {
            var batch = await db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery().SingleAsync(batch => batch.Decisions.Any(decision => decision.ItemId == first));
            batch.Withdraw(new Subject("Application", first), batch.AnswerDays, app.Now);
            return await db.SaveChangesAsync();
        });
        var task = WorkItem.Open(
            Guid.CreateVersion7(), PanelTasks.Place, new Subject("Application", second), "Accepter la place, ou la rendre", Assignee.Person(jury.People["agent"]), $"{Guid.NewGuid():N}", app.Now, app.Now.AddDays(7), ReminderPolicy.None, sheet: null, isForPart: true);
        await HandlerCases.SaveAsync(app, task);
        return task;
    }

    /// <summary>Three applications of Kenza Fauvette, brought by their procedures to wait for the jury of their call.</summary>
    public static async Task<SampleJury> WaitingAsync(FabriqueApp app, int count = 3)
    {
        var jury = await AskedAsync(app, count);
        foreach (var application in jury.Items)
        {
            await GiveOpinionsAsync(app, application.Id);
        }

        return jury;
    }

    /// <summary>A jury of a call whose applications await the opinions of the directions.</summary>
    public static async Task<SampleJury> AskedAsync(FabriqueApp app, int count)
    {
        var ids = new List<Guid>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await HandlerCases.SubmitAsync(app));
        }

        var first = ids[0];
        var call = await app.ReadAsync(db => db.Calls.SingleAsync(call => db.Applications.Any(application => application.Id == first && application.CallId == call.Id)));
        var people = (await PanelActs.JuryAsync(app)).People;
        var made = await app.ActAsync("equipe", services => services.GetRequiredService<ConstituteJuryHandler>().HandleAsync(
            new ConstituteJury(call.Id, "Jury de l’automne", new PanelRules(new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Majority.Simple, ChairHasCastingVote: true)), Token));
        Assert.True(made.IsDone, made.Refusal?.Sentence);
        var id = made.Value.Id;
        await app.ReadAsync(async db =>
        {
            var panel = await db.Panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSingleQuery().SingleAsync(panel => panel.Id == id);
            var today = ParisTime.DayOf(app.Now);
            foreach (var voter in new[] { "directrice", "directeur", "coach" })
            {
                panel.Admit(people[voter], Capacity.Voting, today);
            }

            panel.Conduct(people["directrice"], people["directeur"], people["equipe"], today);
            return await db.SaveChangesAsync();
        });
        var items = await app.ReadAsync(db => db.Applications.Where(application => ids.Contains(application.Id)).OrderBy(application => application.Reference).ToListAsync());
        return new SampleJury(call, await app.ReadAsync(db => db.Panels.Include(panel => panel.Members).Include(panel => panel.Delegations).AsSingleQuery().SingleAsync(panel => panel.Id == id)), items, people);
    }

    /// <summary>Each direction that is asked gives its opinion.</summary>
    public static async Task GiveOpinionsAsync(FabriqueApp app, Guid application)
    {
        foreach (var account in new[] { "directrice", "directeur" })
        {
            await GiveOpinionAsync(app, application, account);
        }
    }

    public static async Task GiveOpinionAsync(FabriqueApp app, Guid application, string account)
    {
        var task = await HandlerCases.TaskAsync(app, application, account);
        var outcome = await app.ActAsync(account, services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(new GiveOpinion { TaskId = task.Id, Verdict = OpinionVerdict.Favourable, Comment = "" }, Token));
        Assert.True(outcome.IsDone, outcome.Refusal?.Sentence);
    }

    public static Task<DecisionBatch> BatchAsync(FabriqueApp app, Guid panelId) => app.ReadAsync(db =>
        db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery().SingleAsync(batch => db.Deliberations.Any(deliberation => deliberation.Id == batch.DeliberationId && deliberation.PanelId == panelId)));
}
