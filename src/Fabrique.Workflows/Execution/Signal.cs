using System.Text.Json;

namespace Fabrique.Workflows.Execution;

internal enum SignalKind
{
    Start = 1,
    Resume = 2,
    Publish = 3,
    Cancel = 4,

    /// <summary>One bookmark of a published event: instance and number.</summary>
    ResumeBookmark = 5,
}

/// <summary>A row of the inbox.</summary>
internal sealed record Signal(string Id, SignalKind Kind)
{
    /// <summary>Definition, bookmark or event name.</summary>
    public string? Name { get; init; }

    /// <summary>Bookmark key, or bookmark number.</summary>
    public string? Key { get; init; }

    public string? InstanceId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>JSON: input of the start, of the resumption, payload of the event.</summary>
    public string? Payload { get; init; }

    public string? ParentInstanceId { get; init; }

    public int Attempts { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public JsonElement? ReadPayload() => Payload is null ? null : JsonSerializer.Deserialize<JsonElement>(Payload);

    public StartRequest ToStart() => new(Name!)
    {
        InstanceId = InstanceId,
        CorrelationId = CorrelationId,
        ParentInstanceId = ParentInstanceId,
        Input = ReadPayload() is { ValueKind: JsonValueKind.Object } input
            ? input.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal)
            : [],
    };
}
