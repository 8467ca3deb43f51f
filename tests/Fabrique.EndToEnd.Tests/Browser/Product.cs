using Fabrique.Testing;

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
        database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        process = await FabriqueProcess.StartAsync(database.Settings);
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
