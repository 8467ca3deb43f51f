namespace Fabrique.Web.Platform.Drawings;

/// <summary>
/// Places the steps of a container from top to bottom, each below all those that lead to it; arrows pass between the boxes, and those that lead back pass on the
/// right of everything.
/// </summary>
internal sealed class LayeredLayout
{
    private const double BetweenLayers = 44;
    private const double ForLabels = 20;
    private const double BetweenBoxes = 36;
    private const double ArrowWidth = 14;
    private const double BackSpacing = 14;
    private const int Sweeps = 6;

    /// <summary>Beyond it long arrows run straight, over boxes if need be.</summary>
    private const int MostBends = 3_000;

    private readonly DrawnStep container;
    private readonly List<Slot> slots = [];
    private readonly List<List<int>> layers = [];
    private readonly List<(DrawnArrow Arrow, List<int> Chain)> chains = [];
    private double[] tops = [];
    private double[] bottoms = [];

    private LayeredLayout(DrawnStep container) => this.container = container;

    /// <summary>A place in a layer: a box, or the passage of a long arrow.</summary>
    private sealed class Slot(int layer, double width)
    {
        public int Layer { get; } = layer;

        public double Width { get; } = width;

        public double Center { get; set; }

        public List<int> Above { get; } = [];

        public List<int> Below { get; } = [];
    }

    public static void Arrange(DrawnStep container)
    {
        var layout = new LayeredLayout(container);
        layout.AssignLayers();
        layout.Thread();
        layout.SortLayers();
        layout.PlaceAcross();
        layout.PlaceDown();
        layout.Route();
    }

    private void AssignLayers()
    {
        var layer = new int[container.Children.Count];
        var next = container.Arrows.Where(arrow => !arrow.IsBack).ToLookup(arrow => arrow.From);
        foreach (var position in container.ReadingOrder)
        {
            foreach (var arrow in next[position])
            {
                layer[arrow.To] = Math.Max(layer[arrow.To], layer[position] + 1);
            }
        }

        for (var position = 0; position < layer.Length; position++)
        {
            slots.Add(new Slot(layer[position], container.Children[position].Width));
        }

        foreach (var position in container.ReadingOrder)
        {
            Layer(layer[position]).Add(position);
        }
    }

    private List<int> Layer(int number)
    {
        while (layers.Count <= number)
        {
            layers.Add([]);
        }

        return layers[number];
    }

    /// <summary>Leads each arrow through a slot of every layer that it crosses.</summary>
    private void Thread()
    {
        var forward = container.Arrows.Where(arrow => !arrow.IsBack).ToList();
        var isThreaded = forward.Sum(arrow => (long)slots[arrow.To].Layer - slots[arrow.From].Layer - 1) <= MostBends;
        foreach (var arrow in forward)
        {
            var chain = new List<int> { arrow.From };
            for (var layer = slots[arrow.From].Layer + 1; isThreaded && layer < slots[arrow.To].Layer; layer++)
            {
                Layer(layer).Add(slots.Count);
                chain.Add(slots.Count);
                slots.Add(new Slot(layer, ArrowWidth));
            }

            chain.Add(arrow.To);
            foreach (var (upper, lower) in chain.Zip(chain.Skip(1)))
            {
                slots[upper].Below.Add(lower);
                slots[lower].Above.Add(upper);
            }

            chains.Add((arrow, chain));
        }
    }

    /// <summary>Puts each slot near those that it is joined to, so that few arrows cross.</summary>
    private void SortLayers()
    {
        var place = new double[slots.Count];
        foreach (var layer in layers)
        {
            Note(layer);
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var layer in isDown ? layers : Enumerable.Reverse(layers))
            {
                var wanted = layer.ToDictionary(slot => slot, slot => Mean(isDown ? slots[slot].Above : slots[slot].Below, near => place[near]) ?? place[slot]);
                var sorted = layer.OrderBy(slot => wanted[slot]).ToList();
                layer.Clear();
                layer.AddRange(sorted);
                Note(layer);
            }
        }

