using System.Reflection;
using Fabrique.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Testing.Past;

/// <summary>
/// A migration after all those of the product: it adds a column, has SQLite rebuild a table that others refer to, and writes a setting. A setting of the same name that is there
/// before stops it at its end.
/// </summary>
public static class OneMoreMigration
{
    public const string Id = "99990101000000_OneMore";
    public const string SettingName = "one-more-migration";

    public static IServiceCollection AddOneMoreMigration(this IServiceCollection services) => services
        .ConfigureDbContext<SqliteFabriqueDbContext>(options => options.ReplaceService<IMigrationsAssembly, WithOneMore>())
        .ConfigureDbContext<PostgresFabriqueDbContext>(options => options.ReplaceService<IMigrationsAssembly, WithOneMore>());

    private sealed class WithOneMore(ICurrentDbContext current) : IMigrationsAssembly
    {
        private readonly Type context = current.Context.GetType();

        public Assembly Assembly => context.Assembly;

        public ModelSnapshot ModelSnapshot => (ModelSnapshot)Activator.CreateInstance(Mine<ModelSnapshot>().Single())!;

        IReadOnlyDictionary<string, TypeInfo> IMigrationsAssembly.Migrations => All;

        private SortedDictionary<string, TypeInfo> All =>
            new(Mine<Migration>().ToDictionary(type => type.GetCustomAttribute<MigrationAttribute>()!.Id).Append(new(Id, typeof(OneMore).GetTypeInfo())).ToDictionary(), StringComparer.Ordinal);

        public string? FindMigrationId(string nameOrId) => All.Keys.SingleOrDefault(id => id == nameOrId);

        public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
        {
            var migration = migrationClass == typeof(OneMore) ? new OneMore(ModelSnapshot.Model) : (Migration)Activator.CreateInstance(migrationClass)!;
            migration.ActiveProvider = activeProvider;
            return migration;
        }

        private IEnumerable<TypeInfo> Mine<T>() =>
            Assembly.DefinedTypes.Where(type => type.IsSubclassOf(typeof(T)) && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context);
    }

    private sealed class OneMore(IModel model) : Migration
    {
        public override IModel TargetModel => model;

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>("one_more", "settings", nullable: true);
            if (migrationBuilder.IsSqlite())
            {
                migrationBuilder.AlterColumn<string>("email", "staff_members", nullable: false);
            }

            migrationBuilder.Sql($"insert into settings (name, value) values ('{SettingName}', 'done')");
        }
    }
}
