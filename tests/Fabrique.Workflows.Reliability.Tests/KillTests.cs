using System.Collections.Concurrent;
using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;

namespace Fabrique.Workflows.Reliability.Tests;

/// <summary>The process that takes over what killed ones left: of an engine, one for all its tests, with nothing in memory of the one that died.</summary>
public sealed class Survivor : IAsyncDisposable
{
    private readonly Lazy<CrashProcess> _process = new(CrashProcess.Start);

    internal CrashProcess Process => _process.Value;

    public ValueTask DisposeAsync() => _process.IsValueCreated ? Process.DisposeAsync() : ValueTask.CompletedTask;
}

/// <summary>
/// A host dies (SIGKILL) at a named point, and another one goes on: every invariant holds, and what is reached is what an undisturbed host reaches.
/// One class for each engine, so that they are tried side by side.
/// </summary>
public abstract class KillMatrix(Databases databases, Survivor survivor, Engine engine)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Undisturbed = new(StringComparer.Ordinal);

    public static IEnumerable<TheoryDataRow<string, Moment>> Cells => Story.Cells.Select(cell => new TheoryDataRow<string, Moment>(cell.Name, cell.Moment));

    public static IEnumerable<TheoryDataRow<string, Moment>> CellsOnPostgres =>
        Story.Cells.Select(cell => new TheoryDataRow<string, Moment>(cell.Name, cell.Moment) { Skip = PostgresCluster.IsCompulsory ? null : PostgresCluster.WhyUnavailable });

    protected async Task PlayAsync(string name, Moment moment)
    {
        await using var end = await PlayAsync(databases, survivor, engine, name, moment, Weakness.None);
        Assert.Empty(end.Breaches);
        Assert.Equal(await UndisturbedAsync(databases, name), end.Picture);
    }

    /// <summary>Tells the story to a host that dies of it, then to another one.</summary>
    internal static async Task<Ending> PlayAsync(Databases databases, Survivor survivor, Engine engine, string name, Moment moment, Weakness weakness)
    {
        var story = Story.All[name];
        await using var victim = CrashProcess.Start();
        var database = await databases.CopyAsync(engine);
        var options = Databases.Options(database);
        await victim.OpenAnotherAsync(options with { Weakness = weakness });
        var teller = new Teller(victim.SendAsync);
        await teller.TellAsync([.. story.Before, story.Order(Fault.Kill, moment)]);
        await Assert.ThrowsAsync<ProcessDiedException>(() => teller.TellAsync(story.Act));

        await survivor.Process.OpenAnotherAsync(options);
        teller.Send = survivor.Process.SendAsync;
        await teller.TellAsync([.. story.Again, .. story.After]);
        Assert.Equal("yes", await survivor.Process.SendAsync("settle"));
        return await Ending.ReadAsync(database);
    }

    internal static Task<string> UndisturbedAsync(Databases databases, string name) => Undisturbed.GetOrAdd(name, _ => new Lazy<Task<string>>(async () =>
    {
        var story = Story.All[name];
        await using var database = await databases.CopyAsync(Engine.Sqlite);
        await using var world = new World(Databases.Options(database));
        await new Teller(world.ExecuteAsync).TellAsync([.. story.Before, .. story.Act, .. story.After, ["settle"]]);
        Assert.Empty(await Invariants.FindBreachesAsync(world));
        return await Picture.TakeAsync(world);
    })).Value;
}

public sealed class SqliteKillTests(Databases databases, Survivor survivor) : KillMatrix(databases, survivor, Engine.Sqlite), IClassFixture<Survivor>
{
    [Theory, MemberData(nameof(Cells))]
    public Task Killed_at(string point, Moment moment) => PlayAsync(point, moment);
}

public sealed class PostgresKillTests(Databases databases, Survivor survivor) : KillMatrix(databases, survivor, Engine.PostgreSql), IClassFixture<Survivor>
{
    [Theory, MemberData(nameof(CellsOnPostgres))]
    public Task Killed_at(string point, Moment moment) => PlayAsync(point, moment);
}

/// <summary>What a story led to.</summary>
internal sealed class Ending : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private Ending(TestDatabase database, IReadOnlyList<string> breaches, string picture)
    {
        _database = database;
        Breaches = breaches;
        Picture = picture;
    }

    public IReadOnlyList<string> Breaches { get; }

    public string Picture { get; }

    public static async Task<Ending> ReadAsync(TestDatabase database)
    {
        await using var world = new World(Databases.Options(database));
        return new Ending(database, await Invariants.FindBreachesAsync(world), await Support.Picture.TakeAsync(world));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
