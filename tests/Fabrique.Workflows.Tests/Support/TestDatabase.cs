using Fabrique.Data;
using Fabrique.Data.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests.Support;

public enum Engine
{
    Sqlite,
    Postgres,
}

public sealed class EveryEngine : TheoryData<Engine>
{
    public EveryEngine() => AddRange(Engine.Sqlite, Engine.Postgres);
}

/// <summary>The runtime's tables, and one business table.</summary>
public sealed class RuntimeDbContext(DbContextOptions<RuntimeDbContext> options) : FabriqueDbContext(options)
{
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

/// <summary>A fresh database, dropped at the end.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly string _name = "fabrique_" + Guid.CreateVersion7().ToString("N");
    private readonly string? _server = Environment.GetEnvironmentVariable("FABRIQUE_TEST_POSTGRES");
    private readonly string _folder;

    public TestDatabase(Engine engine)
    {
        Engine = engine;
        Assert.SkipWhen(engine == Engine.Postgres && _server is null, "PostgreSQL not available");
        _folder = Directory.CreateTempSubdirectory("fabrique-").FullName;
        using var db = new RuntimeDbContext(Options);
        db.Database.EnsureCreated();
        if (engine == Engine.Sqlite)
        {
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode = wal");
        }
    }

    public Engine Engine { get; }

    public DbContextOptions<RuntimeDbContext> Options
    {
        get
        {
            var builder = new DbContextOptionsBuilder<RuntimeDbContext>();
            return (Engine == Engine.Sqlite
                ? builder.UseSqlite($"Data Source={Path.Combine(_folder, "test.db")}")
                : builder.UseNpgsql($"{_server};Database={_name}")).Options;
        }
    }

    public void Dispose()
    {
        using (var db = new RuntimeDbContext(Options))
        {
            db.Database.EnsureDeleted();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
