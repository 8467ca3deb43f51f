namespace Fabrique.Web.Setup;

/// <summary>A command that replaces serving: <c>Fabrique.Web migrate</c>.</summary>
internal sealed record Verb(string Name, string Purpose, Func<WebApplication, Task<int>> RunAsync);

/// <summary>The commands that the program knows, one line each.</summary>
internal static class Verbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("migrate", "met à jour le schéma de la base de données, puis s’arrête", MigrateAsync),
    ];

    private static async Task<int> MigrateAsync(WebApplication app)
    {
        await app.MigrateDatabaseAsync();
        await Console.Out.WriteLineAsync("Le schéma de la base de données est à jour.");
        return 0;
    }
}
