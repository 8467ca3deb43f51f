using System.Text.Json;
using Fabrique.Data.Connections;
using Fabrique.Domain.People;
using Fabrique.Testing;
using Fabrique.Testing.Past;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
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

    /// <summary>Columns, keys, references, checks and indexes; what a column is when nothing is said, and where it stands, may differ.</summary>
    [Theory, EngineData]
    public async Task Migrations_lead_to_what_the_model_says(Engine engine)
    {
        await using var migrated = await TestDatabase.CreateAsync(engine);
        await using var created = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = created.Services();
        await InScopeAsync(services, db => db.Database.EnsureCreatedAsync());

        await using var others = migrated.Services();
        var schema = await SchemaAsync(services, engine);
        Assert.True(schema.Count > 1000, $"{schema.Count} lines of schema");
        Assert.Equal(schema, (await SchemaAsync(others, engine)).Where(line => !line.Contains("__EFMigrationsHistory", StringComparison.Ordinal)));
    }

    /// <summary>A copy of the whole model in each of them is what a build and the first start of an empty database last longest on.</summary>
    [Theory, EngineData]
    public async Task Before_the_last_two_a_migration_keeps_of_the_model_only_the_tables_that_are_rebuilt(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        var migrations = await InScopeAsync(services, db => Task.FromResult(All(db)));
        var excess = new List<string>();
        for (var index = 0; index < migrations.Count - 2; index++)
        {
            var (id, migration) = migrations[index];
            var rebuilt = engine is Engine.Sqlite ? Rebuilt(migration.UpOperations).Concat(Rebuilt(migrations[index + 1].Migration.DownOperations)).ToHashSet() : [];
            var kept = migration.TargetModel.GetEntityTypes().Where(type => type.FindOwnership() is null).ToList();
            var needed = kept.Where(type => rebuilt.Contains(type.GetTableName()!)).ToList();
            needed.AddRange(needed.SelectMany(type => type.GetForeignKeys()).Select(key => key.PrincipalEntityType).ToList());
            excess.AddRange(kept.Except(needed).Select(type => $"{id} keeps {type.Name}: take it out of its Designer file (decision 42)"));
        }

        Assert.Empty(excess);
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
                // People are read as they are today: on to the last one.
                await db.Database.MigrateAsync();
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

    [Theory, EngineData]
    public async Task Whom_a_policy_tells_of_a_delay_stays_there_and_back(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var services = database.Services();
        var before = await MigrateBeforeAsync(services, "_PolicyTold");
        await ExecuteAsync(services, $"insert into reminder_policies (id, name, text, escalates_to_role, escalates_after, version) values ('{Guid.CreateVersion7():D}', 'Deux rappels', 'J-2', 'Equipe', 3, 0)");
        for (var run = 0; run < 2; run++)
        {
            await InScopeAsync(services, async db =>
            {
                await db.Database.MigrateAsync();
                var policy = await db.ReminderPolicies.AsNoTracking().SingleAsync();
                Assert.Equal(("Equipe", 3), (policy.EscalatesTo, policy.EscalatesAfter));
                if (run == 0)
                {
                    await db.Database.MigrateAsync(before);
                }
            });
        }
    }

    private static List<(string Id, Migration Migration)> All(FabriqueDbContext db)
    {
        var assembly = db.GetService<IMigrationsAssembly>();
        return [.. assembly.Migrations.Select(known => (known.Key, assembly.CreateMigration(known.Value, db.Database.ProviderName!)))];
    }

    // What SQLite cannot do to a table, but for making another one.
    private static IEnumerable<string> Rebuilt(IReadOnlyList<MigrationOperation> operations) => operations
        .Where(operation => operation is AlterColumnOperation or DropColumnOperation or AddForeignKeyOperation or DropForeignKeyOperation or AddCheckConstraintOperation or DropCheckConstraintOperation
            or AddPrimaryKeyOperation or DropPrimaryKeyOperation or AddUniqueConstraintOperation or DropUniqueConstraintOperation)
        .Select(operation => ((ITableMigrationOperation)operation).Table);

    private static async Task<List<string>> SchemaAsync(IServiceProvider services, Engine engine)
    {
        string[] queries = engine is Engine.Sqlite
            ?
            [
                "select m.name || ' ' || c.name || ' ' || c.type || ' ' || c.\"notnull\" || ' ' || c.pk as \"Value\" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'",
                "select m.name || ' ' || f.\"from\" || ' to ' || f.\"table\" || ' ' || f.\"to\" || ' ' || f.on_delete as \"Value\" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'",
                "select coalesce(sql, tbl_name || ' ' || name) as \"Value\" from sqlite_master where type in ('index', 'trigger', 'view')",
                "select sql as \"Value\" from sqlite_master where type = 'table'",
            ]
            :
            [
                "select table_name || ' ' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' ' || is_nullable as \"Value\" from information_schema.columns where table_schema = 'public'",
                "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as \"Value\" from pg_constraint where connamespace = 'public'::regnamespace",
                "select indexdef as \"Value\" from pg_indexes where schemaname = 'public'",
            ];
        return await InScopeAsync(services, async db =>
        {
            List<string> lines = [];
            foreach (var query in queries)
            {
                lines.AddRange(await db.Database.SqlQueryRaw<string>(query).ToListAsync());
            }

            // Of the text of a table, its checks alone: the rest stands in another order.
            return lines
                .SelectMany(line => line.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? line.Split('\n').Where(part => part.Contains("CHECK", StringComparison.Ordinal)).Select(part => part.Trim().TrimEnd(',')) : [line])
                .Order(StringComparer.Ordinal)
                .ToList();
        });
    }

    /// <returns>The last migration before roles have rows of their own.</returns>
    private static Task<string> MigrateBeforeRoleGrantsAsync(IServiceProvider services) => MigrateBeforeAsync(services, RoleGrants);

    /// <returns>The last migration before that one.</returns>
    private static Task<string> MigrateBeforeAsync(IServiceProvider services, string name) => InScopeAsync(services, async db =>
    {
        var before = db.Database.GetMigrations().TakeWhile(migration => !migration.EndsWith(name, StringComparison.Ordinal)).Last();
        await db.Database.MigrateAsync(before);
        return before;
    });

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
            var count = $"select count(*) as \"Value\" from \"{table}\"";
            described.Add($"{table} {(await database.SqlQueryRaw<long>(count).ToListAsync())[0]}");
        }

        return described;
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
