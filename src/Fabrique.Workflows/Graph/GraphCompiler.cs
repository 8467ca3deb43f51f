using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>Compiles a definition once, collecting every problem instead of stopping at the first.</summary>
internal sealed class GraphCompiler
{
    private const int DeepestNesting = 64;
    private readonly ActivityRegistry _registry;
    private readonly List<DefinitionProblem> _problems = [];
    private readonly Dictionary<string, ActivityNode> _nodes = new(StringComparer.Ordinal);
    private ArgumentDeclaration[] _outputs = [];
    private VariableDeclaration[] _variables = [];
    private ValuePolicy _journal;

    private GraphCompiler(ActivityRegistry registry, ExpressionLimits limits)
    {
        _registry = registry;
        Expressions = new ExpressionCompiler(limits);
    }

    public ExpressionCompiler Expressions { get; }

    public static CompiledWorkflow Compile(WorkflowDocument document, string versionId, int version, ActivityRegistry registry, ExpressionLimits limits)
    {
        var compiler = new GraphCompiler(registry, limits);
        return compiler.Compile(document, versionId, version);
    }

    public void Report(ActivityNode? node, string reason, ProblemSeverity severity = ProblemSeverity.Error) =>
        _problems.Add(new DefinitionProblem(severity, node?.Id ?? "", node?.TypeName ?? "", reason));

    /// <summary>Compiles the activities of an array property, in order.</summary>
    public ActivityNode[] Children(ActivityNode parent, JsonNode? array)
    {
        var position = 0;
        return [.. (array as JsonArray ?? []).OfType<JsonObject>().Select(child => Node(child, parent, position++))];
    }

    /// <summary>Compiles the activity of an embedded port, when there is one.</summary>
    public ActivityNode? Port(ActivityNode parent, JsonNode? activity, int position) => activity is JsonObject json ? Node(json, parent, position) : null;

    public Expression? Expression(ActivityNode node, string name, JsonNode? json, Type target)
    {
        try
        {
            return json switch
            {
                null => null,
                JsonObject wrapped when wrapped["expression"] is JsonObject expression => Checked(node, Expressions.Compile(expression, target), expression),
                JsonObject wrapped when wrapped.ContainsKey("expression") => null,
                JsonObject bare when bare.ContainsKey("type") && bare.ContainsKey("value") && bare.Count <= 3 => Checked(node, Expressions.Compile(bare, target), bare),
                _ => ExpressionCompiler.Literal(json, target),
            };
        }
        catch (FormatException exception)
        {
            Report(node, $"l’entrée « {name} » ne se lit pas : {exception.Message}");
            return null;
        }
    }

    /// <summary>Finds the variable that an activity names, from the nearest scope outwards: by its identifier, then by its name.</summary>
    public VariableDeclaration? FindVariable(ActivityNode node, string? id, string? name) =>
        (id is null ? null : FindVariable(node, variable => variable.Id == id)) ?? (name is null ? null : FindVariable(node, variable => variable.Name == name));

    private VariableDeclaration? FindVariable(ActivityNode node, Predicate<VariableDeclaration> match)
    {
        for (var scope = node; scope is not null; scope = scope.Parent)
        {
            if (Array.Find(scope.Variables, match) is { } found)
            {
                return found;
            }
        }

        return Array.Find(_variables, match);
    }

    private ArgumentDeclaration[] Arguments(IEnumerable<JsonObject> declarations, string kind)
    {
        var arguments = new List<ArgumentDeclaration>();
        foreach (var json in declarations)
        {
            var name = json["name"]?.ToString() ?? "";
            var type = ValueTypes.Find(json["type"]?.ToString(), json["isArray"] is JsonValue flag && flag.TryGetValue<bool>(out var isArray) && isArray);
            try
            {
                arguments.Add(new ArgumentDeclaration(name, type, VariableDeclaration.DefaultOf(json["defaultValue"], type)));
            }
            catch (InvalidCastException exception)
            {
                Report(null, $"{kind} « {name} » ne se lit pas : {exception.Message}");
            }
        }

        return [.. arguments];
    }

    private CompiledWorkflow Compile(WorkflowDocument document, string versionId, int version)
    {
        _variables = Variables(null, document.Model["variables"]);
        var inputs = Arguments(document.Inputs, "l’entrée");
        _outputs = Arguments(document.Outputs, "la sortie");
        _journal = JournalPolicy.DefaultOf(document.Model["customProperties"]);
        ActivityNode? root = null;
        if (document.Root is { } json)
        {
            root = Node(json, null, 0);
        }
        else
        {
            Report(null, "la définition n’a pas d’activité racine");
        }

        if (document.DefinitionId.Length == 0)
        {
            Report(null, "la définition n’a pas d’identifiant (definitionId)");
        }

        var activation = (document.Model["options"] as JsonObject)?["activationStrategyType"]?.ToString();
        if (!ActivationStrategies.TryRead(activation, out var activationStrategy))
        {
            Report(null, $"la stratégie d’activation « {activation} » est inconnue");
        }

        var text = document.ToModelJson();
        return new CompiledWorkflow
        {
            DefinitionId = document.DefinitionId,
            VersionId = versionId,
            Version = version,
            Name = document.Name,
            Root = root,
            Nodes = _nodes.ToFrozenDictionary(StringComparer.Ordinal),
            Variables = _variables,
            Inputs = inputs,
            Outputs = _outputs,
            HasTransientVariables = _variables.Concat(_nodes.Values.SelectMany(node => node.Variables)).Any(variable => !variable.IsKept),
            ActivationStrategy = activationStrategy,
            IncidentStrategy = Strategy((document.Model["options"] as JsonObject)?["incidentStrategyType"]),
            ReadsOutputs = text.Contains("getLastResult", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(text, "get[A-Za-z0-9]+From", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)),
            HasSecrets = _variables.Concat(_nodes.Values.SelectMany(node => node.Variables)).Any(variable => variable.IsSecret),
            Problems = _problems,
        };
    }

