namespace Fabrique.Testing;

/// <summary>A database that is prepared once for each engine, when it is first asked for, and copied for each test.</summary>
/// <param name="create">Gives the database to prepare.</param>
/// <param name="prepare">Puts in it what each copy holds.</param>
public sealed class DatabaseTemplate(Func<Engine, Task<TestDatabase>> create, Func<TestDatabase, Task> prepare) : IAsyncDisposable
{
    private readonly Dictionary<Engine, Lazy<Task<TestDatabase>>> databases =
        Enum.GetValues<Engine>().ToDictionary(engine => engine, engine => new Lazy<Task<TestDatabase>>(() => PrepareAsync(engine, create, prepare)));

    /// <summary>A template that begins without any table.</summary>
    public DatabaseTemplate(Func<TestDatabase, Task> prepare)
        : this(TestDatabase.CreateEmptyAsync, prepare)
    {
    }

    public async Task<TestDatabase> CopyAsync(Engine engine) => await (await databases[engine].Value).DuplicateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases.Values.Where(database => database.IsValueCreated))
        {
            await (await database.Value).DisposeAsync();
        }
    }

    private static async Task<TestDatabase> PrepareAsync(Engine engine, Func<Engine, Task<TestDatabase>> create, Func<TestDatabase, Task> prepare)
    {
        var database = await create(engine);
        await prepare(database);
        await database.DisconnectAsync();
        return database;
    }
}
