using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows;

/// <summary>The names of the activities of a definition.</summary>
public static class DefinitionNames
{
    /// <summary>Names the activities as the drawing does: by the text that somebody chose, or else by their type.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="registry">Names the types.</param>
    /// <returns>Names by identifier.</returns>
    public static IReadOnlyDictionary<string, string> Of(WorkflowDocument document, ActivityRegistry registry) =>
        new DefinitionOutline(document, registry, Untold).Steps.ToDictionary(step => step.Id, step => step.Label, StringComparer.Ordinal);

    /// <summary>Names one activity as <see cref="Of(WorkflowDocument, ActivityRegistry)"/> does.</summary>
    /// <param name="activity">The activity, as the definition writes it.</param>
    /// <param name="type">Its type; null when it is unknown.</param>
    /// <returns>Its name; empty when not even its type is written.</returns>
    public static string Of(JsonObject activity, ActivityType? type) => StepNames.Of(activity, type);

    /// <summary>Finds where an activity stands, by the names that <see cref="Of(WorkflowDocument, ActivityRegistry)"/> gives.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="registry">Names the types.</param>
    /// <param name="activityId">Identifier of the activity.</param>
    /// <returns>The activities that it stands in below the root, outermost first, then itself; empty for the root; null when there is no such activity.</returns>
    public static IReadOnlyList<NamedActivity>? PathTo(WorkflowDocument document, ActivityRegistry registry, string activityId)
    {
        var outline = new DefinitionOutline(document, registry, Untold);
        if (document.Root?.Text("id") == activityId)
        {
            return [];
        }

        if (outline.Find(activityId) is not { } step)
        {
            return null;
        }

        var path = new List<NamedActivity>();
        for (; step.ParentId is { } around; step = outline.Find(around)!)
        {
            path.Insert(0, new NamedActivity(step.Id, step.Label));
        }

        return path;
    }

    /// <summary>Nothing of an activity's name is the library's to say.</summary>
    private static string Untold(WorkflowMessage message) => message.ToString();
}

/// <summary>An activity of a definition.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">Name shown to people.</param>
public sealed record NamedActivity(string Id, string Name);

/// <summary>A value with the name by which people know it.</summary>
internal sealed record NamedValue(string Name, string Text);

/// <summary>An activity of an outline.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="TypeName">Type name.</param>
/// <param name="TypeLabel">Name of the type shown to people.</param>
/// <param name="Label">Name shown to people.</param>
/// <param name="IsNamed">Whether somebody chose the label.</param>
/// <param name="ParentId">The activity that it stands in; null for the root.</param>
/// <param name="Port">The property of the parent that it stands in.</param>
/// <param name="Values">What it is given and how it is set, by property.</param>
internal sealed record OutlinedStep(string Id, string TypeName, string TypeLabel, string Label, bool IsNamed, string? ParentId, string Port, IReadOnlyDictionary<string, NamedValue> Values);

/// <summary>A variable, an input or an output of the workflow.</summary>
/// <param name="Key">What it keeps when its name changes.</param>
/// <param name="Title">The code under which it is told, as the beginning of a sentence.</param>
/// <param name="Name">Name.</param>
/// <param name="Description">Its type, and its initial value when it has one.</param>
internal sealed record OutlinedDeclaration(string Key, string Title, string Name, string Description);

/// <summary>What a definition means to people, without regard to how it is written. Reads anything that is JSON.</summary>
internal sealed class DefinitionOutline
{
    private static readonly HashSet<string> NoValues =
        new(["id", "nodeId", "name", "type", "version", "customProperties", "metadata", "activities", "connections", "variables"], StringComparer.Ordinal);

    /// <summary>What Studio and the contract that it speaks write for themselves.</summary>
    private static readonly HashSet<string> NoSettings = new(["notFoundConnections", "VariableTestValues", "draftRevision"], StringComparer.Ordinal);

