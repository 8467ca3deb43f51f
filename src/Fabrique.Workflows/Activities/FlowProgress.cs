using System.Text.Json;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>How often each node and connection of a flowchart was visited, and whether the last visit of a connection was followed.</summary>
internal sealed class FlowProgress(int nodes, int connections)
{
    public int[] Nodes { get; } = new int[nodes];

    public int[] Connections { get; } = new int[connections];

    public bool[] Followed { get; } = new bool[connections];

    /// <summary>Sparse: [[node, visits, …], [connection, visits or -visits when not followed, …]].</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStartArray();
        WriteSparse(writer, Nodes, null);
        writer.WriteEndArray();
        writer.WriteStartArray();
        WriteSparse(writer, Connections, Followed);
        writer.WriteEndArray();
        writer.WriteEndArray();
    }

    public static FlowProgress Read(FlowGraph graph, JsonElement json)
    {
        var progress = new FlowProgress(graph.Outbound.Length, graph.Connections.Length);
        foreach (var (index, value) in ReadSparse(json[0]))
        {
            progress.Nodes[index] = value;
        }

        foreach (var (index, value) in ReadSparse(json[1]))
        {
            progress.Connections[index] = Math.Abs(value);
            progress.Followed[index] = value > 0;
        }

        return progress;
    }

    private static void WriteSparse(Utf8JsonWriter writer, int[] counts, bool[]? followed)
    {
        for (var index = 0; index < counts.Length; index++)
        {
            if (counts[index] > 0)
            {
                writer.WriteNumberValue(index);
                writer.WriteNumberValue(followed is null || followed[index] ? counts[index] : -counts[index]);
            }
        }
    }

    private static IEnumerable<(int Index, int Value)> ReadSparse(JsonElement list)
    {
        using var items = list.EnumerateArray();
        while (items.MoveNext())
        {
            var index = items.Current.GetInt32();
            items.MoveNext();
            yield return (index, items.Current.GetInt32());
        }
    }
}
