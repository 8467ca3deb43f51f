using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>What Elsa 3.8.0-rc2 does on such a machine (two cores), on the same definitions, through its own runtime, by the second.</summary>
internal static class ElsaFigures
{
    public const double InMemoryRate = 289;
    public const double InMemoryBytes = 490_000;

    public static double Flow(Engine engine, string definition, int callers) => (engine, definition, callers) switch
    {
        (Engine.Sqlite, "flow10", 1) => 41.1,
        (Engine.Sqlite, "flow10", _) => 10.2,
        (Engine.Sqlite, "flow10js", 1) => 38.9,
        (Engine.Sqlite, "flow10js", _) => 8.6,
        (Engine.Sqlite, _, 1) => 22.1,
        (Engine.Sqlite, _, _) => 7.9,
        (_, "flow10", 1) => 21.5,
        (_, "flow10", _) => 34.7,
        (_, "flow10js", 1) => 29.0,
        (_, "flow10js", _) => 44.3,
        (_, _, 1) => 13.2,
        _ => 21.1,
    };

    /// <param name="suspended">Sleeping instances in the database; Elsa was measured with at most 20,000.</param>
    public static double StartAndResume(Engine engine, string definition, int suspended, int callers) => (engine, definition, suspended, callers) switch
    {
        (Engine.Sqlite, "blockevent", < 1_000, 1) => 15.2,
        (Engine.Sqlite, "blockevent", 1_000, 1) => 10.8,
        (Engine.Sqlite, "blockevent", _, 1) => 13.6,
        (Engine.Sqlite, "blockevent", 1_000, _) => 9.5,
        (Engine.Sqlite, "blockevent", _, _) => 7.0,
        (Engine.Sqlite, _, < 1_000, 1) => 18.8,
        (Engine.Sqlite, _, 1_000, 1) => 18.6,
        (Engine.Sqlite, _, _, 1) => 16.1,
        (Engine.Sqlite, _, < 1_000, _) => 6.9,
        (Engine.Sqlite, _, 1_000, _) => 13.6,
        (Engine.Sqlite, _, _, _) => 7.7,
        (_, "blockevent", < 1_000, 1) => 8.9,
        (_, "blockevent", 1_000, 1) => 12.5,
        (_, "blockevent", _, 1) => 11.4,
        (_, "blockevent", < 1_000, _) => 25.0,
        (_, "blockevent", 1_000, _) => 30.6,
        (_, "blockevent", _, _) => 29.4,
        (_, _, < 1_000, 1) => 13.2,
        (_, _, 1_000, 1) => 15.9,
        (_, _, _, 1) => 12.8,
        (_, _, < 1_000, _) => 28.5,
        (_, _, 1_000, _) => 26.7,
        _ => 27.1,
    };

    public static double BytesPerSuspended(Engine engine) => engine == Engine.Sqlite ? 11_200 : 6_500;
}
