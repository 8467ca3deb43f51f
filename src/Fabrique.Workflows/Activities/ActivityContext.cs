namespace Fabrique.Workflows;

/// <summary>What an activity sees of the execution that it takes part in.</summary>
public abstract class ActivityContext
{
    /// <summary>Identifier of the workflow instance.</summary>
    public abstract string InstanceId { get; }

    /// <summary>Identifier of the definition that the instance executes.</summary>
    public abstract string DefinitionId { get; }

    /// <summary>Correlation identifier of the instance: the business object that it is about, if any.</summary>
    public abstract string? CorrelationId { get; }

    /// <summary>Identifier of the activity in its definition.</summary>
    public abstract string ActivityId { get; }

    /// <summary>Identifier of this execution of the activity: a loop executes one activity several times.</summary>
    public abstract string ActivityInstanceId { get; }

    /// <summary>Services of the step, in one scope with its transaction.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>The clock of the runtime.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Cancelled when the host stops.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Reads an input of the activity, its expression evaluated just before <see cref="Activity.ExecuteAsync"/>.</summary>
    /// <typeparam name="T">The type to convert to.</typeparam>
    /// <param name="name">Name of the input, as in its <see cref="InputAttribute"/>.</param>
    /// <returns>The value, or <c>default</c> when the input is not set.</returns>
    /// <exception cref="InvalidCastException">The value does not convert to <typeparamref name="T"/>.</exception>
    public abstract T? GetInput<T>(string name);

    /// <summary>Writes an output of the activity, and the variable or workflow output bound to it.</summary>
    /// <param name="name">Name of the output, as in its <see cref="OutputAttribute"/>.</param>
    /// <param name="value">A value that serialises to JSON.</param>
    public abstract void SetOutput(string name, object? value);

    /// <summary>Reads what this execution remembered.</summary>
    /// <typeparam name="T">The type to convert to.</typeparam>
    /// <param name="key">A key of the activity's own choice.</param>
    /// <returns>The value, or <c>default</c>.</returns>
    public abstract T? Recall<T>(string key);

    /// <summary>Remembers a value for the later calls of this execution.</summary>
    /// <param name="key">A key of the activity's own choice.</param>
    /// <param name="value">A small value that serialises to JSON.</param>
    public abstract void Remember(string key, object? value);

    /// <summary>Adds a line to the journal of the instance.</summary>
    /// <param name="eventName">A stable name.</param>
    /// <param name="message">What to read later; no personal data.</param>
    public abstract void Journal(string eventName, string message);

    /// <summary>Completes the activity; what it still waited on is withdrawn.</summary>
    /// <param name="outcomes">The ports to leave by; <c>Done</c> when none is named.</param>
    public abstract void Complete(params ReadOnlySpan<string> outcomes);

    /// <summary>Waits on a bookmark. May be called several times: the activity is resumed for each.</summary>
    /// <param name="bookmark">What to wait for.</param>
    public abstract void Wait(Bookmark bookmark);
}

/// <summary>What a suspended activity waits for.</summary>
/// <param name="Name">Kind of stimulus, for example <c>Elsa.Event</c>.</param>
/// <param name="Key">Which one of that kind, for example the event's name; together they address the bookmark. At most 200 characters.</param>
public sealed record Bookmark(string Name, string Key)
{
    /// <summary>When set, the bookmark resumes by itself at this UTC instant, whatever the distance.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>A small value that serialises to JSON, shown in reports.</summary>
    public object? Payload { get; init; }
}

/// <summary>What resumed a bookmark.</summary>
/// <param name="Name">Name of the bookmark.</param>
/// <param name="Key">Key of the bookmark.</param>
/// <param name="Input">What the caller sent, or null.</param>
/// <param name="IsTimer">Whether the bookmark resumed by itself at its due instant.</param>
public sealed record Resumption(string Name, string Key, System.Text.Json.JsonElement? Input, bool IsTimer);
