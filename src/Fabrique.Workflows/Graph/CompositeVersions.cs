using System.Text.Json.Nodes;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>A version of a definition as it serves as an activity of another.</summary>
internal sealed record CompositeVersion(WorkflowDocument Document, ActivityType Type, CompositeVersions Composites)
{
    public static CompositeVersion Of(WorkflowDocument document, CompositeVersions composites)
    {
        var inputs = Declared(document, "inputs").Select(input => new InputAttribute(input.Text("name")!, ValueTypes.Find(input.Text("type"), input.Flag("isArray")))
        {
            DisplayName = input.Text("displayName") ?? "",
            Description = input.Text("description") ?? "",
            Category = input.Text("category") ?? "",
            UIHint = input.Text("uiHint") is { Length: > 0 } hint ? hint : "singleline",
            TypeName = input.Flag("isArray") ? null : input.Text("type"),
            DefaultValue = input["defaultValue"] switch
            {
                null => null,
                JsonValue value => value.ToString(),
                { } tree => tree.ToJsonString(JsonText.Compact),
            },
        });
        var outputs = Declared(document, "outputs").Select(output => new OutputAttribute(output.Text("name")!, ValueTypes.Find(output.Text("type"), output.Flag("isArray")))
        {
            DisplayName = output.Text("displayName") ?? "",
            Description = output.Text("description") ?? "",
            TypeName = output.Flag("isArray") ? null : output.Text("type"),
        });
        var outcomes = (document.Model["outcomes"] as JsonArray ?? []).Select(outcome => outcome.AsText()).OfType<string>().Append("Done").Distinct(StringComparer.Ordinal);
        var metadata = new ActivityAttribute(TypeNameOf(document)) { DisplayName = document.Name, Category = document.Model.Object("options")?.Text("activityCategory") is { Length: > 0 } category ? category : "", Description = document.Description ?? "", IsControlFlow = true };
        return new CompositeVersion(document, new ActivityType(new Composite(), metadata, [.. inputs], [.. outputs], [.. outcomes]) { Ports = [new PortAttribute("Root") { IsBrowsable = false }] }, composites);
    }

    /// <summary>The name under which other definitions use it: its own, in Pascal case.</summary>
    public static string TypeNameOf(WorkflowDocument document) => string.Concat(document.Name
        .Split([' ', '-', '_', '.', '\t', '’', '\''], StringSplitOptions.RemoveEmptyEntries)
        .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    public static bool IsUsable(WorkflowDocument document) => document.Model.Object("options")?.Flag("usableAsActivity") ?? false;

    private static IEnumerable<JsonObject> Declared(WorkflowDocument document, string name) =>
        (document.Model[name] as JsonArray ?? []).OfType<JsonObject>().Where(declared => declared.Text("name") is { Length: > 0 }).DistinctBy(declared => declared.Text("name"), StringComparer.Ordinal);
}

/// <summary>The workflows that a definition uses as activities, by the way in which its activities refer to them.</summary>
internal sealed class CompositeVersions
{
    public static readonly CompositeVersions None = new();

    private readonly Dictionary<string, (CompositeVersion? Version, (ProblemCode Code, object Argument)? Refusal)> _found = new(StringComparer.Ordinal);

    /// <summary>The activities of a definition that may stand for a workflow: those of no kind that the registry knows.</summary>
    public static IEnumerable<JsonObject> ReferencesIn(WorkflowDocument document, ActivityRegistry registry)
    {
        var open = new Stack<JsonNode?>([document.Root]);
        while (open.TryPop(out var node))
        {
            if (node is JsonObject json)
            {
                if ((json.Text("id") ?? json.Text("workflowDefinitionId") ?? json.Text("workflowDefinitionVersionId")) is not null && json.Text("type") is { Length: > 0 } type && registry.Find(type) is null)
                {
                    yield return json;
                }

                foreach (var (_, value) in json)
                {
                    open.Push(value);
                }
            }
            else if (node is JsonArray array)
            {
                foreach (var item in array)
                {
                    open.Push(item);
                }
            }
        }
    }

    public CompositeVersion? Find(JsonObject activity) => _found.GetValueOrDefault(Key(activity)).Version;

    /// <summary>Why the workflow that an activity stands for cannot be used, and the argument of that problem; null when it stands for none.</summary>
    public (ProblemCode Code, object Argument)? Refusal(JsonObject activity) => _found.GetValueOrDefault(Key(activity)).Refusal;

    public bool Knows(JsonObject activity) => _found.ContainsKey(Key(activity));

    public void Add(JsonObject activity, CompositeVersion? version, (ProblemCode Code, object Argument)? refusal) => _found[Key(activity)] = (version, refusal);

    private static string Key(JsonObject activity) =>
        $"{activity.Text("workflowDefinitionVersionId")}\n{activity.Text("workflowDefinitionId")}\n{activity.Text("type")}";
}
