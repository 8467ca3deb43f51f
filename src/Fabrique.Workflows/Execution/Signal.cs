using System.Text.Json;

namespace Fabrique.Workflows.Execution;

internal enum SignalKind
{
    Start = 1,
    Resume = 2,

    /// <summary>A stimulus, by name and key, that starts and resumes what it matches.</summary>
    Stimulus = 3,

    Cancel = 4,

    /// <summary>One bookmark that a stimulus matched: instance and number.</summary>
    ResumeBookmark = 5,

    /// <summary>A stimulus that has started what it starts, kept for a bookmark to come.</summary>
    KeptStimulus = 6,

    /// <summary>Something to be done without a transaction for the activity that waits on a bookmark, which is then resumed: instance and number.</summary>
    Call = 7,

    /// <summary>Cancels the instances that a cancelled one caused, a page at a time from the identifier in the key.</summary>
    CancelChildren = 8,

    /// <summary>Executes again what an incident stopped: instance and, in the key, incident.</summary>
    RetryIncident = 9,

    /// <summary>A timer that failed when it was due: the bookmark's instance and number.</summary>
    Timer = 10,

    /// <summary>What an instance has queued, and could not go on with.</summary>
    Continue = 11,

    /// <summary>A trigger that failed when it was due: number of the trigger in the key, its version and due instant in the payload.</summary>
    Trigger = 12,

    /// <summary>Cancels the instances of a definition, a page at a time from the identifier in the key.</summary>
    CancelDefinition = 13,
}

/// <summary>A row of the inbox.</summary>
internal sealed record Signal(string Id, SignalKind Kind)
{
    /// <summary>Key of a start whose payload holds more than its input.</summary>
    private const string StartForm = "form";

    /// <summary>Definition id, or name of the bookmark or stimulus.</summary>
    public string? Name { get; init; }

    /// <summary>Key of the bookmark or stimulus, number of the bookmark; for a start, <see cref="StartForm"/> or null.</summary>
    public string? Key { get; init; }

    public string? InstanceId { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>JSON: input of the start or its <see cref="StartForm"/>, input of the resumption, payload of the stimulus.</summary>
    public string? Payload { get; init; }

    public string? ParentInstanceId { get; init; }

    public int Attempts { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>The trace in which it was written.</summary>
    public string? TraceParent { get; init; } = WorkflowTelemetry.TraceParent;

    public JsonElement? ReadPayload() => Payload is null ? null : JsonSerializer.Deserialize<JsonElement>(Payload);

    /// <summary>Writes a start: its input alone, or all that it asks for when that is more.</summary>
    public Signal WithStart(StartRequest request)
    {
        var isPlain = request is { VersionId: null, TriggerActivityId: null, AwaitedAs: null, Name: null, Depth: 0, Variables.Count: 0 };
        return this with
        {
            Name = request.DefinitionId,
            Key = isPlain ? null : StartForm,
            CorrelationId = request.CorrelationId,
            ParentInstanceId = request.ParentInstanceId,
            Payload = isPlain
                ? Burst.PayloadText(request.Input)
                : Burst.PayloadText(new
                {
                    version = request.VersionId,
                    activity = request.TriggerActivityId,
                    payload = request.TriggerPayload,
                    awaitedAs = request.AwaitedAs,
                    untilItWaits = request.IsAwaitedUntilItWaits,
                    input = request.Input,
                    name = request.Name,
                    variables = request.Variables,
                    depth = request.Depth,
                }),
        };
    }

    public StartRequest ToStart()
    {
        var payload = ReadPayload();
        var form = Key == StartForm ? payload : null;
        return new(Name!)
        {
            InstanceId = InstanceId,
            CorrelationId = CorrelationId,
            ParentInstanceId = ParentInstanceId,
            VersionId = Text(form, "version"),
            TriggerActivityId = Text(form, "activity"),
            TriggerPayload = form?.GetProperty("payload"),
            AwaitedAs = Text(form, "awaitedAs"),
            IsAwaitedUntilItWaits = form?.GetProperty("untilItWaits").GetBoolean() ?? false,
            Input = Values(form is null ? payload : form.Value.GetProperty("input")),
            Name = form?.TryGetProperty("name", out var given) == true ? given.GetString() : null,
            Depth = form?.TryGetProperty("depth", out var depth) == true ? depth.GetInt32() : 0,
            Variables = Values(form?.TryGetProperty("variables", out var variables) == true ? variables : null),
        };
    }

    private static string? Text(JsonElement? form, string name) => form?.GetProperty(name).GetString();

    private static Dictionary<string, object?> Values(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } values
        ? values.EnumerateObject().ToDictionary(property => property.Name, property => (object?)property.Value, StringComparer.Ordinal)
        : [];
}
