using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>The context of one call of one activity.</summary>
internal sealed class StepContext(Burst burst, ActivityExecution execution) : ActivityContext, IExpressionScope
{
    private object?[]? _inputs;

    public Burst Burst { get; } = burst;

    public ActivityExecution Execution { get; } = execution;

    public ActivityNode Node => Execution.Node;

    /// <summary>Null as long as the activity has not completed.</summary>
    public IReadOnlyList<string>? Outcomes { get; private set; }

    public IReadOnlyList<string>? ScriptOutcomes { get; private set; }

    public override string InstanceId => Burst.State.Id;

    public override string DefinitionId => Burst.State.Workflow.DefinitionId;

    public override string? CorrelationId => Burst.State.CorrelationId;

    public override string ActivityId => Node.Id;

    public override string ActivityInstanceId => Burst.ActivityInstanceId(Execution.Id);

    public override IServiceProvider Services => Burst.Services;

    public override TimeProvider Clock => Burst.Clock;

    public override CancellationToken CancellationToken => Burst.CancellationToken;

    string IExpressionScope.DefinitionId => Burst.State.Workflow.DefinitionId;

    string IExpressionScope.DefinitionVersionId => Burst.State.Workflow.VersionId;

    int IExpressionScope.DefinitionVersion => Burst.State.Workflow.Version;

