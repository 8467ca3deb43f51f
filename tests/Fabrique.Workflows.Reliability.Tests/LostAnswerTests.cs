using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;

namespace Fabrique.Workflows.Reliability.Tests;

/// <summary>The connection is lost around a commit: the caller, who cannot know whether it happened, asks again, and the result is the one of a single time.</summary>
public sealed class LostAnswerTests(Databases databases)
{
    public static IEnumerable<TheoryDataRow<Engine, string, Moment>> Cells =>
        from engine in Enum.GetValues<Engine>()
        from cell in Story.Cells
        where cell.Moment is Moment.BeforeCommit or Moment.AfterCommit
        select new TheoryDataRow<Engine, string, Moment>(engine, cell.Name, cell.Moment)
        {
            Skip = engine is Engine.PostgreSql && !PostgresCluster.IsCompulsory ? PostgresCluster.WhyUnavailable : null,
        };

    [Theory, MemberData(nameof(Cells))]
    public async Task Asked_again(Engine engine, string point, Moment moment)
    {
        var story = Story.All[point];
        await using var database = await databases.CopyAsync(engine);
        await using var world = new World(Databases.Options(database));
        var teller = new Teller(world.ExecuteAsync);
        await teller.TellAsync([.. story.Before, story.Order(Fault.Throw, moment)]);
        Assert.True(world.Points.IsArmed);
        await TryAsync<LostConnectionException>(teller, story.Act);
        Assert.False(world.Points.IsArmed);

        // A task or an incident that was dealt with is not there any more, and the caller is told.
        await TryAsync<WorkflowNotFoundException>(teller, story.Again);
        await teller.TellAsync([.. story.After, ["settle"]]);

        Assert.Empty(await Invariants.FindBreachesAsync(world));
        Assert.Equal(await KillMatrix.UndisturbedAsync(databases, point), await Picture.TakeAsync(world));
    }

    private static async Task TryAsync<TException>(Teller teller, string[][] commands)
        where TException : Exception
    {
        try
        {
            await teller.TellAsync(commands);
        }
        catch (TException)
        {
            // It may also be the host's own to deal with.
        }
    }
}
