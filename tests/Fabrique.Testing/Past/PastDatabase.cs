using System.IO.Compression;
using System.Reflection;
using Npgsql;

namespace Fabrique.Testing.Past;

/// <summary>
/// The database that commit dde18d5 left on an engine (see README.md beside this file), with its own schema: nothing has migrated it yet. Its clock is two days ahead of a real
/// time of Monday 12 January 2026, ten o’clock in Paris.
/// </summary>
public static class PastDatabase
{
    private const string Commit = "dde18d5";

    /// <summary>A copy of its own for whoever asks.</summary>
    public static async Task<TestDatabase> RestoreAsync(Engine engine)
    {
        var database = await TestDatabase.CreateEmptyAsync(engine);
        await using var dump = Open(engine is Engine.Sqlite ? "db" : "sql");
        if (engine is Engine.Sqlite)
        {
            await using var file = File.Create(database.Options.Path);
            await dump.CopyToAsync(file);
            return database;
        }

        // The dump sets its session up as it needs: nobody else may have this connection afterwards.
        using var reader = new StreamReader(dump);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(await reader.ReadToEndAsync(), connection);
        await command.ExecuteNonQueryAsync();
        return database;
    }

    private static GZipStream Open(string extension)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = $"{typeof(PastDatabase).Namespace}.{Commit}.{extension}.gz";
        var compressed = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"No resource {name}.");
        return new GZipStream(compressed, CompressionMode.Decompress);
    }
}
