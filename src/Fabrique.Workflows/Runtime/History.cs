using System.Globalization;
using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>Tells what an instance did, from the lines of its journal and what its state says is still open.</summary>
internal sealed class History(InstanceState state, List<StoredLine> lines, WorkflowOptions options)
{
    private static readonly JsonElement Mask = JsonSerializer.SerializeToElement(JournalText.Mask);
    private readonly Dictionary<ActivityNode, Dictionary<string, JsonElement>> _constants = [];

    public List<JournalRecord> Records() => Records([]);

    /// <param name="parents">What is known of the executions that began before these lines.</param>
    public List<JournalRecord> Records(Dictionary<int, int?> parents) => [.. lines.Select(line => Record(line, parents))];

    public List<ActivityExecutionRecord> Executions(string? activityId)
    {
        var traces = Traces();
        var faults = Faults(traces);
        return
        [
            .. traces.Values
                .Where(trace => activityId is null || trace.ActivityId == activityId)
                .OrderBy(trace => trace.Id)
                .Select(trace => Execution(trace, traces, faults)),
        ];
    }

    private string Name(int execution) => string.Create(CultureInfo.InvariantCulture, $"{state.Id}:{execution}");

    private JournalRecord Record(StoredLine line, Dictionary<int, int?> parents)
    {
        if (line.EventName == "Started")
        {
            parents[line.ExecutionId] = line.ParentId;
        }

        var node = state.Workflow.Nodes.GetValueOrDefault(line.ActivityId);
        var payload = line.EventName == "Completed" ? JsonSerializer.SerializeToElement(new { Outcomes = line.Payload ?? JsonSerializer.SerializeToElement(Burst.Done) }) : line.Payload;
        return new JournalRecord(line.Sequence, line.At, line.ActivityId, Name(line.ExecutionId), node?.TypeName ?? "", line.EventName, line.Message, payload)
        {
            ParentActivityInstanceId = parents.GetValueOrDefault(line.ExecutionId) is { } parent ? Name(parent) : null,
            ActivityName = node?.Name ?? "",
            ActivityTypeVersion = node?.Type?.Metadata.Version ?? 1,
            NodeId = node?.NodeId ?? line.ActivityId,
            ActivityState = line.EventName == "Started" && Inputs(node, line.Inputs) is { Count: > 0 } inputs ? JsonSerializer.SerializeToElement(inputs, JsonText.Compact) : null,
        };
    }

    private ActivityExecutionRecord Execution(Trace trace, SortedDictionary<int, Trace> traces, Dictionary<int, int> faults)
    {
        var node = state.Workflow.Nodes.GetValueOrDefault(trace.ActivityId);
        var open = state.Executions.GetValueOrDefault(trace.Id);
        return new ActivityExecutionRecord(Name(trace.Id), state.Id, trace.ActivityId, trace.StartedAt)
        {
            ActivityNodeId = node?.NodeId ?? trace.ActivityId,
            ActivityType = node?.TypeName ?? "",
            ActivityTypeVersion = node?.Type?.Metadata.Version ?? 1,
            ActivityName = node?.Name ?? "",
            DisplayName = node?.DisplayName ?? trace.ActivityId,
            ParentId = trace.ParentId is { } parent ? Name(parent) : null,
            Depth = Ancestors(trace, traces).Count(),
            CompletedAt = trace.EndedAt,
            Status = open is not null ? (open.IsFaulted ? ActivityStatus.Faulted : ActivityStatus.Running) : trace.Ending,
            HasBookmarks = open is { Bookmarks.Count: > 0 },
            Outcomes = trace.Outcomes,
            OutcomeNames = node is null ? trace.Outcomes : [.. trace.Outcomes.Select(port => OutlookBuilder.OutcomeName(node, port))],
            ActivityState = Inputs(node, trace.Inputs),
            Outputs = trace.Outputs,
            FaultMessage = trace.FaultMessage,
            ExceptionType = trace.ExceptionType,
            AggregateFaultCount = faults.GetValueOrDefault(trace.Id),
        };
    }

