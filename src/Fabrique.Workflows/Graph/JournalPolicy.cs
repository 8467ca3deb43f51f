using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>What the journal does with a value.</summary>
internal enum ValuePolicy
{
    /// <summary>As the settings of the runtime say.</summary>
    Inherit,

    /// <summary>It is kept.</summary>
    Include,

    /// <summary>It is left out.</summary>
    Exclude,

    /// <summary>It is a secret: only that it was there is kept.</summary>
    Mask,
}

/// <summary>
/// What the journal keeps of an activity's inputs and outputs: Elsa's log persistence, decided by the property, else the activity, else the definition; secrets
/// are masked whatever these say.
/// </summary>
internal sealed class JournalPolicy
{
    public static readonly JournalPolicy Default = new(ValuePolicy.Inherit, FrozenDictionary<string, ValuePolicy>.Empty, FrozenDictionary<string, ValuePolicy>.Empty);

    private readonly ValuePolicy _default;
    private readonly FrozenDictionary<string, ValuePolicy> _inputs;
    private readonly FrozenDictionary<string, ValuePolicy> _outputs;

    private JournalPolicy(ValuePolicy defaults, FrozenDictionary<string, ValuePolicy> inputs, FrozenDictionary<string, ValuePolicy> outputs)
    {
        _default = defaults;
        _inputs = inputs;
        _outputs = outputs;
        IsSilent = defaults == ValuePolicy.Exclude && inputs.Count == 0;
    }

    /// <summary>Whether no input is kept at all.</summary>
    public bool IsSilent { get; }

    public ValuePolicy OfInput(string name) => _inputs.GetValueOrDefault(name, _default);

    public ValuePolicy OfOutput(string name) => _outputs.GetValueOrDefault(name, _default);

    /// <param name="customProperties">Those of an activity or of a definition.</param>
    /// <returns>What it says of all its values.</returns>
    public static ValuePolicy DefaultOf(JsonNode? customProperties) => Mode(Section(customProperties)?["default"]);

    /// <summary>Reads the policy of an activity, once its inputs, outputs and variables are compiled.</summary>
    public static JournalPolicy Of(ActivityNode node, JsonObject json, ValuePolicy definition, GraphCompiler compiler)
    {
        var section = Section(json["customProperties"]);
        var own = Mode(section?["default"]);
        var defaults = own == ValuePolicy.Inherit ? definition : own;
        var isSecretTarget = node.Prepared is VariableDeclaration { IsSecret: true };
        var inputs = Collect(node.Inputs.Select(input => input.Name), section?["inputs"], name => isSecretTarget || IsSecretInput(node, name, json, compiler));
        var outputs = Collect((node.Type?.Outputs ?? []).Select(output => output.Name), section?["outputs"], name => JournalText.IsSecretName(name) || IsSecretOutput(node, name, compiler));
        return defaults == ValuePolicy.Inherit && inputs.Count == 0 && outputs.Count == 0 ? Default : new JournalPolicy(defaults, inputs, outputs);

        FrozenDictionary<string, ValuePolicy> Collect(IEnumerable<string> names, JsonNode? modes, Func<string, bool> isSecret)
        {
            var found = new Dictionary<string, ValuePolicy>(StringComparer.Ordinal);
            foreach (var name in names)
            {
                var mode = Mode((modes as JsonObject)?[JsonNamingPolicy.CamelCase.ConvertName(name)] ?? (modes as JsonObject)?[name]);
                var decided = mode == ValuePolicy.Inherit ? defaults : mode;
                if (decided != ValuePolicy.Exclude && isSecret(name))
                {
                    decided = ValuePolicy.Mask;
                }

                if (decided != defaults)
                {
                    found[name] = decided;
                }
            }

            return found.ToFrozenDictionary(StringComparer.Ordinal);
        }
    }

    private static bool IsSecretInput(ActivityNode node, string name, JsonObject json, GraphCompiler compiler)
    {
        if (JournalText.IsSecretName(name) || (node.Type?.Inputs ?? []).Any(input => input.Name == name && input.IsSensitive))
        {
            return true;
        }

        return (json[JsonNamingPolicy.CamelCase.ConvertName(name)] as JsonObject)?["expression"] is JsonObject expression
            && Text(expression["type"]) == "Variable"
            && ExpressionReference.Of(expression["value"]) is var variable
            && compiler.FindVariable(node, variable.Id, variable.Name) is { IsSecret: true };
    }

    private static bool IsSecretOutput(ActivityNode node, string name, GraphCompiler compiler) =>
        node.Outputs.Any(binding => binding.Name == name && compiler.FindVariable(node, binding.TargetId, null) is { IsSecret: true });

    /// <summary>Studio's present name of the section, and the two that older definitions use.</summary>
    private static JsonObject? Section(JsonNode? customProperties) =>
        customProperties is JsonObject properties
            ? properties["logPersistenceConfig"] as JsonObject ?? properties["logPersistenceStrategy"] as JsonObject ?? properties["logPersistenceMode"] as JsonObject
            : null;

    /// <summary>A strategy by its type's name, or a literal. What would have to be computed is left out of the journal: the prudent reading.</summary>
    private static ValuePolicy Mode(JsonNode? mode)
    {
        if (mode is JsonObject config)
        {
            if (Text(config["evaluationMode"]) is not "Expression")
            {
                return Named(Text(config["strategyType"]));
            }

            return config["expression"] is not JsonObject expression ? ValuePolicy.Inherit
                : Text(expression["type"]) is null or "Literal" or "Object" ? Named(Text(expression["value"]))
                : ValuePolicy.Exclude;
        }

        return Named(Text(mode));
    }

    private static ValuePolicy Named(string? name) => name switch
    {
        null => ValuePolicy.Inherit,
        _ when name.Contains("Exclude", StringComparison.OrdinalIgnoreCase) => ValuePolicy.Exclude,
        _ when name.Contains("Include", StringComparison.OrdinalIgnoreCase) => ValuePolicy.Include,
        _ => ValuePolicy.Inherit,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
