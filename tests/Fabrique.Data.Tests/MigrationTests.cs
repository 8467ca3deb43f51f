using Fabrique.Data.Connections;
using Fabrique.Testing;
using Fabrique.Testing.Past;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Tests;

public sealed class MigrationTests
{
    [Theory, EngineData]
    public async Task The_model_has_no_change_that_a_migration_lacks(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.NotEmpty(db.Database.GetMigrations());
    }

    [Theory, EngineData]
    public async Task An_empty_database_reaches_the_latest_version_and_a_second_migration_does_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        for (var run = 0; run < 2; run++)
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();

            Assert.Empty(await db.Database.GetPendingMigrationsAsync());
            Assert.Empty(await db.Applications.ToListAsync());
        }
    }

    /// <summary>Half of a migration is nothing: all that was there is there, as it was, and the next one does the whole.</summary>
    [Theory, EngineData]
    public async Task A_migration_stopped_on_the_way_changes_nothing_and_the_next_one_does_it_whole(Engine engine)
    {
        await using var database = await PastDatabase.RestoreAsync(engine);
        await using var services = database.Services(collection => collection.AddOneMoreMigration());
        var pending = await PendingAsync(services);
        Assert.Contains(OneMoreMigration.Id, pending);
        await ExecuteAsync(services, $"insert into settings (name, value) values ('{OneMoreMigration.SettingName}', 'in its way')");
        var before = await DescribeAsync(services, engine);
        Assert.Contains("applications 13", before);

        for (var start = 0; start < 2; start++)
        {
            var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(services));
            Assert.StartsWith("La base ", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, await DescribeAsync(services, engine));
            Assert.Equal(pending, await PendingAsync(services));
        }

        await ExecuteAsync(services, $"delete from settings where name = '{OneMoreMigration.SettingName}'");
        await MigrateAsync(services);

        Assert.Empty(await PendingAsync(services));
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        Assert.Equal((13, 92, 19), (await db.Applications.CountAsync(), await db.OutgoingMails.CountAsync(), await db.StaffMembers.CountAsync()));
        Assert.Equal("done", (await db.Settings.SingleAsync(setting => setting.Name == OneMoreMigration.SettingName)).Value);
    }

    /// <summary>Rebuilding a table sets the references of SQLite aside: they are checked before anything is kept, and hold again afterwards.</summary>
    [Fact]
    public async Task What_would_be_left_without_what_it_refers_to_stops_the_migration()
    {
        await using var database = await PastDatabase.RestoreAsync(Engine.Sqlite);
        await using var services = database.Services(collection => collection.AddOneMoreMigration());
        await ExecuteAsync(services, "pragma foreign_keys = off; delete from calls where slug = 'territoires-sobres'; pragma foreign_keys = on");
        var before = await DescribeAsync(services, Engine.Sqlite);

        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(services));
        Assert.Contains("applications", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Rien n’a été changé.", refusal.Message, StringComparison.Ordinal);

        Assert.Equal(before, await DescribeAsync(services, Engine.Sqlite));
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        await Assert.ThrowsAsync<DatabaseSetupException>(() => scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None));
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => db.Database.ExecuteSqlRawAsync("delete from calls"));
    }

    private static async Task MigrateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
    }

    private static async Task<List<string>> PendingAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.GetPendingMigrationsAsync()];
    }

    private static async Task ExecuteAsync(IServiceProvider services, string sql)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.ExecuteSqlRawAsync(sql);
    }

    /// <summary>Every table that there is, with its columns and its number of rows.</summary>
    private static async Task<List<string>> DescribeAsync(IServiceProvider services, Engine engine)
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database;
        var columns = await database
            .SqlQueryRaw<string>(engine is Engine.Sqlite
                ? "select m.name || '.' || c.name as \"Value\" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by 1"
                : "select table_name || '.' || column_name as \"Value\" from information_schema.columns where table_schema = 'public' order by 1")
            .ToListAsync();
        List<string> described = [.. columns];
        foreach (var table in columns.Select(column => column.Split('.')[0]).Distinct())
        {
            described.Add($"{table} {(await database.SqlQueryRaw<long>($"select count(*) as \"Value\" from \"{table}\"").ToListAsync())[0]}");
        }

        return described;
    }
}
