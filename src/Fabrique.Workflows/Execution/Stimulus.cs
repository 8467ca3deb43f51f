namespace Fabrique.Workflows.Execution;

/// <summary>A stimulus: what bookmarks and triggers of that name and key wait for.</summary>
/// <param name="Name">Name of the bookmarks and triggers, for example <c>Elsa.Event</c>.</param>
/// <param name="Key">Their key, for example the event's name.</param>
internal sealed record StimulusRequest(string Name, string Key)
{
    /// <summary>Resumes only instances with this correlation id when not null; instances started receive it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Reaches only this instance when not null, and starts none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A value that serialises to JSON: what the activity receives.</summary>
    public object? Payload { get; init; }

    /// <summary>Whether it may start instances.</summary>
    public bool MayStart { get; init; } = true;

    /// <summary>How long it is kept for a bookmark to come when none matches; it is not kept when null.</summary>
    public TimeSpan? Retention { get; init; }
}

/// <summary>What a stimulus did at once.</summary>
/// <param name="Started">Instances that it started.</param>
/// <param name="Resumed">Instances that it resumed; an instance that waited twice is there twice.</param>
internal sealed record StimulusOutcome(IReadOnlyList<InstanceSummary> Started, IReadOnlyList<InstanceSummary> Resumed);
