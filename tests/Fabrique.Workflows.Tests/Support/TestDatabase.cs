using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>The runtime's tables, and one business table: quick to create for every test.</summary>
public sealed class RuntimeDbContext(DbContextOptions<RuntimeDbContext> options) : FabriqueDbContext(options)
{
    public static DbContextOptions<RuntimeDbContext> On(TestDatabase database)
    {
        var builder = new DbContextOptionsBuilder<RuntimeDbContext>();
        return (database.Engine == Engine.Sqlite
            ? builder.UseSqlite($"Data Source={database.Options.Path}")
            : builder.UseNpgsql(database.Options.ConnectionString)).Options;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var set in typeof(FabriqueDbContext).GetProperties().Where(property => property.PropertyType.IsGenericType && property.PropertyType != typeof(DbSet<Setting>)))
        {
            modelBuilder.Ignore(set.PropertyType.GetGenericArguments()[0]);
        }

        modelBuilder.Entity<Setting>().HasKey(setting => setting.Name);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FabriqueDbContext).Assembly, type => type.Namespace == typeof(WorkflowDatabase).Namespace);
    }
}
