using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using static SQLitePCL.raw;

namespace Fabrique.Data.Connections;

/// <summary>Brings the schema up to date, or says in one sentence why it cannot.</summary>
public sealed class DatabaseMigrator(FabriqueDbContext db, DatabaseOptions options)
{
    /// <summary>Among PostgreSQL’s advisory locks. It goes with the transaction, and with whoever holds it.</summary>
    private const string TakeServerLock = "select pg_advisory_xact_lock(19810323823948149)";

    /// <summary>How long a migration may last, and how long another process waits for its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>All that is missing, in one transaction: stopped on the way, nothing has happened. Of several processes one migrates, and the others wait for it.</summary>
    /// <exception cref="DatabaseSetupException">The database cannot be reached, opened or written.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) => ExplainAsync(
        () => options.Provider is DatabaseProvider.Sqlite ? MigrateFileAsync(cancellationToken) : MigrateServerAsync(cancellationToken));

    /// <summary>Refuses to go on with a schema that is not the program's.</summary>
    /// <exception cref="DatabaseSetupException">The database cannot be used, or migrations are missing.</exception>
    public Task EnsureUpToDateAsync(CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        if (options.Provider is DatabaseProvider.Sqlite && !File.Exists(options.Path))
        {
            throw new DatabaseSetupException($"La base « {options.Path} » (Database:Path) n’existe pas : lancez d’abord le programme avec « -- migrate ».");
        }

        var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
        if (pending.Any())
        {
            throw new DatabaseSetupException("Le schéma de la base n’est pas à jour : lancez d’abord le programme avec « -- migrate », ou réglez Database:MigrateAtStart à true.");
        }
    });

    // EF Core commits on the way: a table of SQLite is rebuilt in several transactions, and killed between two of them it leaves half a migration that nothing completes;
    // and two hosts on PostgreSQL take turns between two migrations, without seeing that the other has done the next.
    private async Task MigrateServerAsync(CancellationToken cancellationToken)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken))
        {
            await creator.CreateAsync(cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(TakeServerLock, transaction, cancellationToken);
        await ApplyAsync(transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task MigrateFileAsync(CancellationToken cancellationToken)
    {
        PrepareFolder();
        await using var mutex = await SoleMigratorAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync("pragma journal_mode = wal", cancellationToken);

            // A rebuilt table is dropped while others refer to it. Within a transaction this setting cannot be changed any more.
            await db.Database.ExecuteSqlRawAsync("pragma foreign_keys = off", cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (await ApplyAsync(transaction, cancellationToken))
            {
                await CheckReferencesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync("pragma foreign_keys = on", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <returns>Whether anything was missing.</returns>
    private async Task<bool> ApplyAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        // Asked of a table that is not there, PostgreSQL would give the transaction up.
        await ExecuteAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), transaction, cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        foreach (var statement in Statements(pending))
        {
            await ExecuteAsync(statement, transaction, cancellationToken);
        }

        if (pending.Count > 0)
        {
            await SearchWords.CompleteAsync(db, cancellationToken);
        }

        return pending.Count > 0;
    }

    /// <summary>What these migrations do, each noted as done after its own.</summary>
    private IEnumerable<string> Statements(List<string> pending)
    {
        var migrations = db.GetService<IMigrationsAssembly>();
        var models = db.GetService<IModelRuntimeInitializer>();
        var history = db.GetService<IHistoryRepository>();
        foreach (var id in pending)
        {
            var migration = migrations.CreateMigration(migrations.Migrations[id], db.Database.ProviderName!);
            foreach (var command in db.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations, models.Initialize(migration.TargetModel)))
            {
                yield return command.CommandText;
            }

            yield return history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion()));
        }
    }

    private async Task ExecuteAsync(string statement, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = statement;
        command.CommandTimeout = (int)Patience.TotalSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CheckReferencesAsync(CancellationToken cancellationToken)
    {
        var orphaned = await db.Database
            .SqlQueryRaw<string>("select distinct \"table\" as \"Value\" from pragma_foreign_key_check")
            .ToListAsync(cancellationToken);
        if (orphaned.Count > 0)
        {
            throw new DatabaseSetupException($"La base « {options.Path} » (Database:Path) ne peut pas être mise à jour : des lignes de {string.Join(", ", orphaned)} désignent des lignes absentes. Rien n’a été changé.");
        }
    }

    private void PrepareFolder()
    {
        if (Directory.Exists(options.Path))
        {
            throw new DatabaseSetupException($"Database:Path désigne un dossier (« {options.Path} ») : indiquez le chemin d’un fichier.");
        }

        var folder = Path.GetDirectoryName(options.Path)!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseSetupException($"Le dossier « {folder} » de la base ne peut pas être créé : indiquez dans Database:Path un emplacement où le programme peut écrire.", failure);
        }
    }

    // The operating system releases this lock when its holder dies, which a row in a table cannot.
    private async Task<FileStream> SoleMigratorAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(options.Path + "-migration", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException failure) when (IsHeld(failure) && waited < Patience)
            {
                await Task.Delay(Pause, cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(failure);
            }
        }
    }

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static bool IsHeld(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;

    private async Task ExplainAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (SqliteException failure)
        {
            throw Explain(failure);
        }
        catch (Exception failure) when (failure is NpgsqlException || failure.InnerException is NpgsqlException)
        {
            throw Explain(failure as NpgsqlException ?? (NpgsqlException)failure.InnerException!);
        }
    }

    private DatabaseSetupException Unwritable(Exception failure) =>
        new($"La base « {options.Path} » (Database:Path) ne peut pas être écrite : vérifiez les droits du fichier et de son dossier, et qu’aucun autre programme ne l’occupe.", failure);

    private DatabaseSetupException Explain(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => new($"La base « {options.Path} » (Database:Path) est verrouillée par un autre programme : fermez-le, puis relancez.", failure),
        SQLITE_READONLY or SQLITE_CANTOPEN or SQLITE_IOERR or SQLITE_PERM or SQLITE_FULL => Unwritable(failure),
        SQLITE_NOTADB or SQLITE_CORRUPT => new($"Le fichier « {options.Path} » (Database:Path) n’est pas une base SQLite lisible : restaurez une sauvegarde ou indiquez un autre chemin.", failure),
        _ => new($"La base « {options.Path} » (Database:Path) ne peut pas être mise à jour : {failure.Message}", failure),
    };

    private DatabaseSetupException Explain(NpgsqlException failure)
    {
        var server = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var place = $"{server.Host}:{server.Port}";
        return failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                new($"PostgreSQL ({place}) refuse l’utilisateur « {server.Username} » : corrigez le nom ou le mot de passe dans Database:ConnectionString.", failure),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                new($"La base « {server.Database} » n’existe pas sur PostgreSQL ({place}) : créez-la ou corrigez Database:ConnectionString.", failure),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                new($"L’utilisateur « {server.Username} » n’a pas les droits nécessaires sur la base « {server.Database} » ({place}) : accordez-les ou changez d’utilisateur dans Database:ConnectionString.", failure),
            { InnerException: SocketException or TimeoutException or IOException } =>
                new($"PostgreSQL ne répond pas à l’adresse {place} : démarrez le serveur ou corrigez Database:ConnectionString.", failure),
            _ => new($"La base PostgreSQL ({place}) ne peut pas être utilisée : {failure.Message}", failure),
        };
    }
}