    private static readonly Dictionary<string, string> SettingCodes = new(StringComparer.Ordinal)
    {
        ["name"] = MessageCodes.SettingName,
        ["description"] = MessageCodes.SettingDescription,
        ["outcomes"] = MessageCodes.SettingOutcomes,
        ["activationStrategyType"] = MessageCodes.SettingActivation,
        ["incidentStrategyType"] = MessageCodes.SettingIncidents,
        ["usableAsActivity"] = MessageCodes.SettingUsable,
        ["autoUpdateConsumingWorkflows"] = MessageCodes.SettingUpdatesUsers,
        ["canStartWorkflow"] = MessageCodes.SettingStarts,
        ["runAsynchronously"] = MessageCodes.SettingInBackground,
        ["mergeMode"] = MessageCodes.SettingMerge,
        ["Flowchart:ExecutionMode"] = MessageCodes.SettingExecution,
        ["logPersistenceMode"] = MessageCodes.SettingJournal,
        ["logPersistenceConfig"] = MessageCodes.SettingJournal,
        ["resilienceStrategy"] = MessageCodes.SettingResilience,
    };

    private readonly ActivityRegistry _registry;
    private readonly Func<WorkflowMessage, string> _tell;
    private readonly Dictionary<string, OutlinedStep> _steps = new(StringComparer.Ordinal);
    private readonly List<OutlinedStep> _order = [];
    private readonly List<DefinitionArrow> _arrows = [];
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public DefinitionOutline(WorkflowDocument document, ActivityRegistry registry, Func<WorkflowMessage, string> tell)
    {
        _registry = registry;
        _tell = tell;
        Declarations = [.. Declared(document, "variables", MessageCodes.VariableTitle), .. Declared(document, "inputs", MessageCodes.InputTitle), .. Declared(document, "outputs", MessageCodes.OutputTitle)];
        Settings = ReadSettings(document);
        if (document.Root is { } root)
        {
            Visit(root, null, "root");
        }
    }

    public IReadOnlyDictionary<string, NamedValue> Settings { get; }

    public IReadOnlyList<OutlinedDeclaration> Declarations { get; private set; }

    /// <summary>The activities, each before those that stand in it.</summary>
    public IReadOnlyList<OutlinedStep> Steps => _order;

    public IEnumerable<DefinitionArrow> Arrows => _arrows;

    public OutlinedStep? Find(string id) => _steps.GetValueOrDefault(id);

    public string LabelOf(string id) => Find(id)?.Label ?? id;

    /// <summary>The outcome by which an arrow leaves, as it is shown to people; null when there is no choice.</summary>
    public string? PortName(DefinitionArrow arrow)
    {
        var type = Find(arrow.From) is { } step ? _registry.Find(step.TypeName) : null;
        var attribute = type?.Activity.GetType().GetCustomAttributes(typeof(OutcomesAttribute), inherit: false).OfType<OutcomesAttribute>().FirstOrDefault();
        var index = attribute?.Names.ToList().IndexOf(arrow.Port) ?? -1;
        return index >= 0 && index < attribute!.DisplayNames.Length ? attribute.DisplayNames[index] : arrow.Port is "Done" or "" ? null : arrow.Port;
    }

    private static bool IsActivity(JsonObject json) => json.Text("id") is { Length: > 0 } && json.Text("type") is { Length: > 0 } && !json.ContainsKey("typeName");

    private Dictionary<string, NamedValue> ReadSettings(WorkflowDocument document)
    {
        var settings = new Dictionary<string, NamedValue>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["name", "description", "outcomes"])
        {
            AddSetting(settings, name, document.Model[name]);
        }

