namespace Fabrique.Testing;

/// <summary>What the product's first start makes of an empty database, made once for each engine: for tests that are about what comes after.</summary>
public static class Demonstration
{
    private static readonly DatabaseTemplate Template = new(LoadAsync);

    public static Task<TestDatabase> CopyAsync(Engine engine) => Template.CopyAsync(engine);

    private static async Task LoadAsync(TestDatabase database)
    {
        // Without jobs: it is killed, and none must be in the middle of something.
        await using var fabrique = await FabriqueProcess.StartAsync(database.Settings.Append(new("Fabrique:Role", "web")));
    }
}
