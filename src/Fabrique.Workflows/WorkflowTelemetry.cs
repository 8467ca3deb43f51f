using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fabrique.Workflows.Execution;
using Span = System.Diagnostics.Activity;
using SpanContext = System.Diagnostics.ActivityContext;
using SpanKind = System.Diagnostics.ActivityKind;

namespace Fabrique.Workflows;

/// <summary>
/// What the runtime tells of its own work: ids, codes and numbers, nothing that a definition or a person wrote. A row that is worked off later carries the trace of
/// whoever wrote it.
/// </summary>
public static class WorkflowTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Fabrique.Workflows";

    internal const string ProcedureTag = "fabrique.procedure";
    internal const string ActivityTag = "fabrique.activity";
    internal const string InstanceTag = "fabrique.instance";
    internal const string CorrelationTag = "fabrique.correlation";
    internal const string OutcomeTag = "fabrique.outcome";
    internal const string SourceTag = "fabrique.source";
    internal const string SignalTag = "fabrique.signal";

    internal static ActivitySource Source { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("fabrique.workflow.steps", "{step}", "Steps committed, by procedure and outcome");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "fabrique.workflow.step.duration", "s", "Time from the beginning of a step to its commit, by procedure", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly Histogram<double> Lateness = Meter.CreateHistogram(
        "fabrique.workflow.lateness", "s", "How long after it was due something is first worked off, by source", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400] });

    /// <summary>The trace to be carried by a row that is worked off later, as W3C's <c>traceparent</c>, 55 characters; null when nobody follows traces.</summary>
    public static string? TraceParent => Source.HasListeners() && Span.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>Begins a span in the trace that a row carries, linked to the span of whoever works it off; in the present trace when it carries none.</summary>
    /// <param name="source">Whose span it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="traceParent">What the row carries.</param>
    /// <returns>Null when nobody follows traces, or not this one.</returns>
    public static Span? Continue(ActivitySource source, string name, string? traceParent)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!source.HasListeners() || !SpanContext.TryParse(traceParent, null, isRemote: true, out var parent))
        {
            return source.StartActivity(name);
        }

        ActivityLink[] links = Span.Current is { IdFormat: ActivityIdFormat.W3C } current && current.TraceId != parent.TraceId ? [new ActivityLink(current.Context)] : [];
        return source.StartActivity(name, SpanKind.Consumer, parent, links: links);
    }

    internal static void NoteStep(Span? span, InstanceState state, string? activityType, string outcome, TimeSpan took)
    {
        var procedure = KeyValuePair.Create<string, object?>(ProcedureTag, state.Workflow.DefinitionId);
        Steps.Add(1, procedure, KeyValuePair.Create<string, object?>(OutcomeTag, outcome));
        Durations.Record(took.TotalSeconds, procedure);
        if (span is not null)
        {
            span.DisplayName = activityType is null ? span.OperationName : $"{span.OperationName} {activityType}";
            span.SetTag(ProcedureTag, state.Workflow.DefinitionId).SetTag(InstanceTag, state.Id).SetTag(CorrelationTag, state.CorrelationId).SetTag(ActivityTag, activityType).SetTag(OutcomeTag, outcome);
        }
    }

    internal static void NoteLateness(string source, TimeSpan late) => Lateness.Record(Math.Max(0, late.TotalSeconds), KeyValuePair.Create<string, object?>(SourceTag, source));
}
