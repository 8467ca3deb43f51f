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

    public DatabaseProvider Provider { get; init; }

    /// <summary>SQLite's file, absolute.</summary>
    public string Path { get; init; } = "";

    /// <summary>PostgreSQL's connection string.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>Whether the schema is brought up to date at start; decided by the environment when null.</summary>
    public bool? MigrateAtStart { get; init; }
}
