using Fabrique.Data.Connections;
using Fabrique.Testing;
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
}