    /// <summary>What the lines tell of each execution. One that the journal has no room to end is ended all the same when the state no longer has it.</summary>
    private SortedDictionary<int, Trace> Traces()
    {
        var traces = new SortedDictionary<int, Trace>();
        foreach (var line in lines.Where(line => line.ExecutionId > 0 && line.EventName != JournalWriter.Truncated))
        {
            if (!traces.TryGetValue(line.ExecutionId, out var trace))
            {
                traces[line.ExecutionId] = trace = new Trace { Id = line.ExecutionId, ActivityId = line.ActivityId, StartedAt = line.At };
            }

            trace.Read(line);
        }

        foreach (var open in state.Executions.Values.Where(open => !traces.ContainsKey(open.Id)))
        {
            traces[open.Id] = new Trace { Id = open.Id, ActivityId = open.Node.Id, StartedAt = open.Since, ParentId = open.Parent?.Id };
        }

        return traces;
    }

    private static Dictionary<int, int> Faults(SortedDictionary<int, Trace> traces)
    {
        var faults = new Dictionary<int, int>();
        foreach (var trace in traces.Values.Where(trace => trace.Faults > 0))
        {
            foreach (var counted in Ancestors(trace, traces).Prepend(trace))
            {
                faults[counted.Id] = faults.GetValueOrDefault(counted.Id) + trace.Faults;
            }
        }

        return faults;
    }

    private static IEnumerable<Trace> Ancestors(Trace trace, SortedDictionary<int, Trace> traces)
    {
        while (trace.ParentId is { } parent && traces.TryGetValue(parent, out var found) && found.Id < trace.Id)
        {
            yield return found;
            trace = found;
        }
    }

    /// <summary>The inputs that the journal kept, and those that stand in the definition.</summary>
    private Dictionary<string, JsonElement> Inputs(ActivityNode? node, JsonElement? kept)
    {
        var inputs = node is null ? new Dictionary<string, JsonElement>(StringComparer.Ordinal) : new Dictionary<string, JsonElement>(Constants(node), StringComparer.Ordinal);
        if (kept is { } values)
        {
            foreach (var value in values.EnumerateObject())
            {
                inputs[value.Name] = value.Value;
            }
        }

        return inputs;
    }

    private Dictionary<string, JsonElement> Constants(ActivityNode node)
    {
        if (_constants.TryGetValue(node, out var known))
        {
            return known;
        }

        var constants = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var input in node.Inputs)
        {
            var policy = node.Journal.OfInput(input.Name);
            if (input.Expression is ConstantExpression { Value: { } value } && policy != ValuePolicy.Exclude && (policy != ValuePolicy.Inherit || options.Journal.KeepsValues))
            {
                constants[input.Name] = policy == ValuePolicy.Mask ? Mask : JsonSerializer.Deserialize<JsonElement>(JournalText.Write(value, options, []));
            }
        }

        return _constants[node] = constants;
    }

    /// <summary>One execution while its lines are read.</summary>
    private sealed class Trace
    {
        public required int Id { get; init; }

        public required string ActivityId { get; init; }

        public required DateTime StartedAt { get; init; }

        public int? ParentId { get; set; }

        public DateTime? EndedAt { get; private set; }

        /// <summary>What it is when it is no longer open.</summary>
        public ActivityStatus Ending { get; private set; } = ActivityStatus.Completed;

        public IReadOnlyList<string> Outcomes { get; private set; } = [];

        public JsonElement? Inputs { get; private set; }

        public Dictionary<string, JsonElement> Outputs { get; } = new(StringComparer.Ordinal);

        public string? FaultMessage { get; private set; }

        public string? ExceptionType { get; private set; }

        public int Faults { get; private set; }

        public void Read(StoredLine line)
        {
            ParentId ??= line.ParentId;
            Inputs ??= line.Inputs;
            if (line.Outputs is { } outputs)
            {
                foreach (var output in outputs.EnumerateObject())
                {
                    Outputs[output.Name] = output.Value;
                }
            }

            switch (line.EventName)
            {
                case "Completed":
                    (EndedAt, Ending) = (line.At, ActivityStatus.Completed);
                    Outcomes = line.Payload is { ValueKind: JsonValueKind.Array } ports ? [.. ports.EnumerateArray().Select(port => port.ToString())] : Burst.Done;
                    break;
                case "Canceled":
                    (EndedAt, Ending) = (line.At, ActivityStatus.Canceled);
                    break;
                case "Faulted":
                    Faults++;
                    Ending = ActivityStatus.Faulted;
                    FaultMessage = line.Message;
                    ExceptionType = line.Payload is { ValueKind: JsonValueKind.Object } fault && fault.TryGetProperty("exceptionType", out var type) ? type.GetString() : null;
                    break;
                case "Resumed":
                    Ending = ActivityStatus.Completed;
                    break;
            }
        }
    }
}
