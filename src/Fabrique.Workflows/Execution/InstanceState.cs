using System.Buffers;
using System.Text.Json;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>All that an instance is between two steps: a few columns of its row, and the rest as compact JSON.</summary>
internal sealed class InstanceState
{
    public required string Id { get; init; }

    public required CompiledWorkflow Workflow { get; init; }

    public string? Name { get; set; }

    public string? CorrelationId { get; set; }

    public string? ParentInstanceId { get; init; }

    /// <summary>Name of the bookmark by which the parent waits for this instance, until it has been told.</summary>
    public string? AwaitedAs { get; set; }

    /// <summary>Whether the parent goes on as soon as this instance waits.</summary>
    public bool IsAwaitedUntilItWaits { get; set; }

    public WorkflowStatus Status { get; set; }

    public WorkflowSubStatus SubStatus { get; set; }

    public int IncidentCount { get; set; }

    public required DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Number of commits; 0 for an instance that is not yet in the database.</summary>
    public int Revision { get; set; }

    public SortedDictionary<int, ActivityExecution> Executions { get; } = [];

    public LinkedList<WorkItem> Queue { get; } = [];

    public object?[] Variables { get; set; } = [];

    public Dictionary<string, object?> Input { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?> Output { get; } = new(StringComparer.Ordinal);

    /// <summary>Last outputs of activities as "activity id:output", remembered when the definition reads them.</summary>
    public Dictionary<string, object?> Recorded { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that scripts added and no scope declares.</summary>
    public Dictionary<string, object?> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>Bookmarks withdrawn while an incident stops who waits on them; a retry restores them.</summary>
    public List<BookmarkRow> Parked { get; } = [];

    /// <summary>The activity that started the instance, until it has executed.</summary>
    public string? TriggerActivityId { get; set; }

    /// <summary>What came with the stimulus that started the instance.</summary>
    public object? TriggerPayload { get; set; }

    /// <summary>Executions that the journal no longer had room for, by activity.</summary>
    public Dictionary<string, (int Started, int Completed)> Unwritten { get; } = new(StringComparer.Ordinal);

    public object? LastResult { get; set; }

    public int LastExecution { get; set; }

    public int LastBookmark { get; set; }

    public int LastSequence { get; set; }

    /// <summary>Whether nobody has asked the database yet if the new instance's version is still the published one.</summary>
    public bool IsVersionAssumed { get; set; }

    /// <summary>Activities executed since the instance last waited.</summary>
    public int WithoutWait { get; set; }

    /// <summary>How many launches one inside the other led to this instance.</summary>
    public int Depth { get; set; }

    /// <summary>Instances that it launched.</summary>
    public int Launches { get; set; }

    /// <summary>Mails that it wrote.</summary>
    public int Mails { get; set; }

    /// <summary>Tasks that it opened.</summary>
    public int Tasks { get; set; }

    public static InstanceState Create(string id, CompiledWorkflow workflow, StartRequest request, DateTime now)
    {
        var state = new InstanceState
        {
            Id = id,
            Workflow = workflow,
            Name = request.Name,
            CorrelationId = request.CorrelationId,
            ParentInstanceId = request.ParentInstanceId,
            SubStatus = WorkflowSubStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
            Variables = StateText.Defaults(workflow.Variables),
            AwaitedAs = request.AwaitedAs,
            IsAwaitedUntilItWaits = request.IsAwaitedUntilItWaits,
            Depth = request.Depth,
            TriggerActivityId = request.TriggerActivityId,
            TriggerPayload = ValueConverter.Normalize(request.TriggerPayload),
        };
        state.Accept(request.Input);
        state.Begin(request.Variables);
        state.Queue.AddLast(new WorkItem { Node = workflow.Root! });
        return state;
    }

    /// <summary>Gives a value to an output of the workflow.</summary>
    /// <returns>False when the workflow declares no such output.</returns>
    /// <exception cref="PermanentFailureException">The value does not convert to the declared type.</exception>
    public bool TrySetOutput(string name, object? value)
    {
        if (Array.Find(Workflow.Outputs, output => output.Name == name) is not { } declared)
        {
            return false;
        }

        try
        {
            Output[name] = ValueConverter.ToStored(value, declared.Type);
            return true;
        }
        catch (InvalidCastException exception)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UnfitOutput, name, WorkflowMessage.Of(exception)), exception);
        }
    }

    /// <summary>The values that are not written with the state, to be found again if a step of the same run begins anew.</summary>
    public Dictionary<(int Execution, string Variable), object?> TransientValues()
    {
        var values = new Dictionary<(int, string), object?>();
        foreach (var (execution, declarations, current) in Scopes())
        {
            for (var index = 0; index < declarations.Length; index++)
            {
                if (!declarations[index].IsKept)
                {
                    values[(execution, declarations[index].Id)] = current[index];
                }
            }
        }

        return values;
    }

    public void Restore(Dictionary<(int Execution, string Variable), object?> transient)
    {
        foreach (var (execution, declarations, current) in Scopes())
        {
            for (var index = 0; index < declarations.Length; index++)
            {
                if (transient.TryGetValue((execution, declarations[index].Id), out var value))
                {
                    current[index] = value;
                }
            }
        }
    }

    public InstanceData ToData() => new(
        [
            .. Scopes().SelectMany(scope => scope.Declarations.Select((variable, index) => new VariableValue(
                variable.Id,
                variable.Name,
                ValueTypes.AliasOf(variable.Type),
                ValueConverter.ToElement(scope.Values[index]),
                scope.Execution == 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}:{scope.Execution}"))
            {
                IsSecret = variable.IsSecret,
            })),
            .. Added.Select(added => new VariableValue(added.Key, added.Key, "Object", ValueConverter.ToElement(added.Value), null)),
        ],
        Input.ToDictionary(input => input.Key, input => ValueConverter.ToElement(input.Value), StringComparer.Ordinal),
        Output.ToDictionary(output => output.Key, output => ValueConverter.ToElement(output.Value), StringComparer.Ordinal));

    /// <summary>Gives a value to a variable: to that of the workflow, or else to the innermost one of the activities under way.</summary>
    /// <returns>Null when none has this identifier; otherwise the variable's name.</returns>
    /// <exception cref="InvalidVariableException">The value does not convert to the declared type.</exception>
    public string? TrySetVariable(string id, object? value)
    {
        foreach (var (_, declarations, values) in Scopes().Take(1).Concat(Scopes().Skip(1).Reverse()))
        {
            if (Array.FindIndex(declarations, declared => declared.Id == id) is not -1 and var index)
            {
                try
                {
                    values[index] = ValueConverter.ToStored(value, declarations[index].Type);
                    return declarations[index].Name;
                }
                catch (InvalidCastException exception)
                {
                    throw new InvalidVariableException(declarations[index].Name, WorkflowMessage.Of(exception));
                }
            }
        }

        if (!Added.ContainsKey(id))
        {
            return null;
        }

        Added[id] = ValueConverter.Normalize(value);
        return id;
    }

    /// <summary>Values of the secret variables in sight anywhere, long enough to be told from ordinary words.</summary>
    public List<string> SecretValues()
    {
        const int Shortest = 4;
        return
        [
            .. Scopes()
                .SelectMany(scope => scope.Declarations.Zip(scope.Values))
                .Where(pair => pair is { First.IsSecret: true, Second: not null })
                .Select(pair => ValueConverter.ToText(pair.Second!))
                .Where(text => text.Length >= Shortest),
        ];
    }

    private IEnumerable<(int Execution, VariableDeclaration[] Declarations, object?[] Values)> Scopes() =>
        Executions.Values.Select(execution => (execution.Id, execution.Node.Variables, execution.Variables)).Prepend((0, Workflow.Variables, Variables));

    private void Accept(IReadOnlyDictionary<string, object?> given)
    {
        foreach (var (name, value) in given)
        {
            Input[name] = ValueConverter.Normalize(value);
        }

        foreach (var declared in Workflow.Inputs)
        {
            if (!Input.TryGetValue(declared.Name, out var value) && declared.Default is null)
            {
                continue;
            }

            try
            {
                Input[declared.Name] = value is null ? declared.Default : ValueConverter.ToStored(value, declared.Type);
            }
            catch (InvalidCastException exception)
            {
                throw new InvalidInputException(declared.Name, exception);
            }
        }
    }

    /// <exception cref="InvalidVariableException">The workflow declares no such variable, or the value does not convert to its type.</exception>
    private void Begin(IReadOnlyDictionary<string, object?> given)
    {
        foreach (var (name, value) in given)
        {
            var id = Array.Find(Workflow.Variables, declared => declared.Name == name)?.Id;
            if (id is null || TrySetVariable(id, value) is null)
            {
                throw new InvalidVariableException(name, new WorkflowMessage(MessageCodes.UndeclaredByWorkflow));
            }
        }
    }

    public void Enqueue(WorkItem item)
    {
        Queue.AddLast(item);
        if (item.Owner is { } owner && item.ExecutionId is null)
        {
            owner.ScheduledChildren++;
        }
    }

    public void Dequeue(LinkedListNode<WorkItem> link)
    {
        Queue.Remove(link);
        if (link.Value.Owner is { } owner && link.Value.ExecutionId is null)
        {
            owner.ScheduledChildren--;
        }
    }

    public LinkedListNode<WorkItem>? NextDue(DateTime now)
    {
        for (var link = Queue.First; link is not null; link = link.Next)
        {
            if (link.Value.NotBefore is not { } notBefore || notBefore <= now)
            {
                return link;
            }
        }

        return null;
    }

    public byte[] Serialize()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing))
        {
            writer.WriteStartObject();
            writer.WriteNumber("c", LastExecution);
            writer.WriteNumber("j", LastSequence);
            if (LastBookmark > 0)
            {
                writer.WriteNumber("b", LastBookmark);
            }

            if (WithoutWait > 0)
            {
                writer.WriteNumber("l", WithoutWait);
            }

            WriteCount(writer, "d", Depth);
            WriteCount(writer, "e", Launches);
            WriteCount(writer, "m", Mails);
            WriteCount(writer, "w", Tasks);
            if (AwaitedAs is not null)
            {
                writer.WriteString(IsAwaitedUntilItWaits ? "h" : "g", AwaitedAs);
            }

            if (TriggerActivityId is not null)
            {
                writer.WriteString("t", TriggerActivityId);
                writer.WritePropertyName("u");
                ValueConverter.Write(writer, TriggerPayload);
            }

            StateText.WriteValues(writer, "v", Workflow.Variables, Variables);
            StateText.WriteMap(writer, "i", Input);
            StateText.WriteMap(writer, "o", Output);
            StateText.WriteMap(writer, "r", Recorded);
            StateText.WriteMap(writer, "a", Added);
            if (LastResult is not null && Workflow.ReadsOutputs)
            {
                writer.WritePropertyName("z");
                ValueConverter.WriteAny(writer, LastResult);
            }

            if (Unwritten.Count > 0)
            {
                WriteUnwritten(writer);
            }

            WriteList(writer, "x", Executions.Values, static (writer, execution) => execution.Write(writer));
            WriteList(writer, "q", Queue, static (writer, item) => item.Write(writer));
            WriteList(writer, "p", Parked, static (writer, bookmark) => JsonSerializer.Serialize(writer, bookmark, JsonText.Compact));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public void Deserialize(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes, JsonText.Reading);
        var json = document.RootElement;
        LastExecution = json.GetProperty("c").GetInt32();
        LastSequence = json.GetProperty("j").GetInt32();
        LastBookmark = json.TryGetProperty("b", out var bookmark) ? bookmark.GetInt32() : 0;
        WithoutWait = json.TryGetProperty("l", out var withoutWait) ? withoutWait.GetInt32() : 0;
        (Depth, Launches, Mails, Tasks) = (ReadCount(json, "d"), ReadCount(json, "e"), ReadCount(json, "m"), ReadCount(json, "w"));
        IsAwaitedUntilItWaits = json.TryGetProperty("h", out var awaited);
        AwaitedAs = IsAwaitedUntilItWaits || json.TryGetProperty("g", out awaited) ? awaited.GetString() : null;
        if (json.TryGetProperty("t", out var trigger))
        {
            TriggerActivityId = trigger.GetString();
            TriggerPayload = ValueConverter.Unwrap(json.GetProperty("u"));
        }

        Variables = StateText.ReadValues(json, "v", Workflow.Variables);
        StateText.ReadMap(json, "i", Input);
        StateText.ReadMap(json, "o", Output);
        StateText.ReadMap(json, "r", Recorded);
        StateText.ReadMap(json, "a", Added);
        LastResult = json.TryGetProperty("z", out var last) ? ValueConverter.ReadAny(last) : null;
        if (json.TryGetProperty("k", out var unwritten))
        {
            foreach (var counts in unwritten.EnumerateObject())
            {
                Unwritten[counts.Name] = (counts.Value[0].GetInt32(), counts.Value[1].GetInt32());
            }
        }

        foreach (var item in List(json, "x"))
        {
            var execution = ActivityExecution.Read(item, Workflow, Executions);
            Executions.Add(execution.Id, execution);
        }

        foreach (var item in List(json, "q"))
        {
            Enqueue(WorkItem.Read(item, Workflow, Executions));
        }

        Parked.AddRange(List(json, "p").Select(item => item.Deserialize<BookmarkRow>(JsonText.Compact)!));
    }

    public InstanceSummary Summarize() => new()
    {
        Id = Id,
        DefinitionId = Workflow.DefinitionId,
        DefinitionVersionId = Workflow.VersionId,
        Version = Workflow.Version,
        Name = Name,
        CorrelationId = CorrelationId,
        Status = Status,
        SubStatus = SubStatus,
        IncidentCount = IncidentCount,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        FinishedAt = FinishedAt,
    };

    private void WriteUnwritten(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("k");
        foreach (var (id, counts) in Unwritten)
        {
            writer.WriteStartArray(id);
            writer.WriteNumberValue(counts.Started);
            writer.WriteNumberValue(counts.Completed);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IReadOnlyCollection<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteCount(Utf8JsonWriter writer, string name, int count)
    {
        if (count > 0)
        {
            writer.WriteNumber(name, count);
        }
    }

    private static int ReadCount(JsonElement json, string name) => json.TryGetProperty(name, out var count) ? count.GetInt32() : 0;

    private static JsonElement.ArrayEnumerator List(JsonElement json, string name) => json.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;
}
