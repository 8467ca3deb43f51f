using Fabrique.Data;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing;
using Fabrique.Testing.Past;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Reliability.Tests;

/// <summary>The product dies (SIGKILL) while it brings the database of an earlier one up to date.</summary>
public class MigrationKillTests
{
    /// <summary>The most that can have been done without being kept: the next one, and another beside it, both end well.</summary>
    [Theory]
    [EngineData]
    public async Task Killed_before_a_migration_is_committed_nothing_happened_and_the_next_two_at_once_do_it(Engine engine)
    {
        await using var database = await PastDatabase.RestoreAsync(engine);
        var pending = await PendingAsync(database);
        Assert.Contains(OneMoreMigration.Id, pending);
        var order = Path.Combine(Path.GetTempPath(), $"fabrique-fault-{Guid.NewGuid():N}");
        new FaultOrder(Fault.KillBeforeCommit, "").Write(order);

        var (killed, _) = await MigrateAsync(database, order);
        Assert.Equal(137, killed);
        Assert.False(File.Exists(order), "The order was not executed.");
        Assert.Equal(pending, await PendingAsync(database));

        var ends = await Task.WhenAll(MigrateAsync(database, order), MigrateAsync(database, order));
        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Output));
        Assert.Empty(await PendingAsync(database));
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        Assert.Equal((13, 92), (await db.Applications.CountAsync(), await db.OutgoingMails.CountAsync()));
        Assert.Equal("done", (await db.Settings.SingleAsync(setting => setting.Name == OneMoreMigration.SettingName)).Value);
    }

    private static Task<(int ExitCode, string Output)> MigrateAsync(TestDatabase database, string order) => FabriqueProcess.RunAsync(
        [
            .. database.Settings,
            new(FaultOrder.FileVariable, order),
            new(FaultInjection.OneMoreMigrationVariable, "1"),
        ],
        "migrate");

    private static async Task<List<string>> PendingAsync(TestDatabase database)
    {
        await using var services = database.Services(collection => collection.AddOneMoreMigration());
        await using var scope = services.CreateAsyncScope();
        var pending = await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.GetPendingMigrationsAsync();
        await database.ForgetConnectionsAsync();
        return [.. pending];
    }
}
