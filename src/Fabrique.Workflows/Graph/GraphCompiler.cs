using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>Compiles a definition once, collecting every problem instead of stopping at the first.</summary>
internal sealed class GraphCompiler
{
    private const int DeepestNesting = 64;
    private const string ExecutionMode = "Flowchart:ExecutionMode";
    private readonly ActivityRegistry _registry;
    private readonly ExpressionCompiler _expressions;
    private readonly List<DefinitionProblem> _problems = [];
    private readonly Dictionary<string, ActivityNode> _nodes = new(StringComparer.Ordinal);
    private Scope _scope;
    private readonly List<NamingExpression> _naming = [];
    private bool _readsOutputs;

    private GraphCompiler(WorkflowDocument document, CompositeVersions composites, ActivityRegistry registry, ExpressionLimits limits)
    {
        _registry = registry;
        _scope = new Scope(document, composites, null);
        _expressions = new ExpressionCompiler(limits);
    }

    public static CompiledWorkflow Compile(WorkflowDocument document, CompositeVersions composites, string versionId, int version, ActivityRegistry registry, ExpressionLimits limits)
    {
        var compiler = new GraphCompiler(document, composites, registry, limits);
        return compiler.Compile(document, versionId, version);
    }

    public void Report(ActivityNode? node, ProblemCode code, params object?[] arguments) => Add(ProblemSeverity.Error, node, code, arguments);

    /// <summary>Reports what does not block publishing.</summary>
    public void Warn(ActivityNode? node, ProblemCode code, params object?[] arguments) => Add(ProblemSeverity.Warning, node, code, arguments);

    /// <summary>The name by which the palette shows an input, or a property that holds no expression.</summary>
    public static string InputLabel(ActivityNode node, string name) =>
        (node.Type?.Inputs.FirstOrDefault(input => input.Name == name)?.DisplayName ?? node.Type?.Properties.FirstOrDefault(property => property.Name == name)?.DisplayName) is { Length: > 0 } shown ? shown : name;

    /// <summary>Compiles the activities of an array property, in order.</summary>
    public ActivityNode[] Children(ActivityNode parent, JsonNode? array)
    {
        var position = 0;
        return [.. Objects(parent, array).Select(child => Node(child, parent, position++))];
    }

    /// <summary>Compiles the activity of an embedded port, when there is one.</summary>
    public ActivityNode? Port(ActivityNode parent, JsonNode? activity, int position)
    {
        if (activity is JsonObject json)
        {
            return Node(json, parent, position);
        }

        if (activity is not null)
        {
            Report(parent, ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.NotAnActivity, activity.GetPropertyName()));
        }

