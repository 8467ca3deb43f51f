using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>An activity of a compiled definition. Immutable once compiled.</summary>
internal sealed class ActivityNode
{
    /// <summary>Unique in the compiled definition: for an activity inside a workflow used as an activity, after the identifier of the latter.</summary>
    public required string Id { get; init; }

    /// <summary>Identifier written in its own definition.</summary>
    public required string LocalId { get; init; }

    public required string NodeId { get; init; }

    /// <summary>Number of activities around it.</summary>
    public required int Depth { get; init; }

    /// <summary>The workflow used as an activity that it belongs to, if any.</summary>
    public required ActivityNode? Composite { get; init; }

    /// <summary>Whether it is a workflow used as an activity: its children see its variables and inputs, and nothing around it.</summary>
    public bool IsComposite { get; init; }

    public required string TypeName { get; init; }

    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string DisplayName { get; init; }

    public required bool CanStartWorkflow { get; init; }

    public required ActivityNode? Parent { get; init; }

    /// <summary>Position among the children of its parent.</summary>
    public required int Position { get; init; }

    /// <summary>Null for an unknown type, which cannot be published nor executed.</summary>
    public required ActivityType? Type { get; init; }

    public CompiledInput[] Inputs { get; set; } = [];

    public OutputBinding[] Outputs { get; set; } = [];

    public VariableDeclaration[] Variables { get; set; } = [];

    /// <summary>Variables that a loop gives to each iteration of its body.</summary>
    public VariableDeclaration[] Iteration { get; set; } = [];

    public ActivityNode[] Children { get; set; } = [];

    /// <summary>What the journal keeps of its values.</summary>
    public JournalPolicy Journal { get; set; } = JournalPolicy.Default;

    /// <summary>What the kind of activity prepared for itself: a flow graph, cases, a script.</summary>
    public object? Prepared { get; set; }
}

/// <summary>An input with its expression; <see cref="Expression"/> is null when it is not set.</summary>
internal sealed record CompiledInput(string Name, Type Type, bool IsLazy, Expression? Expression);

/// <summary>The variable or workflow output that receives an output.</summary>
internal sealed record OutputBinding(string Name, string TargetId);

/// <summary>A variable of a scope.</summary>
internal sealed record VariableDeclaration(string Id, string Name, Type Type, object? Default)
{
    /// <summary>Whether its value outlives the run that set it.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>Whether its value is kept out of the journal.</summary>
    public bool IsSecret { get; init; }

    public static VariableDeclaration Read(JsonObject json)
    {
        var name = (string?)json["name"] ?? "";
        var type = ValueTypes.Find((string?)json["typeName"], (bool?)json["isArray"] ?? false);
        return new VariableDeclaration((string?)json["id"] ?? name, name, type, DefaultOf(json["value"], type)) { IsKept = KeepsValue(json["storageDriverTypeName"]?.ToString()), IsSecret = (string?)json["typeName"] == "Secret" };
    }

    /// <summary>A value written in a definition: JSON, or a text that is JSON when nothing says what else it could be.</summary>
    public static object? DefaultOf(JsonNode? value, Type type)
    {
        var plain = ValueConverter.Normalize(value);
        return type == typeof(object) && plain is string text && text.TrimStart() is ['{' or '[', ..]
            ? ValueConverter.Convert(plain, typeof(System.Text.Json.JsonElement))
            : ValueConverter.ToStored(plain, type);
    }

    /// <summary>Full names of drivers are accepted as well as short ones; without any, the value lives in memory.</summary>
    private static bool KeepsValue(string? driver) =>
        driver is { Length: > 0 } && driver.Split(',')[0] is var name && name[(name.LastIndexOf('.') + 1)..] is not "MemoryStorageDriver";
}

/// <summary>An input or output of a workflow.</summary>
internal sealed record ArgumentDeclaration(string Name, Type Type, object? Default);
