using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>A kind of activity, as Studio's toolbox and property panel need it.</summary>
internal sealed record ActivityDescriptor(string TypeName, string Namespace, string Name, int Version, string Category, string DisplayName, string? Description, ActivityKind Kind)
{
    public bool RunAsynchronously { get; init; }

    public bool IsBrowsable { get; init; }

    public bool IsContainer { get; init; }

    public bool IsStart { get; init; }

    public bool IsTerminal { get; init; }

    public IReadOnlyList<PortDescriptor> Ports { get; init; } = [];

    public IReadOnlyList<InputDescriptor> Inputs { get; init; } = [];

    public IReadOnlyList<OutputDescriptor> Outputs { get; init; } = [];

    public IReadOnlyDictionary<string, object?> CustomProperties { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyDictionary<string, object?> ConstructionProperties { get; init; } = new Dictionary<string, object?>();
}

/// <summary>A port: an outcome by which an activity is left (Flow), or a property that embeds another (Embedded).</summary>
internal sealed record PortDescriptor(string Name, string DisplayName, string Type, bool IsBrowsable = true);

internal sealed record InputDescriptor(string Name, string TypeName, string DisplayName, string UiHint)
{
    public string? Description { get; init; }

    public float Order { get; init; }

    public string? Category { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSerializable { get; init; } = true;

    public bool IsSynthetic { get; init; }

    public bool IsWrapped { get; init; } = true;

    public JsonObject UiSpecifications { get; init; } = [];

    public JsonNode? DefaultValue { get; init; }

    public string? DefaultSyntax { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsSensitive { get; init; }

    public bool AutoEvaluate { get; init; } = true;
}

internal sealed record OutputDescriptor(string Name, string TypeName, string DisplayName)
{
    public string? Description { get; init; }

    public float Order { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSerializable { get; init; } = true;

    public bool IsSynthetic { get; init; }
}
