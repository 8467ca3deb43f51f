using System.Text.Json.Nodes;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>
/// Reads the steps and arrows of a definition, whatever its form: what is not as it should be is left out. Workflows used as activities stay closed; what only wraps
/// the drawing is not a step.
/// </summary>
internal sealed class DrawingReader
{
    /// <summary>Beyond it coordinates are nobody’s intention.</summary>
    private const double FarthestCoordinate = 100_000;

    private static readonly Dictionary<string, string> PortNames = new(StringComparer.Ordinal)
    {
        ["body"] = "À chaque tour",
        ["then"] = "Alors",
        ["else"] = "Sinon",
        ["default"] = "Sinon",
        ["error"] = "En cas d’erreur",
        ["childCompleted"] = "Quand une procédure lancée se termine",
        ["childFaulted"] = "Quand une procédure lancée échoue",
        ["unmatchedStatusCode"] = "Autre code",
        ["failedToConnect"] = "Connexion impossible",
        ["timeout"] = "Délai dépassé",
    };

    private readonly ActivityRegistry registry;
    private readonly DrawingMarks marks;
    private int numbered;

    private DrawingReader(ActivityRegistry registry, DrawingMarks marks)
    {
        this.registry = registry;
        this.marks = marks;
    }

    /// <returns>The sheet that holds the drawing; its steps are numbered.</returns>
    public static DrawnStep Read(WorkflowDocument document, ActivityRegistry registry, DrawingMarks marks)
    {
        var sheet = new DrawnStep { Id = "", Label = "", Shape = StepShape.Container, Place = null };
        var root = document.Root;
        while (root is not null && IsWrapper(root) && (root["root"] ?? root["body"]) is JsonObject inner)
        {
            root = inner;
        }

        if (root is not null)
        {
            var reader = new DrawingReader(registry, marks);
            reader.Fill(sheet, root["activities"] is JsonArray ? root : new JsonObject { ["activities"] = new JsonArray(root.DeepClone()) });
            reader.Number(sheet);
        }

        return sheet;
    }

    private static bool IsWrapper(JsonObject json) => Text(json, "type") is "Elsa.Workflow" or "Elsa.Container" or "Elsa.FlowNode";

    private static bool IsActivity(JsonObject json) => Text(json, "type") is { Length: > 0 } && Text(json, "id") is not null && !json.ContainsKey("typeName");

    private static string? Text(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Coordinate(JsonNode? json) =>
        json is JsonValue value && value.TryGetValue<double>(out var number) && Math.Abs(number) <= FarthestCoordinate ? number : null;

    private static DesignerPlace? PlaceOf(JsonObject json)
    {
        var designer = (json["metadata"] as JsonObject)?["designer"] as JsonObject;
        var size = designer?["size"] as JsonObject;
        return designer?["position"] is JsonObject position && Coordinate(position["x"]) is { } x && Coordinate(position["y"]) is { } y
            ? new DesignerPlace(x, y, Coordinate(size?["width"]), Coordinate(size?["height"]))
            : null;
    }

    /// <summary>The outcome as it is shown to people; null when leaving by it says nothing.</summary>
    private string? OutcomeLabel(string? typeName, string port)
    {
        var type = typeName is null ? null : registry.Find(typeName);
        var attribute = type?.Activity.GetType().GetCustomAttributes(typeof(OutcomesAttribute), inherit: false).OfType<OutcomesAttribute>().FirstOrDefault();
        var index = attribute?.Names.ToList().IndexOf(port) ?? -1;
        return index >= 0 && index < attribute!.DisplayNames.Length ? attribute.DisplayNames[index] : port is "Done" ? null : port;
    }

    private void Fill(DrawnStep container, JsonObject json)
    {
        var inside = Inside(json).ToList();
        foreach (var (child, caption) in inside)
        {
            container.Children.Add(Step(child, container, caption, container.Children.Count));
        }

        if (json["connections"] is JsonArray connections)
        {
            Connect(container, inside.ConvertAll(pair => pair.Child), connections);
        }
        else if (inside.TrueForAll(pair => pair.Caption is null))
        {
            container.Arrows.AddRange(Enumerable.Range(1, Math.Max(0, inside.Count - 1)).Select(next => new DrawnArrow(next - 1, DrawnArrow.Following, null, next)));
        }

        container.Leaving = container.Arrows.ToLookup(arrow => arrow.From);
        Order(container, StartOf(json, inside.ConvertAll(pair => pair.Child)));
    }

    private DrawnStep Step(JsonObject json, DrawnStep parent, string? caption, int position)
    {
        var id = Text(json, "id") ?? "";
        var type = registry.Find(Text(json, "type") ?? "");
        var step = new DrawnStep
        {
            Id = id,
            Label = DefinitionNames.Of(json, type) is { Length: > 0 } label ? label : "Étape sans nom",
            Caption = caption,
            Shape = ShapeOf(json),
            Place = PlaceOf(json),
            Parent = parent,
            Position = position,
            Mark = marks.Steps.GetValueOrDefault(id),
        };
        Fill(step, json);
        return step;
    }

    private static StepShape ShapeOf(JsonObject json) => Text(json, "type") switch
    {
        _ when Inside(json).Any() => StepShape.Container,
        "Elsa.Start" or "Elsa.End" or "Elsa.Finish" => StepShape.Terminal,
        "Elsa.FlowDecision" or "Elsa.FlowSwitch" or "Elsa.FlowFork" or "Elsa.FlowJoin" => StepShape.Choice,
        _ => StepShape.Step,
    };

    /// <summary>The activities that stand in another, with what tells when each is executed; null when they follow each other.</summary>
    private static IEnumerable<(JsonObject Child, string? Caption)> Inside(JsonObject json)
    {
        var isParallel = Text(json, "type") is "Elsa.Parallel";
        foreach (var (name, value) in json)
        {
            switch (value)
            {
                case JsonArray list when name is "activities" or "branches":
                    foreach (var child in list.OfType<JsonObject>().Where(child => Text(child, "type") is not null))
                    {
                        yield return (child, isParallel || name is "branches" ? "De front" : null);
                    }

                    break;
                case JsonArray cases:
                    foreach (var option in cases.OfType<JsonObject>())
                    {
                        if (option["activity"] is JsonObject child && IsActivity(child))
                        {
                            yield return (child, Text(option, "label") ?? option["statusCode"]?.ToString() ?? "Cas");
                        }
                    }

                    break;
                case JsonObject child when IsActivity(child):
                    yield return (child, PortNames.GetValueOrDefault(name, name));
                    break;
            }
        }
    }

    private void Connect(DrawnStep container, List<JsonObject> children, JsonArray connections)
    {
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var position = 0; position < children.Count; position++)
        {
            positions.TryAdd(container.Children[position].Id, position);
        }

        var known = new HashSet<(int, string, int)>();
        foreach (var connection in connections.OfType<JsonObject>())
        {
            var port = Text(connection["source"] as JsonObject, "port") is { Length: > 0 } named ? named : "Done";
            if (positions.TryGetValue(End(connection, "source"), out var from) && positions.TryGetValue(End(connection, "target"), out var to) && known.Add((from, port, to)))
            {
                container.Arrows.Add(new DrawnArrow(from, port, OutcomeLabel(Text(children[from], "type"), port), to));
            }
        }
    }

