using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Connections;

internal static class DatabaseConnections
{
    public static void UseSqliteFile(this DbContextOptionsBuilder builder, string path)
    {
        // The timeout bounds the wait for another writer, nothing else.
        var connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 10 };
        builder.UseSqlite(connection.ConnectionString).AddInterceptors(SqlitePragmas.Instance);
    }

    public static void UsePostgres(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString);
}
