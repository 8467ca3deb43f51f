using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fabrique.Data.Connections;

/// <summary>Collections are read by a query each: an aggregate with two of them would otherwise be read as their product.</summary>
internal static class DatabaseConnections
{
    // The timeout bounds the wait for another writer, nothing else.
    public static string ToSqliteFile(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 }.ConnectionString;

    public static void UseSqliteFile(this DbContextOptionsBuilder builder, string path)
    {
        builder.UseSqlite(ToSqliteFile(path), sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).AddInterceptors(SqlitePragmas.Instance);
    }

    public static void UsePostgres(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(WithPreparedStatements(connectionString), postgres => postgres.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery));

    // Statements in frequent use stay prepared on their connections. Nothing here changes a session, so there is nothing to reset between two uses.
    private static string WithPreparedStatements(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        if (!connectionString.Contains("Auto Prepare", StringComparison.OrdinalIgnoreCase))
        {
            builder.MaxAutoPrepare = 100;
            builder.AutoPrepareMinUsages = 2;
        }

        return builder.ConnectionString;
    }
}
