using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Work;
using Fabrique.Testing;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Features.Applications.Decide;
using Fabrique.Web.Features.Applications.GiveOpinion;
using Fabrique.Web.Features.Applications.Withdraw;
using Fabrique.Web.Features.Products;
using Fabrique.Web.Features.Products.HoldCheckpoint;
using Fabrique.Web.Features.Products.NameTeam;
using Fabrique.Web.Features.Work.DoTask;
using Fabrique.Web.Tests.Features.Work;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Features.Handlers;

/// <summary>
/// Each use case done once, twice in a row and eight times at once leaves the same database: the rows below, and the mails by template.
/// Whoever comes too late is refused or told of the conflict; nothing else may happen.
/// </summary>
public sealed class HandlersTests
{
    private static readonly ApplicationContent Content = new("Girouette – le vent", "Un problème.", "Une solution.", "Des usagers.");

    [Theory]
    [EngineData]
    public Task SaveApplication_again_does_nothing_more(Engine engine) => CompareAsync(engine, "agent", async app =>
    {
        var id = Guid.CreateVersion7(app.Clock.GetUtcNow());
        var callId = await app.ReadAsync(db => db.Calls.Where(call => call.Status == CallStatus.Open).Select(call => call.Id).SingleAsync());
        return services => services.GetRequiredService<SaveApplicationHandler>().HandleAsync(
            new SaveApplication { ApplicationId = id, CallId = callId, Content = Content, Submit = true },
            CancellationToken.None);
    });

    [Theory]
    [EngineData]
    public Task GiveOpinion_again_does_nothing_more(Engine engine) => CompareAsync(engine, "directeur", async app =>
    {
        var director = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Octave Tamaris").Select(person => person.Id).SingleAsync());
        var task = await OpenTaskAsync(app, ApplicationTasks.Opinion, director);
        return services => services.GetRequiredService<GiveOpinionHandler>().HandleAsync(
            new GiveOpinion { TaskId = task.Id, Verdict = OpinionVerdict.Favourable, Comment = "Utile." },
            CancellationToken.None);
    });

    [Theory]
    [EngineData]
    public Task RecordDecision_again_does_nothing_more(Engine engine) => CompareAsync(engine, "equipe", async app =>
    {
        var task = await OpenTaskAsync(app, ApplicationTasks.Decision);
        return services => services.GetRequiredService<RecordDecisionHandler>().HandleAsync(
            new RecordDecision { TaskId = task.Id, Version = task.Version, Retained = true, Reason = "Mûre." },
            CancellationToken.None);
    });

    [Theory]
    [EngineData]
    public Task NameTeam_again_does_nothing_more(Engine engine) => CompareAsync(engine, "equipe", async app =>
    {
        var task = await OpenTaskAsync(app, ProductTasks.TeamNaming);
        var coach = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Daphné Lavande").Select(person => person.Id).SingleAsync());
        var developer = await app.ReadAsync(db => db.StaffMembers.Where(person => person.FullName == "Virgile Menthe").Select(person => person.Id).SingleAsync());
        return services => services.GetRequiredService<NameTeamHandler>().HandleAsync(
            new NameTeam { TaskId = task.Id, Version = task.Version, CoachId = coach, DeveloperId = developer },
            CancellationToken.None);
    });

    [Theory]
    [EngineData(true)]
    [EngineData(false)]
    public Task RecordCheckpoint_again_does_nothing_more(Engine engine, bool renewed) => CompareAsync(engine, "equipe", async app =>
    {
        var task = await OpenTaskAsync(app, ProductTasks.Checkpoint);
        return services => services.GetRequiredService<RecordCheckpointHandler>().HandleAsync(
            new RecordCheckpoint { TaskId = task.Id, Version = task.Version, Renewed = renewed, Reason = "Vu ensemble." },
            CancellationToken.None);
    });

    [Theory]
    [EngineData]
    public Task CompleteTask_again_does_nothing_more(Engine engine) => CompareAsync(engine, "equipe", async app =>
    {
        var task = await DrawnTaskTests.StartAsync(app, "Equipe");
        return services => services.GetRequiredService<CompleteTaskHandler>().HandleAsync(
            new CompleteTask { TaskId = task.Id, Outcome = "Non", Comment = "Vu.", Answers = ["12", null, "Favorable", null, null, null, "true"] },
            CancellationToken.None);
    });

    [Theory]
    [EngineData]
    public Task WithdrawApplication_again_does_nothing_more(Engine engine) => CompareAsync(engine, "agent", async app =>
    {
        var id = await app.ReadAsync(db => db.Applications.Where(application => application.Content.Title.StartsWith("Passerelle")).Select(application => application.Id).SingleAsync());
        return services => services.GetRequiredService<WithdrawApplicationHandler>().HandleAsync(id, CancellationToken.None);
    });

    private static async Task CompareAsync(Engine engine, string account, Func<FabriqueApp, Task<Func<IServiceProvider, Task<Outcome>>>> prepare)
    {
        var before = await PlayAsync(engine, account, prepare, (_, _) => Task.FromResult<bool[]>([true]));
        var once = await PlayAsync(engine, account, prepare, async (app, act) => [await TryAsync(app, account, act)]);
        var twice = await PlayAsync(engine, account, prepare, async (app, act) => [await TryAsync(app, account, act), await TryAsync(app, account, act)]);
        var eightAtOnce = await PlayAsync(engine, account, prepare, (app, act) => AtOnce.RunAsync(8, _ => TryAsync(app, account, act)));
        Assert.NotEqual(before, once);
        Assert.Equal(once, twice);
        Assert.Equal(once, eightAtOnce);
    }

    private static async Task<string> PlayAsync(
        Engine engine,
        string account,
        Func<FabriqueApp, Task<Func<IServiceProvider, Task<Outcome>>>> prepare,
        Func<FabriqueApp, Func<IServiceProvider, Task<Outcome>>, Task<bool[]>> play)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var results = await play(app, await prepare(app));
        Assert.Equal(1, results.Count(isDone => isDone));

        // What a signal that lost its race left behind is taken up, as the jobs would.
        await app.TravelAsync(app.Now);
        return await app.DescribeAsync();
    }

    // False when it came too late, in words or by the version.
    private static Task<bool> TryAsync(FabriqueApp app, string account, Func<IServiceProvider, Task<Outcome>> act) => app.ActAsync(account, async services =>
    {
        try
        {
            return (await act(services)).IsDone;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    });

    private static Task<WorkItem> OpenTaskAsync(FabriqueApp app, string kind, Guid? assigneeId = null) => app.ReadAsync(db => db.WorkItems
        .OrderBy(item => item.OpenedAt)
        .FirstAsync(item => item.Kind == kind && item.Status == WorkItemStatus.Open && item.AssigneeId == assigneeId));
}