        AddSettings(settings, document.Model["options"]);
        AddSettings(settings, document.Model["customProperties"]);
        return settings;
    }

    private void AddSettings(Dictionary<string, NamedValue> settings, JsonNode? group)
    {
        foreach (var (name, value) in group as JsonObject ?? [])
        {
            AddSetting(settings, name, value);
        }
    }

    /// <summary>A setting that is off or empty is as good as absent.</summary>
    private void AddSetting(Dictionary<string, NamedValue> settings, string name, JsonNode? value)
    {
        if (!NoSettings.Contains(name) && PlainText(value) is { Length: > 0 } text && text != Tell(MessageCodes.No))
        {
            settings[name] = new NamedValue(SettingCodes.TryGetValue(name, out var code) ? Tell(code) : name, text);
        }
    }

    private List<OutlinedDeclaration> Declared(WorkflowDocument document, string group, string title)
    {
        var found = new Dictionary<string, OutlinedDeclaration>(StringComparer.Ordinal);
        foreach (var json in (document.Model[group] as JsonArray ?? []).OfType<JsonObject>())
        {
            var name = json.Text("name") ?? "";
            var key = $"{group}/{json.Text("id") ?? name}";
            var type = (json.Text("typeName") ?? json.Text("type") ?? "Object") + (json.Flag("isArray") ? "[]" : "");
            var value = PlainText(json["value"] ?? json["defaultValue"]);
            found.TryAdd(key, new OutlinedDeclaration(key, title, name, value.Length == 0 ? type : Tell(MessageCodes.TypeWithValue, type, value)));
            if (group == "variables")
            {
                _variables.TryAdd(json.Text("id") ?? name, name);
            }
        }

        return [.. found.Values];
    }

    private void Visit(JsonObject json, string? parent, string port)
    {
        // Whatever identifier it has, the drawing is the drawing.
        var isDrawing = parent is null && json["activities"] is JsonArray;
        var id = isDrawing ? "" : json.Text("id") ?? "";
        if (_steps.ContainsKey(id))
        {
            return;
        }

        foreach (var variable in (json["variables"] as JsonArray ?? []).OfType<JsonObject>())
        {
            _variables.TryAdd(variable.Text("id") ?? "", variable.Text("name") ?? "");
        }

        var typeName = json.Text("type") ?? "";
        var type = _registry.Find(typeName);
        var inside = new List<(JsonObject Child, string Port)>();
        var step = new OutlinedStep(id, typeName, TypeLabel(type, typeName), isDrawing ? Tell(MessageCodes.Drawing) : StepNames.Of(json, type), StepNames.Chosen(json) is not null, parent, port, Values(json, type, inside));
        _steps.Add(id, step);
        _order.Add(step);
        foreach (var child in (json["activities"] as JsonArray ?? []).OfType<JsonObject>().Where(IsActivity))
        {
            Visit(child, id, "activities");
        }

        foreach (var (child, place) in inside)
        {
            Visit(child, id, place);
        }

        foreach (var connection in (json["connections"] as JsonArray ?? []).OfType<JsonObject>())
        {
            _arrows.Add(new DefinitionArrow(End(connection, "source"), connection.Object("source")?.Text("port") is { Length: > 0 } name ? name : "Done", End(connection, "target")));
        }
    }

    private static string End(JsonObject connection, string side) => connection.Object(side)?.Text("activity") ?? connection.Text(side) ?? "";

    private Dictionary<string, NamedValue> Values(JsonObject json, ActivityType? type, List<(JsonObject Child, string Port)> inside)
    {
        var values = new Dictionary<string, NamedValue>(StringComparer.Ordinal);
        foreach (var (name, value) in json)
        {
            if (value is JsonObject child && IsActivity(child))
            {
                inside.Add((child, name));
            }
            else if (!NoValues.Contains(name) && ValueText(value, name, inside) is { Length: > 0 } text)
            {
                values[name] = new NamedValue(NameOf(type, name), text);
            }
        }

        foreach (var input in type?.Inputs ?? [])
        {
            if (input.DefaultValue is { Length: > 0 } standard)
            {
                values.TryAdd(JsonNamingPolicy.CamelCase.ConvertName(input.Name), new NamedValue(NameOf(type, input.Name), PlainText(JsonValue.Create(standard))));
            }
        }

        AddVariables(values, json);
        AddSettings(values, json["customProperties"]);
        return values;
    }

    private void AddVariables(Dictionary<string, NamedValue> values, JsonObject json)
    {
        if ((json["variables"] as JsonArray)?.OfType<JsonObject>().Select(variable => variable.Text("name") ?? "").ToList() is { Count: > 0 } names)
        {
            values["variables"] = new NamedValue(Tell(MessageCodes.BlockVariables), string.Join(", ", names));
        }
    }

    private static string NameOf(ActivityType? type, string property)
    {
        var input = type?.Inputs.FirstOrDefault(candidate => string.Equals(candidate.Name, property, StringComparison.OrdinalIgnoreCase))?.DisplayName;
        var output = type?.Outputs.FirstOrDefault(candidate => string.Equals(candidate.Name, property, StringComparison.OrdinalIgnoreCase))?.DisplayName;
        return input is { Length: > 0 } ? input : output is { Length: > 0 } ? output : property;
    }

    private static string TypeLabel(ActivityType? type, string typeName) => type?.Metadata.DisplayName is { Length: > 0 } displayName ? displayName : typeName;

    /// <summary>A value as people read it; empty when nothing is given.</summary>
    /// <param name="json">The property.</param>
    /// <param name="port">Its name.</param>
    /// <param name="inside">Receives the activities that stand in it.</param>
    private string ValueText(JsonNode? json, string port, List<(JsonObject Child, string Port)> inside)
    {
        if (json is JsonObject wrapped)
        {
            if (wrapped.Object("expression") is { } expression)
            {
                return ExpressionText(expression);
            }

            if (wrapped.Object("memoryReference")?.Text("id") is { } target)
            {
                return Tell(MessageCodes.ValueOfVariable, _variables.GetValueOrDefault(target, target));
            }

            if (wrapped.ContainsKey("typeName") && !wrapped.ContainsKey("name"))
            {
                return "";
            }

            if (wrapped.Text("name") is { } name && wrapped.Text("id") is not null)
            {
                return Tell(MessageCodes.ValueOfVariable, name);
            }
        }

        return PlainText(Without(json, port, inside));
    }

    private string ExpressionText(JsonObject expression)
    {
        var value = expression["value"];
        var text = PlainText(value);
        return (expression.Text("type") ?? "Literal") switch
        {
            "Literal" => text,
            "Object" or "Json" => PlainText(Parsed(text) ?? value),
            "Variable" => Tell(MessageCodes.ValueOfVariable, ExpressionReference.Of(value).ToString()),
            "Input" => Tell(MessageCodes.ValueOfInput, ExpressionReference.Of(value).ToString()),
            _ when text.Length == 0 => "",
            var language => Tell(MessageCodes.ValueOfScript, language, text),
        };
    }

    /// <summary>A copy where the activities inside are only named: they are compared on their own.</summary>
    private static JsonNode? Without(JsonNode? json, string port, List<(JsonObject Child, string Port)> inside)
    {
        switch (json)
        {
            case JsonObject activity when IsActivity(activity):
                inside.Add((activity, port));
                return JsonValue.Create(activity.Text("id"));
            case JsonObject map:
                return new JsonObject(map.Select(property => KeyValuePair.Create(property.Key, Without(property.Value, port, inside))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Without(item, port, inside))]);
            default:
                return json?.DeepClone();
        }
    }

    /// <summary>What a text of JSON holds; null when it is none, or a single value.</summary>
    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without what is empty, the properties in one order whoever wrote them; null when nothing is left.</summary>
    private static JsonNode? Settled(JsonNode? json) => json switch
    {
        JsonObject map => map
            .Select(property => KeyValuePair.Create(property.Key, Settled(property.Value)))
            .Where(property => property.Value is not null)
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .ToList() is { Count: > 0 } kept ? new JsonObject(kept) : null,
        JsonArray { Count: > 0 } list => new JsonArray([.. list.Select(Settled)]),
        JsonValue value when !(value.TryGetValue<string>(out var text) && text.Length == 0) => value.DeepClone(),
        _ => null,
    };

    private string PlainText(JsonNode? json) => Settled(json) switch
    {
        null => "",
        JsonArray list when list.All(item => item is JsonValue) => string.Join(", ", list.Select(PlainText)),
        JsonValue value when value.TryGetValue<bool>(out var flag) => Switch(flag),
        JsonValue value when value.TryGetValue<string>(out var text) => text is "true" or "True" ? Switch(true) : text is "false" or "False" ? Switch(false) : text.ReplaceLineEndings("\n").Trim(),
        JsonValue value when value.TryGetValue<decimal>(out var number) => number.ToString("0.#############", CultureInfo.InvariantCulture),
        JsonValue value => value.ToJsonString(JsonText.Compact),
        { } settled => settled.ToJsonString(JsonText.Compact),
    };

    private string Switch(bool isOn) => Tell(isOn ? MessageCodes.Yes : MessageCodes.No);

    private string Tell(string code, params object?[] arguments) => _tell(new WorkflowMessage(code, arguments));
}
