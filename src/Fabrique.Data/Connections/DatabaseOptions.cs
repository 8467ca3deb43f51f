using Npgsql;

namespace Fabrique.Data.Connections;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>The section <c>Database</c> of the configuration.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";
    public const string DefaultPath = ".data/fabrique.db";

    public DatabaseProvider Provider { get; init; }

    /// <summary>SQLite's file, absolute.</summary>
    public string Path { get; init; } = "";

    /// <summary>PostgreSQL's connection string.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Whether the schema is brought up to date at start; decided by the environment when null.</summary>
    public bool? MigrateAtStart { get; init; }

    /// <summary>Reads the section.</summary>
    /// <param name="setting">Value of a setting by its name in the section; null when it is not set.</param>
    /// <param name="contentRoot">Folder from which a relative <see cref="Path"/> starts.</param>
    /// <exception cref="DatabaseSetupException">A setting is wrong.</exception>
    public static DatabaseOptions Read(Func<string, string?> setting, string contentRoot)
    {
        var options = new DatabaseOptions
        {
            Provider = ReadProvider(setting(nameof(Provider))),
            Path = System.IO.Path.GetFullPath(setting(nameof(Path)) is { Length: > 0 } path ? path : DefaultPath, contentRoot),
            ConnectionString = setting(nameof(ConnectionString)) ?? "",
            MigrateAtStart = ReadSwitch(setting(nameof(MigrateAtStart))),
        };
        if (options.Provider is DatabaseProvider.Postgres)
        {
            CheckConnectionString(options.ConnectionString);
        }

        return options;
    }

    private static DatabaseProvider ReadProvider(string? value) => value switch
    {
        null or "" => DatabaseProvider.Sqlite,
        _ when Enum.TryParse<DatabaseProvider>(value, ignoreCase: true, out var provider) && Enum.IsDefined(provider) => provider,
        _ => throw new DatabaseSetupException($"Database:Provider vaut « {value} » : choisissez Sqlite ou Postgres."),
    };

    private static bool? ReadSwitch(string? value) => value switch
    {
        null or "" => null,
        _ when bool.TryParse(value, out var choice) => choice,
        _ => throw new DatabaseSetupException($"Database:MigrateAtStart vaut « {value} » : choisissez true ou false."),
    };

    // The value may hold a password: it is never repeated.
    private static void CheckConnectionString(string value)
    {
        const string Example = "Host=serveur;Database=fabrique;Username=fabrique;Password=…";
        try
        {
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(value).Host))
            {
                throw new DatabaseSetupException($"Database:ConnectionString ne nomme pas de serveur PostgreSQL : donnez-la sous la forme « {Example} ».");
            }
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw new DatabaseSetupException($"Database:ConnectionString est illisible : donnez-la sous la forme « {Example} ».", failure);
        }
    }
}