    private static string End(JsonObject connection, string side) => Text(connection[side] as JsonObject, "activity") ?? Text(connection, side) ?? "";

    private static int StartOf(JsonObject json, List<JsonObject> children)
    {
        var named = Text(json, "start") ?? Text(json["start"] as JsonObject, "id");
        var start = named is null ? -1 : children.FindIndex(child => Text(child, "id") == named);
        return start >= 0 ? start : children.FindIndex(child => Text(child, "type") is "Elsa.Start");
    }

    /// <summary>Orders the children so that each comes after those that lead to it, loops aside, and tells which arrows lead back.</summary>
    private static void Order(DrawnStep container, int start)
    {
        var count = container.Children.Count;
        var isSeen = new bool[count];

        // The main beginning is visited last and read first: whatever the others lead to is then read after them too.
        var left = Enumerable.Reverse(Beginnings(container, start)).SelectMany(begin => isSeen[begin] ? [] : Visit(begin, container.Leaving, isSeen)).ToList();
        int[] order = [.. Enumerable.Reverse(left)];
        var rank = new int[count];
        for (var index = 0; index < order.Length; index++)
        {
            rank[order[index]] = index;
        }

        foreach (var arrow in container.Arrows)
        {
            arrow.IsBack = rank[arrow.To] <= rank[arrow.From];
        }

        container.ReadingOrder = order;
    }

    /// <summary>Positions from which all the others are reached: the start, then those to which nothing leads, then one in each loop to which nothing leads.</summary>
    private static List<int> Beginnings(DrawnStep container, int start)
    {
        var count = container.Children.Count;
        var entered = container.Arrows.Where(arrow => arrow.From != arrow.To).Select(arrow => arrow.To).ToHashSet();
        var isReached = new bool[count];
        var found = new List<int>();
        foreach (var begin in Enumerable.Range(0, count).OrderBy(position => position == start ? 0 : entered.Contains(position) ? 2 : 1))
        {
            if (!isReached[begin])
            {
                found.Add(begin);
                Visit(begin, container.Leaving, isReached);
            }
        }

        return found;
    }

    /// <summary>Positions reached from one that were not before, each after all that it leads to; without recursion, however long the chain.</summary>
    private static List<int> Visit(int begin, ILookup<int, DrawnArrow> next, bool[] isSeen)
    {
        var left = new List<int>();
        var stack = new Stack<(int Position, IEnumerator<DrawnArrow> Next)>();
        Enter(begin);
        while (stack.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                left.Add(stack.Pop().Position);
            }
            else if (!isSeen[top.Next.Current.To])
            {
                Enter(top.Next.Current.To);
            }
        }

        return left;

        // The last branch is visited first, so that the first one is read first.
        void Enter(int position)
        {
            isSeen[position] = true;
            stack.Push((position, next[position].Reverse().GetEnumerator()));
        }
    }

    private void Number(DrawnStep container)
    {
        foreach (var position in container.ReadingOrder)
        {
            container.Children[position].Number = ++numbered;
            Number(container.Children[position]);
        }
    }
}
