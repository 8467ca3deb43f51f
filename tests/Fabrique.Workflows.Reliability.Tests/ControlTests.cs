using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;

namespace Fabrique.Workflows.Reliability.Tests;

/// <summary>The same deaths with one protection removed: they must be seen, or the matrix would prove nothing.</summary>
public sealed class ControlTests(Databases databases, Survivor survivor) : IClassFixture<Survivor>
{
    [Theory]
    [EngineData(Weakness.ConsumesApart, "resume by bookmark", Moment.BeforeWrite, "EachWaitHasItsBookmark")]
    [EngineData(Weakness.ConsumesApart, "start by signal", Moment.BeforeCommit, "EachRequestIsStarted")]
    [EngineData(Weakness.SavesBusinessApart, "start", Moment.AfterCommit, "EachEffectIsWrittenOnce")]
    [EngineData(Weakness.LosesSignals, "child dispatched", Moment.AfterCommit, "FamiliesHoldTogether")]
    public async Task Without_protection_the_death_is_seen(Engine engine, Weakness weakness, string point, Moment moment, string invariant)
    {
        await using var end = await KillMatrix.PlayAsync(databases, survivor, engine, point, moment, weakness);

        Assert.Contains(end.Breaches, breach => breach.StartsWith($"{invariant}:", StringComparison.Ordinal));
        Assert.NotEqual(await KillMatrix.UndisturbedAsync(databases, point), end.Picture);
    }
}
