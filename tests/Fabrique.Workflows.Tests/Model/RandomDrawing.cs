namespace Fabrique.Workflows.Tests.Model;

/// <summary>Draws a flowchart from a seed: a graph without cycle, then arrows back that make loops with one entry each.</summary>
internal sealed class RandomDrawing
{
    private const int Deepest = 2;
    private readonly Random _random;
    private int _last;

    private RandomDrawing(Random random) => _random = random;

    public static Flow Create(Random random) => new RandomDrawing(random).Chart("root", 0);

    private Flow Chart(string id, int depth)
    {
        var shapes = new List<Shape>();
        var arrows = new List<Arrow>();
        var count = depth == 0 ? 3 + _random.Next(10) : 1 + _random.Next(4);
        for (var index = 0; index < count; index++)
        {
            shapes.Add(Any(depth, isFirst: index == 0));
            var sources = shapes.Take(index).Where(shape => shape.Ports.Count > 0).ToList();
            for (var inbound = index == 0 ? 0 : InboundCount(shapes[^1]); inbound > 0; inbound--)
            {
                // Near neighbours are likelier: drawings are long more than wide.
                var source = sources[Math.Max(_random.Next(sources.Count), _random.Next(sources.Count))];
                Add(arrows, source, shapes[^1]);
            }
        }

        for (var loop = _random.Next(3); loop > 0; loop--)
        {
            AddLoop(shapes, arrows);
        }

        return new Flow(id, shapes, arrows);
    }

    private int InboundCount(Shape shape) => shape is Join ? 2 + _random.Next(2) : 1 + _random.Next(4) / 3;

    private void Add(List<Arrow> arrows, Shape source, Shape target)
    {
        var arrow = new Arrow(source.Id, source.Ports[_random.Next(source.Ports.Count)], target.Id);
        if (!arrows.Contains(arrow))
        {
            arrows.Add(arrow);
        }
    }

    /// <summary>From a decision that ends by saying no, or from a wait, to what every way to it passes through.</summary>
    private void AddLoop(List<Shape> shapes, List<Arrow> arrows)
    {
        var sources = shapes.Where(shape => shape is Decision { IsCounted: true } or WaitAnswer).ToList();
        if (sources.Count == 0)
        {
            return;
        }

        var source = sources[_random.Next(sources.Count)];
        var entries = shapes.Where(shape => !Flow.Reaches(shapes[0].Id, source.Id, without: shape.Id, arrows)).ToList();
        var arrow = new Arrow(source.Id, source.Ports[0], entries[_random.Next(entries.Count)].Id);
        if (!arrows.Contains(arrow))
        {
            arrows.Add(arrow);
        }
    }

    private Shape Any(int depth, bool isFirst) => _random.Next(27) switch
    {
        0 or 1 or 2 => new Fork(Next("f"), ["A", "B", "C"]),
        3 or 4 => new Decision(Next("d"), _random.Next(2) == 0 ? 0 : Decision.Always),
        5 or 6 => new Decision(Next("d"), 1 + _random.Next(2)),
        7 => new Switch(Next("s"), [.. ((ReadOnlySpan<string>)["A", "B", "C"]).ToArray().Select(label => (label, _random.Next(2) == 0))], _random.Next(2) == 0),
        8 or 9 or 10 or 11 when !isFirst => new Join(Next("j"), ((ReadOnlySpan<string>)["WaitAny", "WaitAll", "WaitAllActive"])[_random.Next(3)]),
        12 or 13 => new WaitEvent(Next("e"), $"event{_random.Next(2)}"),
        14 or 15 => new WaitAnswer(Next("q")),
        16 => new WaitTime(Next("t"), 100_000 + _random.Next(900_000)),
        17 when !isFirst => new Stop(Next("x"), IsFinish: _random.Next(3) == 0),
        18 when depth < Deepest => new Steps(Next("seq"), Several(depth)),
        19 when depth < Deepest => new Choice(Next("if"), _random.Next(2) == 0, Maybe(depth), Maybe(depth)),
        20 when depth < Deepest => Chart(Next("in"), depth + 1),
        22 when depth < Deepest => new Each(Next("each"), _random.Next(3), Any(depth + 1, isFirst: true)),
        21 => new Write(Next("w")),
        _ => new Line(Next("l")),
    };

    private List<Shape> Several(int depth)
    {
        var children = new List<Shape>();
        for (var left = _random.Next(4); left > 0; left--)
        {
            children.Add(Any(depth + 1, isFirst: true));
        }

        return children;
    }

    private Shape? Maybe(int depth) => _random.Next(4) == 0 ? null : Any(depth + 1, isFirst: true);

    private string Next(string prefix) => $"{prefix}{++_last}";
}
