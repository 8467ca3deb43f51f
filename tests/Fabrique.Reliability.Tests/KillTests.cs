using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;

namespace Fabrique.Reliability.Tests;

/// <summary>The product dies (SIGKILL) at a named point of the team's decision, and starts again on what it left.</summary>
public class KillTests(ScreenedApplication application)
{
    private const string Request = "POST ";
    private const string Step = "workflow:candidature";

    [Theory]
    [EngineData(Request)]
    public async Task Killed_before_the_decision_is_committed_nothing_happened_and_the_person_repeats_it(Engine engine, string useCase)
    {
        await using var database = await application.CopyAsync(engine);
        var before = await Picture.TakeAsync(database);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        var form = await ScreenedApplication.FillDecisionAsync(fabrique.Browser);
        fabrique.Order(Fault.KillBeforeCommit, useCase);
        await fabrique.SendToDeathAsync(form);

        await fabrique.RestartAsync();
        Assert.Equal(before, await Picture.TakeAsync(database));
        Assert.Empty(await Invariants.FindBreachesAsync(database));

        await fabrique.Browser.SendAsync(await ScreenedApplication.FillDecisionAsync(fabrique.Browser));
        await fabrique.SettleAsync();
        Assert.Equal(await application.DecidedPictureAsync(), await Picture.TakeAsync(database));
        Assert.Empty(await Invariants.FindBreachesAsync(database));
    }

    [Theory]
    [EngineData(Fault.KillBeforeCommit, Step)]
    [EngineData(Fault.KillAfterCommit, Step)]
    [EngineData(Fault.KillAfterCommit, Request)]
    public async Task Killed_once_the_decision_is_committed_the_procedure_goes_on_after_the_restart(Engine engine, Fault fault, string useCase)
    {
        await using var database = await application.CopyAsync(engine);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        var form = await ScreenedApplication.FillDecisionAsync(fabrique.Browser);
        fabrique.Order(fault, useCase);
        await fabrique.SendToDeathAsync(form);

        await fabrique.RestartAsync();
        await fabrique.SettleAsync();
        Assert.Empty(await Invariants.FindBreachesAsync(database));
        Assert.Equal(await application.DecidedPictureAsync(), await Picture.TakeAsync(database));
    }

    [Theory]
    [EngineData]
    public async Task Control_without_the_signal_that_a_commit_carries_the_procedure_is_lost_and_it_is_seen(Engine engine)
    {
        await using var database = await application.CopyAsync(engine);
        await using var fabrique = await FaultyFabrique.StartAsync(database);
        var form = await ScreenedApplication.FillDecisionAsync(fabrique.Browser);
        fabrique.Order(Fault.LoseSignalsAndKill, Request);
        await fabrique.SendToDeathAsync(form);

        await fabrique.RestartAsync();
        await fabrique.SettleAsync();
        var breaches = await Invariants.FindBreachesAsync(database);
        Assert.Contains(breaches, breach => breach.Contains("0 products instead of 1", StringComparison.Ordinal));
        Assert.Contains(breaches, breach => breach.Contains("awaits the closed task", StringComparison.Ordinal));
    }
}