    private static IncidentStrategy? Strategy(JsonNode? name) => name?.ToString() switch
    {
        { } text when text.Contains("ContinueWithIncidents", StringComparison.Ordinal) => IncidentStrategy.ContinueWithIncidents,
        { } text when text.Contains("Fault", StringComparison.Ordinal) => IncidentStrategy.Fault,
        _ => null,
    };

    private ActivityNode Node(JsonObject json, ActivityNode? parent, int position)
    {
        var id = json["id"]?.ToString() ?? "";
        var typeName = json["type"]?.ToString() ?? "";
        var type = _registry.Find(typeName);
        var node = new ActivityNode
        {
            Id = id,
            NodeId = $"{parent?.NodeId ?? "Workflow1"}:{id}",
            TypeName = typeName,
            Name = json["name"]?.ToString() ?? "",
            DisplayText = (json["metadata"] as JsonObject)?["displayText"]?.ToString() is { Length: > 0 } text ? text : null,
            CanStartWorkflow = (json["customProperties"] as JsonObject)?["canStartWorkflow"] is JsonValue flag && flag.TryGetValue<bool>(out var canStart) && canStart,
            Parent = parent,
            Position = position,
            Type = type,
        };
        if (id.Length == 0)
        {
            Report(node, "l’activité n’a pas d’identifiant");
        }
        else if (!_nodes.TryAdd(id, node))
        {
            Report(node, "deux activités portent le même identifiant");
        }

        if (type is null)
        {
            Report(node, "le type d’activité est inconnu");
            return node;
        }

        if (node.NodeId.AsSpan().Count(':') > DeepestNesting)
        {
            Report(node, $"les activités s’emboîtent sur plus de {DeepestNesting} niveaux");
            return node;
        }

        node.Variables = Variables(node, json["variables"]);
        node.Inputs = [.. type.Inputs.Select(input => Input(node, input, json))];
        node.Outputs = [.. type.Outputs.Select(output => Output(node, output, json)).OfType<OutputBinding>()];
        node.Prepared = (type.Activity as BuiltInActivity)?.Prepare(node, json, this);
        node.Journal = JournalPolicy.Of(node, json, _journal, this);
        DrawingChecks.Report(node, json, this);
        return node;
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
            Report(node, $"l’entrée obligatoire « {input.Name} » manque");
        }

        return new CompiledInput(input.Name, input.Type, expression);
    }

    /// <summary>An output goes to a variable, by identifier or name, or to an output of the workflow; "activity:Output" says only where scripts read it.</summary>
    private OutputBinding? Output(ActivityNode node, OutputAttribute output, JsonObject json)
    {
        if ((json[JsonNamingPolicy.CamelCase.ConvertName(output.Name)] as JsonObject)?["memoryReference"] is not JsonObject reference || reference["id"]?.ToString() is not { Length: > 0 } id)
        {
            return null;
        }

        if (id == $"{node.Id}:{output.Name}")
        {
            return null;
        }

        if (FindVariable(node, id, id) is null && !Array.Exists(_outputs, declared => declared.Name == id))
        {
            Report(node, $"la sortie « {output.Name} » est liée à « {id} », qui n’est ni une variable ni une sortie du circuit", ProblemSeverity.Warning);
        }

        return new OutputBinding(output.Name, id);
    }

    private VariableDeclaration[] Variables(ActivityNode? node, JsonNode? array)
    {
        var variables = new List<VariableDeclaration>();
        foreach (var json in (array as JsonArray ?? []).OfType<JsonObject>())
        {
            try
            {
                variables.Add(VariableDeclaration.Read(json));
            }
            catch (Exception exception) when (exception is InvalidCastException or InvalidOperationException)
            {
                Report(node, $"la variable « {json["name"]} » ne se lit pas : {exception.Message}");
            }
        }

        return [.. variables];
    }

    private Expression? Checked(ActivityNode node, Expression? compiled, JsonObject expression)
    {
        if (compiled is VariableExpression)
        {
            var reference = expression["value"] as JsonObject;
            var name = reference is null ? expression["value"]?.ToString() : (string?)reference["name"];
            if (FindVariable(node, (string?)reference?["id"], name) is null)
            {
                Report(node, $"la variable « {name} » n’existe pas");
            }
        }

        return compiled;
    }
}
