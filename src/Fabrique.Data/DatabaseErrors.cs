using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static SQLitePCL.raw;

namespace Fabrique.Data;

/// <summary>What a failed command means, the same on both engines.</summary>
public static class DatabaseErrors
{
    /// <summary>A row with the same key exists already.</summary>
    public static bool IsUniqueViolation(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SQLITE_CONSTRAINT_UNIQUE or SQLITE_CONSTRAINT_PRIMARYKEY,
        _ => false,
    });

    /// <summary>Someone else changed or deleted the row since it was read.</summary>
    public static bool IsConcurrencyConflict(Exception exception) => Chain(exception).Any(cause => cause is DbUpdateConcurrencyException);

    /// <summary>Nothing was wrong with the command: repeating its whole transaction may succeed.</summary>
    public static bool IsTransient(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        NpgsqlException { IsTransient: true } => true,
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED,
        _ => false,
    });

    /// <summary>The database cannot be reached, or takes nobody: nothing was wrong with the command, and waiting may be enough.</summary>
    public static bool IsAway(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        SqliteException sqlite => sqlite.SqliteErrorCode is SQLITE_CANTOPEN or SQLITE_IOERR or SQLITE_BUSY or SQLITE_LOCKED or SQLITE_FULL,
        _ => false,
    });

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