    string IExpressionScope.CreateEventLink(string eventName, DateTimeOffset? expiresAt) => Burst.CreateEventLink is { } create
        ? create(Burst.Services, new WorkflowEventLink(eventName, InstanceId, expiresAt))
        : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NoEventLinks));

    string? IExpressionScope.CorrelationId
    {
        get => Burst.State.CorrelationId;
        set => Burst.State.CorrelationId = value;
    }

    string? IExpressionScope.InstanceName
    {
        get => Burst.State.Name;
        set => Burst.State.Name = value;
    }

    IReadOnlyDictionary<string, object?> IExpressionScope.WorkflowInput => WorkflowInput;

    IEnumerable<string> IExpressionScope.WorkflowInputNames => Composite is { } composite
        ? composite.Node.Inputs.Select(input => input.Name)
        : Burst.State.Workflow.Inputs.Length == 0 ? Burst.State.Input.Keys : Burst.State.Input.Keys.Union(Burst.State.Workflow.Inputs.Select(input => input.Name), StringComparer.Ordinal);

    object? IExpressionScope.LastResult => Burst.State.LastResult;

    public IEnumerable<string> VariableNames
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (_, declarations) in Scopes())
            {
                foreach (var variable in declarations)
                {
                    if (seen.Add(variable.Name))
                    {
                        yield return variable.Name;
                    }
                }
            }

            foreach (var name in Burst.State.Added.Keys)
            {
                if (seen.Add(name))
                {
                    yield return name;
                }
            }
        }
    }

    /// <summary>The workflow used as an activity that this execution is inside of, if any.</summary>
    private ActivityExecution? Composite
    {
        get
        {
            var around = Execution.Parent;
            while (around is { Node.IsComposite: false })
            {
                around = around.Parent;
            }

            return around;
        }
    }

    private IReadOnlyDictionary<string, object?> WorkflowInput
    {
        get
        {
            if (Composite is not { } composite)
            {
                return Burst.State.Input;
            }

            var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var input in composite.Node.Inputs)
            {
                inputs[input.Name] = ValueConverter.Normalize(composite.KeptInput(input));
            }

            return inputs;
        }
    }

    /// <summary>Evaluates the inputs, as is done once before the activity executes.</summary>
    public async ValueTask EvaluateInputsAsync()
    {
        var inputs = Node.Inputs;
        var values = inputs.Length == 0 ? [] : new object?[inputs.Length];
        for (var index = 0; index < inputs.Length; index++)
        {
            values[index] = inputs[index].IsLazy ? null : await EvaluateAsync(inputs[index].Expression, inputs[index].Name, inputs[index].Type);
        }

        _inputs = values;
        Burst.Lines.AddInputs(Execution, values);
    }

    /// <summary>Evaluates an input that is not evaluated beforehand.</summary>
    public ValueTask<object?> EvaluateInputAsync(string name)
    {
        var input = Array.Find(Node.Inputs, input => input.Name == name) ?? throw new ArgumentException($"{Node.TypeName} declares no input {name}.", nameof(name));
        return EvaluateAsync(input.Expression, input.Name, input.Type);
    }

    public async ValueTask<object?> EvaluateAsync(Expression? expression, string name, Type type)
    {
        switch (expression)
        {
            case null:
                return null;
            case ConstantExpression constant:
                return constant.Value;
        }

        try
        {
            return ValueConverter.Convert(await expression.EvaluateAsync(this), type);
        }
        catch (Exception exception) when (exception is PermanentFailureException or InvalidCastException)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UnevaluatedInput, GraphCompiler.InputLabel(Node, name), WorkflowMessage.Of(exception), Node.DisplayName), exception);
        }
    }

    /// <summary>Lets go of the inputs: no later call will read them.</summary>
    public void ForgetInputs() => _inputs = null;

    /// <summary>Keeps what the later calls of a waiting activity will read.</summary>
    public void KeepInputs()
    {
        for (var index = 0; _inputs is not null && index < _inputs.Length; index++)
        {
            if (Node.Inputs[index].Expression is { IsConstant: false } && _inputs[index] is { } value)
            {
                Execution.Inputs[Node.Inputs[index].Name] = ValueConverter.Normalize(value);
            }
        }
    }

    public override T? GetInput<T>(string name)
        where T : default
    {
        for (var index = 0; index < Node.Inputs.Length; index++)
        {
            var input = Node.Inputs[index];
            if (string.Equals(input.Name, name, StringComparison.Ordinal))
            {
                return ValueConverter.To<T>(_inputs is not null ? _inputs[index] : Execution.KeptInput(input));
            }
        }

        throw new ArgumentException($"{Node.TypeName} declares no input {name}.", nameof(name));
    }

    public override void SetOutput(string name, object? value)
    {
        var state = Burst.State;
        var normal = ValueConverter.Normalize(value);
        state.LastResult = normal;
        Burst.Lines.AddOutput(Execution, name, normal);
        if (state.Workflow.ReadsOutputs)
        {
            state.Recorded[$"{Node.Id}:{name}"] = normal;
        }

        foreach (var binding in Node.Outputs)
        {
            if (string.Equals(binding.Name, name, StringComparison.Ordinal) && !TrySetVariable(binding.TargetId, binding.TargetId, normal))
            {
                SetWorkflowOutput(binding.TargetId, normal, isDeclared: true);
            }
        }
    }

    /// <summary>Writes an output of the workflow, or of the workflow used as an activity that this execution is inside of.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="value">A value that converts to its type.</param>
    /// <param name="isDeclared">Whether only an output that the workflow declares is written.</param>
    public void SetWorkflowOutput(string name, object? value, bool isDeclared)
    {
        if (Composite is not { } composite)
        {
            if (!Burst.State.TrySetOutput(name, value) && !isDeclared)
            {
                Burst.State.Output[name] = ValueConverter.Normalize(value);
            }

            return;
        }

        if (composite.Node.Type!.Outputs.FirstOrDefault(output => output.Name == name) is { } declared)
        {
            try
            {
                new StepContext(Burst, composite).SetOutput(name, ValueConverter.ToStored(value, declared.Type));
            }
            catch (InvalidCastException exception)
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UnfitOutput, name, WorkflowMessage.Of(exception)), exception);
            }
        }
    }

    public bool HasActivity(string activity) => FindActivity(activity) is not null;

    public object? GetOutput(string activity, string? output)
    {
        var node = FindActivity(activity);
        var name = output ?? (node?.Type?.Outputs is [var first, ..] outputs ? (outputs.FirstOrDefault(declared => declared.Name == "Result") ?? first).Name : null);
        return node is null || name is null ? null : Burst.State.Recorded.GetValueOrDefault($"{node.Id}:{name}");
    }

    public void SetVariable(string name, object? value)
    {
        if (!TrySetVariable(null, name, value))
        {
            throw new KeyNotFoundException($"No scope declares the variable {name}.");
        }
    }

    public bool TryGetVariable(string? id, string? name, out object? value)
    {
        var (values, index, _) = FindVariable(id, name);
        value = null;
        if (index < 0)
        {
            return name is not null && Burst.State.Added.TryGetValue(name, out value);
        }

        value = values[index];
        return true;
    }

    public bool TrySetVariable(string? id, string? name, object? value)
    {
        var (values, index, declaration) = FindVariable(id, name);
        if (index < 0)
        {
            if (name is null || !Burst.State.Added.ContainsKey(name))
            {
                return false;
            }

            AddVariable(name, value);
            return true;
        }

        try
        {
            values[index] = ValueConverter.ToStored(value, declaration!.Type);
            return true;
        }
        catch (InvalidCastException exception)
        {
            throw new PermanentFailureException(new WorkflowMessage(MessageCodes.UnfitVariable, declaration!.Name, WorkflowMessage.Of(exception)), exception);
        }
    }

    public void AddVariable(string name, object? value) => Burst.State.Added[name] = ValueConverter.Normalize(value);

    public override T? Recall<T>(string key)
        where T : default => ValueConverter.To<T>(Execution.Memory.GetValueOrDefault(key));

    public override void Remember(string key, object? value) => Execution.Memory[key] = ValueConverter.Normalize(value);

    public override void Journal(string eventName, string message) => Burst.Journal(Execution, eventName, message);

    public override void Complete(params ReadOnlySpan<string> outcomes) => Outcomes = outcomes.Length == 0 ? Burst.Done : outcomes.ToArray();

    public override void Wait(Bookmark bookmark)
    {
        if (bookmark.Key.Length > 200)
        {
            throw new ArgumentException("The key of a bookmark has at most 200 characters.", nameof(bookmark));
        }

        var state = Burst.State;
        var row = new BookmarkRow(
            ++state.LastBookmark,
            Node.Id,
            Execution.Id,
            bookmark.Name,
            bookmark.Key,
            state.CorrelationId,
            bookmark.DueAt,
            bookmark.Payload is null ? null : JsonSerializer.Serialize(bookmark.Payload, bookmark.Payload.GetType(), JsonText.Values),
            Burst.Now);
        Execution.Bookmarks.Add(row.Number);
        Burst.Changes.AddedBookmarks.Add(row);
    }

    /// <summary>Takes what started the instance at this activity, which then need not wait for it. Succeeds once.</summary>
    public bool TryTakeTrigger(out object? payload)
    {
        var state = Burst.State;
        if (!string.Equals(state.TriggerActivityId, Node.Id, StringComparison.Ordinal))
        {
            payload = null;
            return false;
        }

        payload = state.TriggerPayload;
        state.TriggerActivityId = null;
        state.TriggerPayload = null;
        return true;
    }

    /// <summary>Has the activity called between two steps (<see cref="BuiltInActivity.CallOutsideAsync"/>), then resumed with what it brought back.</summary>
    public void CallOutside()
    {
        Wait(new Bookmark(Node.TypeName, ActivityInstanceId));
        Burst.SendCall(Execution.Bookmarks[^1]);
    }

    /// <summary>Schedules a child of a container.</summary>
    public void Schedule(ActivityNode child, bool isBackward = false, object?[]? iteration = null) =>
        Burst.State.Enqueue(new WorkItem { Node = child, Owner = Execution, IsBackward = isBackward, Iteration = iteration });

    public void SetOutcomes(IReadOnlyList<string> outcomes) => ScriptOutcomes = outcomes;

    /// <summary>By identifier in all scopes first, then by name: an inner variable of the same name does not hide the one that is meant.</summary>
    private (object?[] Values, int Index, VariableDeclaration? Declaration) FindVariable(string? id, string? name)
    {
        if (id is not null && Find(id, isId: true) is { Declaration: not null } found)
        {
            return found;
        }

        return name is null ? (Burst.State.Variables, -1, null) : Find(name, isId: false);
    }

    private (object?[] Values, int Index, VariableDeclaration? Declaration) Find(string text, bool isId)
    {
        foreach (var (values, declarations) in Scopes())
        {
            var index = IndexOf(declarations, text, isId);
            if (index >= 0)
            {
                return (values, index, declarations[index]);
            }
        }

        return (Burst.State.Variables, -1, null);
    }

    /// <summary>
    /// Scopes visible from here, nearest first: what each activity around declares, what a loop gives to the iteration, in the end the workflow. A workflow
    /// used as an activity sees nothing around itself; its own inputs and outputs belong to who uses it.
    /// </summary>
    private IEnumerable<(object?[] Values, VariableDeclaration[] Declarations)> Scopes()
    {
        for (var scope = Execution; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.IsComposite && scope != Execution)
            {
                yield return (scope.Variables, scope.Node.Variables);
                yield break;
            }

            if (scope.Node.Variables.Length > 0 && !scope.Node.IsComposite)
            {
                yield return (scope.Variables, scope.Node.Variables);
            }

            if (scope.Iteration is { } iteration)
            {
                yield return (iteration, scope.Node.Parent!.Iteration);
            }
        }

        yield return (Burst.State.Variables, Burst.State.Workflow.Variables);
    }

    private static int IndexOf(VariableDeclaration[] variables, string text, bool isId)
    {
        for (var index = 0; index < variables.Length; index++)
        {
            if ((isId ? variables[index].Id : variables[index].Name) == text)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>By identifier, by name, else by a name that only differs from it in case and signs, as part of a function's name does.</summary>
    private ActivityNode? FindActivity(string activity)
    {
        var nodes = Burst.State.Workflow.Nodes;
        var around = Node.Composite;
        return nodes.GetValueOrDefault(around is null ? activity : $"{around.Id}:{activity}")
            ?? nodes.Values.FirstOrDefault(candidate => candidate.Composite == around && string.Equals(candidate.Name, activity, StringComparison.Ordinal))
            ?? nodes.Values.FirstOrDefault(candidate => candidate.Composite == around && string.Equals(Letters(candidate.Name), activity, StringComparison.OrdinalIgnoreCase));
    }

    private static string Letters(string name) => string.Concat(name.Where(letter => char.IsLetterOrDigit(letter) || letter is '_' or '$'));
}
