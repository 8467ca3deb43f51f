using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>A definition for each way in which an instance goes on.</summary>
internal static class Definitions
{
    public static IReadOnlyList<string> All { get; } =
    [
        Draw.Flow("effects").With(Effect("a"), Effect("b"), Draw.Line("l"), Effect("c")).Chain().Json(),
        Draw.Flow("ask").With(Draw.Node("q", "Crash.Ask", ("key", Draw.Literal("k"))), Effect("a")).Chain().Json(),
        Draw.Flow("wait").With(Draw.Event("w", "go"), Effect("a")).Chain().Json(),
        Draw.Flow("timer").With(Effect("a"), Draw.Delay("d", "1.00:00:00"), Effect("b")).Chain().Json(),
        Draw.Flow("task").With(Draw.Node("t", "Elsa.RunTask", ("taskName", Draw.Literal("sign"))), Effect("a")).Chain().Json(),
        Draw.Flow("flaky").With(Effect("f"), Effect("a")).Chain().Json(),
        Draw.Flow("parent").With(Dispatch("child"), Effect("a")).Chain().Json(),
        Draw.Flow("child").With(Effect("c"), Draw.Event("w", "grow"), Effect("d")).Chain().Json(),
        Draw.Flow("brief").With(Effect("a"), Draw.Delay("d", "00:00:00.300"), Effect("b")).Chain().Json(),
        Draw.Flow("family").With(Dispatch("quick"), Effect("a")).Chain().Json(),
        Draw.Flow("quick").With(Effect("a")).Json(),
    ];

    /// <summary>The folder of definitions of a release.</summary>
    public static string FirstRelease { get; } = Path.Combine(AppContext.BaseDirectory, "releases", "1");

    /// <summary>The next release: its definition has one more effect.</summary>
    public static string SecondRelease { get; } = Path.Combine(AppContext.BaseDirectory, "releases", "2");

    public static void WriteReleases()
    {
        Write(FirstRelease, Shipped.Chain());
        Write(SecondRelease, Shipped.With(Effect("b")).Chain());
    }

    private static Draw Shipped => Draw.Flow("shipped").With(Draw.Event("g", "go"), Draw.Event("e", "end"), Effect("a"));

    private static void Write(string release, Draw shipped) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(release, "process")).FullName, "shipped.json"), shipped.Json());

    private static System.Text.Json.Nodes.JsonObject Effect(string id) => Draw.Node(id, "Crash.Effect");

    private static System.Text.Json.Nodes.JsonObject Dispatch(string definition) =>
        Draw.Node("p", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal(definition)), ("waitForCompletion", Draw.Literal(true)));
}
