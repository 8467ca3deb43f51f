using System.Text.Json;
using Fabrique.Data.Connections;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Tests;

public sealed class MigrationTests
{
    private const string RoleGrants = "_RoleGrants";

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

    [Theory, EngineData]
    public async Task Roles_kept_in_a_column_become_grants_of_the_directory_there_and_back(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        var (signedIn, registered, nobody) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var before = await MigrateBeforeRoleGrantsAsync(services);
        await InScopeAsync(services, async db =>
        {
            await InsertAsync(db, signedIn, Sample.Now, AppRoles.Agent, AppRoles.Director);
            await InsertAsync(db, registered, null, AppRoles.Coach, "Bibliothécaire");
            await InsertAsync(db, nobody, null);
            db.AuditEntries.Add(new() { Id = Guid.CreateVersion7(), At = Sample.Now.AddDays(-3), EntityType = nameof(StaffMember), EntityId = registered.ToString(), Action = "Added" });
            await db.SaveChangesAsync();
        });

        for (var run = 0; run < 2; run++)
        {
            await InScopeAsync(services, async db =>
            {
                await db.Database.MigrateAsync(db.Database.GetMigrations().Single(migration => migration.EndsWith(RoleGrants, StringComparison.Ordinal)));
                var people = await db.StaffMembers.ToDictionaryAsync(person => person.Id);
                Assert.Equal([AppRoles.Agent, AppRoles.Director], people[signedIn].RolesAt(Sample.Now));
                Assert.Empty(people[signedIn].RolesAt(Sample.Now.AddTicks(-10)));
                Assert.Equal([AppRoles.Coach], people[registered].RolesAt(Sample.Now.AddDays(-3)));
                Assert.Equal(["Bibliothécaire", AppRoles.Coach], people[registered].Grants.Select(grant => grant.Role).Order(StringComparer.Ordinal));
                Assert.Empty(people[nobody].Grants);
                Assert.All(people.Values.SelectMany(person => person.Grants), grant => Assert.Equal((RoleSource.Directory, (DateTime?)null), (grant.Source, grant.EndsAt)));

                people[signedIn].RecordSignIn("Léa", "lea@exemple.gouv.fr", [AppRoles.Agent, AppRoles.Director], Sample.Now.AddDays(1));
                people[nobody].RecordSignIn("Nadia", "nadia@exemple.gouv.fr", [], Sample.Now.AddDays(1));
                Assert.DoesNotContain(db.ChangeTracker.Entries<RoleGrant>(), entry => entry.State is not EntityState.Unchanged);
                if (run == 0)
                {
                    await db.Database.MigrateAsync(before);
                }
            });
        }
    }

    [Theory, EngineData]
    public async Task A_migration_of_roles_that_stops_half_way_leaves_all_as_it_was_and_starts_again(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await MigrateBeforeRoleGrantsAsync(services);
        await InScopeAsync(services, async db =>
        {
            await InsertAsync(db, first, Sample.Now, AppRoles.Team);
            await InsertAsync(db, second, Sample.Now, AppRoles.Agent, null);
        });

        await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(services));
        await InScopeAsync(services, async db =>
        {
            Assert.Contains(await db.Database.GetPendingMigrationsAsync(), migration => migration.EndsWith(RoleGrants, StringComparison.Ordinal));
            Assert.Equal(1, await db.Database.ExecuteSqlRawAsync("update staff_members set roles = {0} where id = {1}", Roles(db, AppRoles.Agent), second));
        });

        await MigrateAsync(services);
        Assert.Equal(
            [AppRoles.Agent, AppRoles.Team],
            await InScopeAsync(services, db => db.Set<RoleGrant>().Select(grant => grant.Role).OrderBy(role => role).ToListAsync()));
    }

    /// <returns>The last migration before roles have rows of their own.</returns>
    private static Task<string> MigrateBeforeRoleGrantsAsync(IServiceProvider services) => InScopeAsync(services, async db =>
    {
        var before = db.Database.GetMigrations().TakeWhile(migration => !migration.EndsWith(RoleGrants, StringComparison.Ordinal)).Last();
        await db.Database.MigrateAsync(before);
        return before;
    });

    private static async Task MigrateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
    }

    private static Task<int> InsertAsync(FabriqueDbContext db, Guid id, DateTime? lastSignInAt, params string?[] roles)
    {
        var insert = $"insert into staff_members (id, directory_id, full_name, email, unit, roles, is_active, last_sign_in_at, version) values ({{0}}, {{1}}, 'Léa', 'lea@exemple.gouv.fr', 'DGITM', {{2}}, true, {(lastSignInAt is null ? "null" : "{3}")}, 0)";
        return db.Database.ExecuteSqlRawAsync(insert, [id, id.ToString(), Roles(db, roles), .. lastSignInAt is { } at ? [at] : Array.Empty<object>()]);
    }

    private static object Roles(FabriqueDbContext db, params string?[] roles) => db.Database.IsSqlite() ? JsonSerializer.Serialize(roles) : roles;

    private static async Task<T> InScopeAsync<T>(IServiceProvider services, Func<FabriqueDbContext, Task<T>> action)
    {
        await using var scope = services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    private static Task<bool> InScopeAsync(IServiceProvider services, Func<FabriqueDbContext, Task> action) => InScopeAsync(services, async db =>
    {
        await action(db);
        return true;
    });
}