        void Note(List<int> layer)
        {
            for (var index = 0; index < layer.Count; index++)
            {
                place[layer[index]] = (index + 0.5) / layer.Count;
            }
        }
    }

    private void PlaceAcross()
    {
        foreach (var layer in layers)
        {
            Settle(layer, _ => 0);
        }

        for (var sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var layer in isDown ? layers : Enumerable.Reverse(layers))
            {
                Settle(layer, slot => Mean(isDown ? slots[slot].Above : slots[slot].Below, near => slots[near].Center) ?? slots[slot].Center);
            }
        }

        var left = slots.Select(slot => slot.Center - (slot.Width / 2)).DefaultIfEmpty().Min();
        foreach (var slot in slots)
        {
            slot.Center -= left;
        }

        for (var position = 0; position < container.Children.Count; position++)
        {
            container.Children[position].Left = slots[position].Center - (slots[position].Width / 2);
        }
    }

    /// <summary>Gives each slot of a layer the place that it wants, or one near by: pushed from the left and from the right, halfway.</summary>
    private void Settle(List<int> layer, Func<int, double> wanted)
    {
        var fromLeft = new double[layer.Count];
        var fromRight = new double[layer.Count];
        for (var index = 0; index < layer.Count; index++)
        {
            var want = wanted(layer[index]);
            fromLeft[index] = index == 0 ? want : Math.Max(want, fromLeft[index - 1] + Distance(layer[index - 1], layer[index]));
            fromRight[index] = want;
        }

        for (var index = layer.Count - 2; index >= 0; index--)
        {
            fromRight[index] = Math.Min(fromRight[index], fromRight[index + 1] - Distance(layer[index], layer[index + 1]));
        }

        for (var index = 0; index < layer.Count; index++)
        {
            slots[layer[index]].Center = (fromLeft[index] + fromRight[index]) / 2;
        }
    }

    private double Distance(int left, int right) => ((slots[left].Width + slots[right].Width) / 2) + BetweenBoxes;

    private static double? Mean(List<int> near, Func<int, double> value) => near.Count == 0 ? null : near.Average(value);

    private void PlaceDown()
    {
        tops = new double[layers.Count];
        bottoms = new double[layers.Count];
        var isLabelled = new bool[layers.Count + 1];
        foreach (var arrow in container.Arrows.Where(arrow => arrow.Label is not null))
        {
            isLabelled[slots[arrow.From].Layer] = true;
        }

        var top = container.Arrows.Exists(arrow => arrow.IsBack && slots[arrow.To].Layer == 0) ? BetweenLayers / 2 : 0;
        for (var layer = 0; layer < layers.Count; layer++)
        {
            var boxes = layers[layer].Where(slot => slot < container.Children.Count).Select(slot => container.Children[slot]).ToList();
            tops[layer] = top;
            bottoms[layer] = top + boxes.Select(box => box.Height).DefaultIfEmpty().Max();
            boxes.ForEach(box => box.Top = top);
            top = bottoms[layer] + BetweenLayers + (isLabelled[layer] ? ForLabels : 0);
        }
    }

    private void Route()
    {
        var right = slots.Select(slot => slot.Center + (slot.Width / 2)).DefaultIfEmpty().Max();
        foreach (var (arrow, chain) in chains)
        {
            arrow.Route = new ArrowRoute([.. Down(arrow, chain)], 0, 1);
        }

        foreach (var arrow in container.Arrows.Where(arrow => arrow.IsBack))
        {
            right += BackSpacing;
            arrow.Route = new ArrowRoute([.. Back(arrow, right)], 0, 1);
        }
    }

    private IEnumerable<DrawnPoint> Down(DrawnArrow arrow, List<int> chain)
    {
        var from = container.Children[arrow.From];
        var at = new DrawnPoint(from.CenterX + Spread(arrow, container.Arrows.Where(other => other.From == arrow.From && !other.IsBack), other => slots[other.To].Center), from.Bottom);
        yield return at;
        for (var index = 1; index < chain.Count; index++)
        {
            var layer = slots[chain[index - 1]].Layer;
            foreach (var point in Straight(at, at = at with { Y = bottoms[layer] }))
            {
                yield return point;
            }

            var isLast = index == chain.Count - 1;
            var next = new DrawnPoint(
                slots[chain[index]].Center + (isLast ? Spread(arrow, container.Arrows.Where(other => other.To == arrow.To && !other.IsBack), other => slots[other.From].Center) : 0),
                tops[slots[chain[index]].Layer]);
            var half = (next.Y - at.Y) / 2;
            yield return at with { Y = at.Y + half };
            yield return next with { Y = next.Y - half };
            yield return next;
            at = next;
        }
    }

    /// <summary>Below the box, along the right of everything, and down again into the top of the one to which it leads.</summary>
    private IEnumerable<DrawnPoint> Back(DrawnArrow arrow, double lane)
    {
        var (from, to) = (container.Children[arrow.From], container.Children[arrow.To]);
        var below = bottoms[slots[arrow.From].Layer] + 12;
        var above = tops[slots[arrow.To].Layer] - 16;
        DrawnPoint[] corners =
        [
            new(from.CenterX + (from.Width / 4), from.Bottom),
            new(from.CenterX + (from.Width / 4), below),
            new(lane, below),
            new(lane, above),
            new(to.CenterX + (to.Width / 4), above),
            new(to.CenterX + (to.Width / 4), to.Top),
        ];
        yield return corners[0];
        foreach (var (first, second) in corners.Zip(corners.Skip(1)))
        {
            foreach (var point in Straight(first, second))
            {
                yield return point;
            }
        }
    }

    private static DrawnPoint[] Straight(DrawnPoint from, DrawnPoint to) => from == to ? [] : [from, to, to];

    /// <summary>How far from the middle of the box an arrow begins or ends, so that several do not lie on each other.</summary>
    private static double Spread(DrawnArrow arrow, IEnumerable<DrawnArrow> siblings, Func<DrawnArrow, double> far)
    {
        var sorted = siblings.OrderBy(far).ToList();
        return (sorted.IndexOf(arrow) - ((sorted.Count - 1) / 2.0)) * Math.Min(28, 120.0 / sorted.Count);
    }
}
