using Fabrique.Testing;
using Microsoft.Data.Sqlite;

namespace Fabrique.EndToEnd.Tests.Browser;

/// <summary>The real product with its demonstration data, on a database of its own.</summary>
public sealed class Product : IAsyncLifetime
{
    private TestDatabase? database;
    private FabriqueProcess? process;

    public Uri Address => process!.Address;

    public async ValueTask InitializeAsync()
    {
        Chromium.Require();
        database = await Demonstration.CopyAsync(Engine.Sqlite);
        process = await FabriqueProcess.StartAsync(database.Settings);
    }

    /// <summary>Makes as if another administrator had saved a draft once more: the demonstration has one administrator only.</summary>
    public async Task GiveDraftToSomebodyElseAsync(string definitionId)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database!.Options.Path, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            UPDATE workflow_definitions
            SET json = json_set(json, '$.customProperties.draftRevision.by', 'autre', '$.customProperties.draftRevision.number', 1 + json_extract(json, '$.customProperties.draftRevision.number'))
            WHERE definition_id = $definition AND is_latest = 1
            """;
        command.Parameters.AddWithValue("$definition", definitionId);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }
}