        return null;
    }

    /// <summary>The objects of an array property; anything else in its place is a problem.</summary>
    public IEnumerable<JsonObject> Objects(ActivityNode? node, JsonNode? array)
    {
        if (array is null)
        {
            return [];
        }

        if (array is not JsonArray items || items.Any(item => item is not JsonObject))
        {
            Report(node, ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.NotAListOfObjects, array.GetPropertyName()));
        }

        return (array as JsonArray ?? []).OfType<JsonObject>();
    }

    /// <summary>The text of a property; anything else in its place is a problem.</summary>
    public string? Text(ActivityNode? node, JsonObject json, string name)
    {
        var text = json.Text(name);
        if (text is null && json[name] is not null)
        {
            Report(node, ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.NotAText, name));
        }

        return text;
    }

    public Expression? Expression(ActivityNode node, string name, JsonNode? json, Type target)
    {
        try
        {
            return json switch
            {
                null => null,
                JsonObject wrapped when wrapped["expression"] is JsonObject expression => Checked(node, _expressions.Compile(expression, target)),
                JsonObject wrapped when wrapped.TryGetPropertyValue("expression", out var expression) =>
                    expression is null ? null : throw new UnreadableTextException(new WorkflowMessage(MessageCodes.NotAnObject, "expression")),
                JsonObject bare when bare.ContainsKey("type") && bare.ContainsKey("value") && bare.Count <= 3 => Checked(node, _expressions.Compile(bare, target)),
                _ => ExpressionCompiler.Literal(json, target),
            };
        }
        catch (FormatException exception)
        {
            Report(node, ProblemCodes.UnreadableInput, InputLabel(node, name), WorkflowMessage.Of(exception));
            return null;
        }
        catch (InvalidOperationException)
        {
            // The way in which a JSON node says that it is of another kind.
            Report(node, ProblemCodes.UnreadableInput, InputLabel(node, name), new WorkflowMessage(MessageCodes.TextExpected));
            return null;
        }
    }

    /// <summary>Compiles a script that an activity is given as such.</summary>
    /// <exception cref="FormatException">The text is not a script.</exception>
    public Expression Script(ActivityNode node, string source) => Checked(node, _expressions.JavaScript(source))!;

    /// <summary>Finds the variable that an activity names, from the nearest scope outwards: by its identifier, then by its name.</summary>
    public VariableDeclaration? FindVariable(ActivityNode node, string? id, string? name) =>
        (id is null ? null : FindVariable(node, variable => variable.Id == id)) ?? (name is null ? null : FindVariable(node, variable => variable.Name == name));

    /// <summary>Whether the definition that is being compiled declares a workflow output.</summary>
    public bool DeclaresOutput(string name) => Array.Exists(_scope.Outputs, declared => declared.Name == name);

    /// <summary>Whether a flowchart works with tokens: by its own custom properties, or else by those of its definition.</summary>
    public bool IsTokenBased(ActivityNode node, JsonObject json)
    {
        var written = json.Object("customProperties")?[ExecutionMode] ?? _scope.Document.Model.Object("customProperties")?[ExecutionMode];
        switch (written?.ToString())
        {
            case null or "" or "Default" or "CounterBased":
                return false;
            case "TokenBased":
                return true;
            default:
                Report(node, ProblemCodes.UnknownExecutionMode, written!.ToString());
                return false;
        }
    }

    /// <summary>Finds the nearest variable of which something is true.</summary>
    public VariableDeclaration? FindVariable(ActivityNode node, Predicate<VariableDeclaration> match)
    {
        for (var scope = node; scope is not null; scope = scope.Parent)
        {
            if (scope.IsComposite)
            {
                if (scope != node)
                {
                    return Array.Find(scope.Variables, match);
                }
            }
            else if (Array.Find(scope.Variables, match) is { } found)
            {
                return found;
            }

            if (scope.Parent is { } around && Array.Find(around.Iteration, match) is { } given)
            {
                return given;
            }
        }

        return Array.Find(_scope.Variables, match);
    }

    private CompiledWorkflow Compile(WorkflowDocument document, string versionId, int version)
    {
        ActivityNode? root = null;
        ReadScope(null);
        var variables = _scope.Variables;
        var outputs = _scope.Outputs;
        var inputs = _scope.Inputs;
        if (document.Root is { } json)
        {
            root = Node(json, null, 0);
        }
        else
        {
            Report(null, ProblemCodes.MissingRoot);
        }

        NamingChecks.Report(_naming, _nodes.Values, this);
        if (document.DefinitionId.Length == 0)
        {
            Report(null, ProblemCodes.MissingDefinitionId);
        }

        var activation = document.Model.Object("options")?.Text("activationStrategyType");
        if (!ActivationStrategies.TryRead(activation, out var activationStrategy))
        {
            Report(null, ProblemCodes.UnknownActivationStrategy, activation);
        }

        return new CompiledWorkflow
        {
            DefinitionId = document.DefinitionId,
            VersionId = versionId,
            Version = version,
            Name = document.Name,
            Root = root,
            Nodes = _nodes.ToFrozenDictionary(StringComparer.Ordinal),
            Variables = variables,
            Inputs = inputs,
            Outputs = outputs,
            HasTransientVariables = variables.Concat(_nodes.Values.SelectMany(node => node.Variables)).Any(variable => !variable.IsKept),
            ActivationStrategy = activationStrategy,
            IncidentStrategy = Strategy(document.Model.Object("options")?["incidentStrategyType"]),
            ReadsOutputs = _readsOutputs,
            HasSecrets = variables.Concat(_nodes.Values.SelectMany(node => node.Variables)).Any(variable => variable.IsSecret),
            Problems = _problems,
        };
    }

    private static IncidentStrategy? Strategy(JsonNode? name) => name?.ToString() switch
    {
        { } text when text.Contains("ContinueWithIncidents", StringComparison.Ordinal) => IncidentStrategy.ContinueWithIncidents,
        { } text when text.Contains("Fault", StringComparison.Ordinal) => IncidentStrategy.Fault,
        _ => null,
    };

    /// <summary>Reads what a definition declares for its activities, and looks whether its expressions read outputs.</summary>
    private void ReadScope(ActivityNode? composite)
    {
        var model = _scope.Document.Model;
        foreach (var name in (ReadOnlySpan<string>)["options", "customProperties"])
        {
            if (model[name] is not (null or JsonObject))
            {
                Report(composite, ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.NotAnObject, name));
            }
        }

        _scope.Journal = JournalPolicy.DefaultOf(model["customProperties"]);
        _scope.Variables = Variables(composite, model["variables"]);
        _scope.Inputs = Arguments(composite, model["inputs"], MessageCodes.TheInput);
        _scope.Outputs = Arguments(composite, model["outputs"], MessageCodes.TheOutput);
        var text = _scope.Document.ToModelJson();
        _readsOutputs |= text.Contains("getLastResult", StringComparison.Ordinal)
            // It reads the text once, however long: a limit in time would only meet a machine that stalls.
            || Regex.IsMatch(text, "get[A-Za-z0-9]+From", RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
    }

    private ActivityNode Node(JsonObject json, ActivityNode? parent, int position)
    {
        var typeName = json.Text("type") ?? "";
        var id = json.Text("id") is { Length: > 0 } written ? written : json["id"] is null or JsonValue ? _scope.NewId(typeName) : "";
        var type = _registry.Find(typeName);
        var composite = type is null && typeName.Length > 0 ? _scope.Composites.Find(json) : null;
        var node = new ActivityNode
        {
            Id = _scope.Composite is { } around ? $"{around.Id}:{id}" : id,
            LocalId = id,
            NodeId = $"{parent?.NodeId ?? "Workflow1"}:{id}",
            Depth = parent is null ? 0 : parent.Depth + 1,
            Composite = _scope.Composite,
            IsComposite = composite is not null,
            TypeName = typeName,
            Name = json.Text("name") ?? "",
            DisplayName = StepNames.Of(json, type ?? composite?.Type),
            CanStartWorkflow = json.Object("customProperties")?.Flag("canStartWorkflow") ?? false,
            Parent = parent,
            Position = position,
            Type = type ?? composite?.Type,
        };
        CheckIdentity(node, json);
        if (node.Depth > DeepestNesting)
        {
            Report(node, ProblemCodes.NestedTooDeep, DeepestNesting);
            return node;
        }

        if (composite is not null)
        {
            Embed(node, json, composite);
        }
        else if (type is not null)
        {
            node.Variables = Variables(node, json["variables"]);
            ReadInputs(node, type, json);
            node.Prepared = (type.Activity as BuiltInActivity)?.Prepare(node, json, this);
        }

        if (node.Type is not null)
        {
            node.Journal = JournalPolicy.Of(node, json, _scope.Journal, this);
            DrawingChecks.Report(node, this);
        }

        return node;
    }

    private void CheckIdentity(ActivityNode node, JsonObject json)
    {
        Text(node, json, "name");
        Text(node, json, "type");
        if (Text(node, json, "id") is not { Length: > 0 } && (json["id"] is null || json.Text("id") is not null))
        {
            Warn(node, ProblemCodes.MissingActivityId);
        }

        if (!_nodes.TryAdd(node.Id, node))
        {
            Report(node, ProblemCodes.DuplicateActivityId);
        }

        foreach (var name in (ReadOnlySpan<string>)["customProperties", "metadata"])
        {
            if (json[name] is not (null or JsonObject))
            {
                Report(node, ProblemCodes.MalformedValue, new WorkflowMessage(MessageCodes.NotAnObject, name));
            }
        }

        if (node.Type is null && (json["type"] is null || json.Text("type") is not null))
        {
            var (code, argument) = _scope.Composites.Refusal(json)
                ?? (ProblemCodes.UnknownActivityType, json.Text("type") is { } type ? ElsewhereActivities.MessageOf(type) : new WorkflowMessage(MessageCodes.MissingType));
            Report(node, code, argument);
        }
    }

    private void ReadInputs(ActivityNode node, ActivityType type, JsonObject json)
    {
        node.Inputs = [.. type.Inputs.Select(input => Input(node, input, json))];
        node.Outputs = [.. type.Outputs.Select(output => Output(node, output, json)).OfType<OutputBinding>()];
    }

    /// <summary>Compiles a workflow used as an activity, in the scope of its own definition.</summary>
    private void Embed(ActivityNode node, JsonObject json, CompositeVersion composite)
    {
        ReadInputs(node, composite.Type, json);
        var outer = _scope;
        _scope = new Scope(composite.Document, composite.Composites, node);
        ReadScope(node);
        node.Variables = _scope.Variables;
        if (composite.Document.Root is { } root)
        {
            node.Children = [Node(root, node, 0)];
        }

        _scope = outer;
    }

    private CompiledInput Input(ActivityNode node, InputAttribute input, JsonObject json)
    {
        var errors = _problems.Count;
        var expression = Expression(node, input.Name, json[JsonNamingPolicy.CamelCase.ConvertName(input.Name)], input.Type);
        if (expression is null && input.DefaultValue is not null)
        {
            expression = ExpressionCompiler.Literal(JsonValue.Create(input.DefaultValue), input.Type);
        }

        if (input.IsRequired && _problems.Count == errors && expression is null or ConstantExpression { Value: null or "" })
        {
            Report(node, ProblemCodes.MissingInput, InputLabel(node, input.Name));
        }

        return new CompiledInput(input.Name, input.Type, !input.AutoEvaluate, expression);
    }

    /// <summary>An output goes to a variable, by identifier or name, or to an output of the workflow; "activity:Output" says only where scripts read it.</summary>
    private OutputBinding? Output(ActivityNode node, OutputAttribute output, JsonObject json)
    {
        var label = output.DisplayName is { Length: > 0 } shown ? shown : output.Name;
        var written = json[JsonNamingPolicy.CamelCase.ConvertName(output.Name)];
        if (written is not (null or JsonObject) || (written as JsonObject)?["memoryReference"] is not (null or JsonObject))
        {
            Report(node, ProblemCodes.UnreadableOutput, label);
            return null;
        }

        if ((written as JsonObject)?.Object("memoryReference") is not { } reference || Text(node, reference, "id") is not { Length: > 0 } id || id == $"{node.LocalId}:{output.Name}")
        {
            return null;
        }

        if (FindVariable(node, id, id) is null && !DeclaresOutput(id))
        {
            Warn(node, ProblemCodes.UnknownOutputTarget, label, id);
        }

        return new OutputBinding(output.Name, id);
    }

    private ArgumentDeclaration[] Arguments(ActivityNode? composite, JsonNode? declarations, string title)
    {
        var arguments = new List<ArgumentDeclaration>();
        foreach (var json in Objects(composite, declarations))
        {
            var name = Text(composite, json, "name") ?? "";
            var type = ValueTypes.Find(Text(composite, json, "type"), json.Flag("isArray"));
            try
            {
                arguments.Add(new ArgumentDeclaration(name, type, VariableDeclaration.DefaultOf(json["defaultValue"], type)));
            }
            catch (InvalidCastException exception)
            {
                Report(composite, ProblemCodes.UnreadableDeclaration, new WorkflowMessage(title, name), WorkflowMessage.Of(exception));
            }
        }

        return [.. arguments];
    }

    private VariableDeclaration[] Variables(ActivityNode? node, JsonNode? array)
    {
        var variables = new List<VariableDeclaration>();
        foreach (var json in Objects(node, array))
        {
            try
            {
                var variable = VariableDeclaration.Read(json);
                if (variables.Exists(other => other.Id == variable.Id))
                {
                    Report(node, ProblemCodes.DuplicateVariableId, variable.Id);
                }
                else
                {
                    variables.Add(variable);
                }
            }
            catch (InvalidCastException exception)
            {
                Report(node, ProblemCodes.UnreadableDeclaration, Variable(json), WorkflowMessage.Of(exception));
            }
            catch (InvalidOperationException)
            {
                Report(node, ProblemCodes.UnreadableDeclaration, Variable(json), new WorkflowMessage(MessageCodes.WrongProperty));
            }
        }

        return [.. variables];

        static WorkflowMessage Variable(JsonObject json) => new(MessageCodes.TheVariable, json["name"]?.ToString());
    }

    private Expression? Checked(ActivityNode node, Expression? compiled)
    {
        if (compiled is VariableExpression { Variable: var variable } && FindVariable(node, variable.Id, variable.Name) is null)
        {
            Report(node, ProblemCodes.UnknownVariable, variable.ToString());
        }

        if (compiled?.Names is { } names)
        {
            _naming.Add(new NamingExpression(node, names, _scope.Inputs));
        }

        return compiled;
    }

    private void Add(ProblemSeverity severity, ActivityNode? node, ProblemCode code, object?[] arguments) =>
        _problems.Add(new DefinitionProblem(severity, code, node?.Id ?? "", node?.TypeName ?? "", code.With(arguments)) { ActivityName = node?.DisplayName ?? "" });

    /// <summary>The definition that is being compiled, and what it declares.</summary>
    private sealed class Scope(WorkflowDocument document, CompositeVersions composites, ActivityNode? composite)
    {
        private HashSet<string>? _ids;

        public WorkflowDocument Document { get; } = document;

        public CompositeVersions Composites { get; } = composites;

        /// <summary>The activity that stands for it; null for the definition itself.</summary>
        public ActivityNode? Composite { get; } = composite;

        public ValuePolicy Journal { get; set; }

        public VariableDeclaration[] Variables { get; set; } = [];

        public ArgumentDeclaration[] Inputs { get; set; } = [];

        public ArgumentDeclaration[] Outputs { get; set; } = [];

        /// <summary>Names an activity that its definition leaves without identifier after its type, as Elsa does.</summary>
        public string NewId(string typeName)
        {
            _ids ??= [.. IdsIn(Document.Root)];
            var name = typeName[(typeName.LastIndexOf('.') + 1)..];
            var number = 1;
            while (!_ids.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}{number}")))
            {
                number++;
            }

            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}{number}");
        }

        private static IEnumerable<string> IdsIn(JsonNode? node) => node switch
        {
            JsonObject json => json.SelectMany(property => IdsIn(property.Value)).Concat(json.Text("id") is { } id ? [id] : []),
            JsonArray array => array.SelectMany(IdsIn),
            _ => [],
        };
    }
}
