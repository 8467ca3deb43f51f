using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Connections;

/// <summary>Collections are read by a query each: an aggregate with two of them would otherwise be read as their product.</summary>
internal static class DatabaseConnections
{
    public static void UseSqliteFile(this DbContextOptionsBuilder builder, string path)
    {
        // The timeout bounds the wait for another writer, nothing else.
        var connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 };
        builder.UseSqlite(connection.ConnectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).AddInterceptors(SqlitePragmas.Instance);
    }

    public static void UsePostgres(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString, postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));
}
