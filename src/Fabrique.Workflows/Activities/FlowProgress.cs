using System.Text.Json;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>How often each node and connection of a flowchart was visited, and whether the last visit of a connection was followed.</summary>
internal sealed class FlowProgress(FlowGraph graph)
{
    /// <summary>The drawing, seen from where this execution began.</summary>
    public FlowGraph Graph { get; } = graph;

    public int[] Nodes { get; } = new int[graph.Outbound.Length];

    public int[] Connections { get; } = new int[graph.Connections.Length];

    public bool[] Followed { get; } = new bool[graph.Connections.Length];

    /// <summary>Sparse: [[node, visits, …], [connection, visits or -visits when not followed, …], start when it is not the usual one].</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStartArray();
        WriteSparse(writer, Nodes, null);
        writer.WriteEndArray();
        writer.WriteStartArray();
        WriteSparse(writer, Connections, Followed);
        writer.WriteEndArray();
        if (Graph.IsFromElsewhere)
        {
            writer.WriteNumberValue(Graph.Start);
        }

        writer.WriteEndArray();
    }

    public static FlowProgress Read(FlowGraph graph, JsonElement json)
    {
        var progress = new FlowProgress(json.GetArrayLength() > 2 ? graph.From(json[2].GetInt32()) : graph);
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

/// <summary>The tokens of a flowchart in token mode that no activity has consumed yet, each as the connection that it travelled.</summary>
internal sealed class TokenProgress(FlowGraph graph)
{
    /// <summary>The drawing, seen from where this execution began.</summary>
    public FlowGraph Graph { get; } = graph;

    public List<int> Tokens { get; } = [];

    /// <summary>[[connection, …], start when it is not the usual one].</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStartArray();
        Tokens.ForEach(writer.WriteNumberValue);
        writer.WriteEndArray();
        if (Graph.IsFromElsewhere)
        {
            writer.WriteNumberValue(Graph.Start);
        }

        writer.WriteEndArray();
    }

    public static TokenProgress Read(FlowGraph graph, JsonElement json)
    {
        var progress = new TokenProgress(json.GetArrayLength() > 1 ? graph.From(json[1].GetInt32()) : graph);
        progress.Tokens.AddRange(json[0].EnumerateArray().Select(token => token.GetInt32()));
        return progress;
    }
}
