using System.Text.Json.Nodes;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests.Model;

/// <summary>An activity of a random drawing, with just what decides how it behaves.</summary>
internal abstract record Shape(string Id)
{
    /// <summary>Ports by which it can be left.</summary>
    public virtual IReadOnlyList<string> Ports => ["Done"];

    public virtual IEnumerable<Shape> Inner => [];

    public abstract JsonObject ToJson();
}

internal sealed record Line(string Id) : Shape(Id)
{
    public override JsonObject ToJson() => Draw.Line(Id);
}

/// <summary>Writes a business row and commits.</summary>
internal sealed record Write(string Id) : Shape(Id)
{
    public override JsonObject ToJson() => Draw.Node(Id, "Test.Effect");
}

/// <summary>True the first <paramref name="Times"/> times that the instance executes it, then False.</summary>
internal sealed record Decision(string Id, int Times) : Shape(Id)
{
    public const int Always = int.MaxValue;

    public override IReadOnlyList<string> Ports => ["True", "False"];

    public bool IsCounted => Times is not (0 or Always);

    public override JsonObject ToJson() => Draw.Decision(Id, IsCounted ? Draw.Js($"setVariable('{Id}', getVariable('{Id}') + 1); getVariable('{Id}') <= {Times}") : Draw.Literal(Times == Always));
}

internal sealed record Switch(string Id, IReadOnlyList<(string Label, bool IsMatch)> Cases, bool MatchesAny) : Shape(Id)
{
    public override IReadOnlyList<string> Ports => [.. Cases.Select(option => option.Label), "Default"];

    public override JsonObject ToJson() => Draw.Node(
        Id,
        "Elsa.FlowSwitch",
        ("mode", Draw.Literal(MatchesAny ? "MatchAny" : "MatchFirst")),
        ("cases", new JsonArray([.. Cases.Select(option => new JsonObject
        {
            ["label"] = option.Label,
            ["condition"] = new JsonObject { ["type"] = "Literal", ["value"] = option.IsMatch },
        })])));
}

internal sealed record Fork(string Id, IReadOnlyList<string> Branches) : Shape(Id)
{
    public override IReadOnlyList<string> Ports => Branches;

    public override JsonObject ToJson() => Draw.Fork(Id, [.. Branches]);
}

internal sealed record Join(string Id, string Mode) : Shape(Id)
{
    public override JsonObject ToJson() => Draw.Join(Id, Mode);
}

internal sealed record WaitEvent(string Id, string EventName) : Shape(Id)
{
    public override JsonObject ToJson() => Draw.Event(Id, EventName);
}

/// <summary>A task that somebody answers by Yes or No.</summary>
internal sealed record WaitAnswer(string Id) : Shape(Id)
{
    public override IReadOnlyList<string> Ports => ["Yes", "No"];

    public override JsonObject ToJson() => Draw.Node(Id, "Test.Ask", ("key", Draw.Literal(Id)));
}

internal sealed record WaitTime(string Id, int Seconds) : Shape(Id)
{
    public override JsonObject ToJson() => Draw.Delay(Id, TimeSpan.FromSeconds(Seconds).ToString());
}

/// <summary>Ends its container, or with <paramref name="IsFinish"/> the whole instance.</summary>
internal sealed record Stop(string Id, bool IsFinish) : Shape(Id)
{
    public override IReadOnlyList<string> Ports => [];

    public override JsonObject ToJson() => Draw.Node(Id, IsFinish ? "Elsa.Finish" : "Elsa.End");
}

internal sealed record Steps(string Id, IReadOnlyList<Shape> Children) : Shape(Id)
{
    public override IEnumerable<Shape> Inner => Children;

    public override JsonObject ToJson() => Draw.Node(Id, "Elsa.Sequence", ("activities", new JsonArray([.. Children.Select(child => child.ToJson())])));
}

internal sealed record Choice(string Id, bool IsTrue, Shape? Then, Shape? Else) : Shape(Id)
{
    public override IEnumerable<Shape> Inner => new[] { Then, Else }.OfType<Shape>();

    public override JsonObject ToJson() => Draw.Node(Id, "Elsa.If", ("condition", Draw.Literal(IsTrue)), ("then", Then?.ToJson()), ("else", Else?.ToJson()));
}

/// <summary>A loop over a list of <paramref name="Count"/> items.</summary>
internal sealed record Each(string Id, int Count, Shape Body) : Shape(Id)
{
    public override IEnumerable<Shape> Inner => [Body];

    public override JsonObject ToJson() => Draw.Node(Id, "Elsa.ForEach", ("items", Draw.Input("Object", $"[{string.Join(',', Enumerable.Range(1, Count))}]")), ("body", Body.ToJson()));
}

internal sealed record Arrow(string From, string Port, string To)
{
    public override string ToString() => $"{From}.{Port} -> {To}";
}

/// <summary>Activities joined by arrows; the first one is the start.</summary>
internal sealed record Flow(string Id, IReadOnlyList<Shape> Children, IReadOnlyList<Arrow> Arrows) : Shape(Id)
{
    private readonly HashSet<Arrow> _backward = [.. Arrows.Where(arrow => !Reaches(Children[0].Id, arrow.From, without: arrow.To, Arrows))];

    public override IEnumerable<Shape> Inner => Children;

    /// <summary>An arrow closes a loop when there is no way to its source but through its target.</summary>
    public bool IsBackward(Arrow arrow) => _backward.Contains(arrow);

    public Shape Find(string id) => Children.Single(child => child.Id == id);

    public static bool Reaches(string from, string to, string? without, IReadOnlyList<Arrow> arrows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Visit(string id)
        {
            if (id != without && seen.Add(id))
            {
                foreach (var arrow in arrows.Where(arrow => arrow.From == id))
                {
                    Visit(arrow.To);
                }
            }
        }

        Visit(from);
        return seen.Contains(to);
    }

    public override JsonObject ToJson() => Draw.Node(
        Id,
        "Elsa.Flowchart",
        ("start", Children[0].Id),
        ("activities", new JsonArray([.. Children.Select(child => child.ToJson())])),
        ("connections", new JsonArray([.. Arrows.Select(arrow => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = arrow.From, ["port"] = arrow.Port },
            ["target"] = new JsonObject { ["activity"] = arrow.To, ["port"] = "In" },
        })])));

    public string ToDefinition(string definitionId)
    {
        var draw = Draw.Flow(definitionId);
        foreach (var decision in All(this).OfType<Decision>().Where(decision => decision.IsCounted))
        {
            draw.Variable(decision.Id, "Int32", 0);
        }

        return draw.Json(ToJson());
    }

    public static IEnumerable<Shape> All(Shape shape) => shape.Inner.SelectMany(All).Prepend(shape);

    public string Describe() => string.Join('\n', Children.Select(child => $"  {child.ToJson().ToJsonString()}")
        .Concat(All(this).OfType<Flow>().SelectMany(flow => flow.Arrows.Select(arrow => $"  {flow.Id}: {arrow}{(flow.IsBackward(arrow) ? " (back)" : "")}"))));
}
