using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Fabrique.Data.Connections;

// dotnet-ef finds these: the model alone matters, nothing is connected to.
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteFabriqueDbContext>
{
    public SqliteFabriqueDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<SqliteFabriqueDbContext>();
        builder.UseSqliteFile("design.db");
        return new SqliteFabriqueDbContext(builder.Options);
    }
}

internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresFabriqueDbContext>
{
    public PostgresFabriqueDbContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<PostgresFabriqueDbContext>();
        builder.UsePostgres("Host=localhost;Database=design");
        return new PostgresFabriqueDbContext(builder.Options);
    }
}
