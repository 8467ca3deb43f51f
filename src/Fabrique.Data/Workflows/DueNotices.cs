using Fabrique.Data.Connections;
using Fabrique.Workflows;
using Npgsql;

namespace Fabrique.Data.Workflows;

/// <summary>Brings to the alarm of this process what steps of the others planned, on PostgreSQL. On SQLite there is nobody to hear of: it looks by itself.</summary>
public sealed class DueNotices(DatabaseOptions database, WorkflowAlarm alarm)
{
    /// <summary>Listens on a connection of its own until it is lost or given up.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NpgsqlException">The server went away, or cannot be reached: nothing is lost, it is only heard later.</exception>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (database.Provider is not DatabaseProvider.Postgres)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        // A connection on which nothing is said for hours: the server, or what is between, is asked now and then whether it still stands.
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, KeepAlive = 30 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notification += (_, notice) => alarm.Hear(notice.Payload);
        await connection.OpenAsync(cancellationToken);
        var listen = new NpgsqlCommand($"LISTEN {WorkflowAlarm.Channel}", connection);
        await using (listen)
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
