namespace Fabrique.Web.Platform.Drawings;

/// <summary>Gives every step its place: the one that it has in Studio where the drawing there is whole and legible, otherwise one of our own.</summary>
internal static class DrawingLayout
{
    public const double LineHeight = 18;
    public const double Padding = 12;
    public const double CaptionHeight = 16;

    private const double UsualWidth = 220;
    private const double LeastWidth = 160;
    private const double MostWidth = 320;
    private const double LeastHeight = 48;
    private const double Inset = 20;
    private const double LeastGap = 16;
    private const double MostExtent = 12_000;
    private const int MostLines = 4;

    // What a page has room for, beside the margins of the image.
    private const double PageWidth = 1_160;

    // Where arrows are still seen to join two boxes of a drawing that was tightened.
    private const double LeastTightGap = 28;

    /// <summary>How much closer its columns may be, to fit a page.</summary>
    private static readonly double[] Closer = [0.7, 0.75, 0.85];

    /// <summary>How much a drawing may be spread to make room for words.</summary>
    private static readonly double[] Spreads = [1, 1.25, 1.5, 2];

    /// <param name="sheet">What holds the drawing; it is given the size of the whole.</param>
    public static void Arrange(DrawnStep sheet) => ArrangeInside(sheet, 0, 0);

    private static void ArrangeInside(DrawnStep container, double left, double top)
    {
        foreach (var child in container.Children)
        {
            Measure(child);
        }

        if (Preferred(container).FirstOrDefault(spread => IsLegible(container, spread, withLabels: true)) is var wide and > 0
            || (wide = Spreads.FirstOrDefault(spread => IsLegible(container, spread, withLabels: false))) > 0)
        {
            Place(container, wide);
            foreach (var arrow in container.Arrows)
            {
                arrow.Route = FreeRoute.Between(container.Children[arrow.From], container.Children[arrow.To], arrow.IsBack);
            }
        }
        else
        {
            LayeredLayout.Arrange(container);
        }

        Fit(container, left, top);
    }

    /// <summary>Who draws in Studio leaves room between the columns: what would not fit a page is drawn closer, before anything else is tried.</summary>
    private static IEnumerable<double> Preferred(DrawnStep container) =>
        container.Children.Count > 0
        && container.Children.TrueForAll(child => child.Place is not null)
        && container.Children.Max(child => child.Place!.Value.X + child.Width) - container.Children.Min(child => child.Place!.Value.X) > PageWidth
            ? Closer.Concat(Spreads)
            : Spreads;

    private static void Measure(DrawnStep step)
    {
        var width = Math.Clamp(step.Place?.Width ?? UsualWidth, LeastWidth, MostWidth);
        step.Lines = LabelText.Wrap(step.Label, width - (2 * Padding), MostLines);
        var head = (2 * Padding) + (step.Lines.Count * LineHeight) + (step.Mark is null ? 0 : LineHeight) + (step.Caption is null ? 0 : CaptionHeight);
        if (step.Children.Count == 0)
        {
            step.Width = width;
            step.Height = Math.Max(LeastHeight, head);
            return;
        }

        ArrangeInside(step, Inset, head);
        step.Width = Math.Max(width, step.Width + Inset);
        step.Height += Inset;
    }

    /// <summary>Moves what stands in a container to where it begins there, and gives it its size so far.</summary>
    private static void Fit(DrawnStep container, double left, double top)
    {
        var points = container.Arrows.SelectMany(arrow => arrow.Route?.Path ?? []).ToList();
        var moveX = left - container.Children.Select(child => child.Left).Concat(points.Select(point => point.X)).DefaultIfEmpty().Min();
        var moveY = top - container.Children.Select(child => child.Top).Concat(points.Select(point => point.Y)).DefaultIfEmpty().Min();
        foreach (var child in container.Children)
        {
            child.Left += moveX;
            child.Top += moveY;
        }

        foreach (var arrow in container.Arrows)
        {
            arrow.Route = arrow.Route! with { Path = [.. arrow.Route.Path.Select(point => new DrawnPoint(point.X + moveX, point.Y + moveY))] };
        }

        container.Width = container.Children.Select(child => child.Right).Concat(points.Select(point => point.X + moveX)).DefaultIfEmpty().Max();
        container.Height = container.Children.Select(child => child.Bottom).Concat(points.Select(point => point.Y + moveY)).DefaultIfEmpty().Max();
    }

    private static void Place(DrawnStep container, double spread)
    {
        foreach (var child in container.Children)
        {
            var place = child.Place!.Value;
            child.Left = place.X * spread;
            child.Top = (place.Y * Math.Max(1, spread)) - ((child.Height - (place.Height ?? child.Height)) / 2);
        }
    }

    private static bool IsLegible(DrawnStep container, double spread, bool withLabels)
    {
        var children = container.Children;
        if (children.Exists(child => child.Place is null))
        {
            return false;
        }

        Place(container, spread);
        if (children.Count > 0
            && (children.Max(child => child.Right) - children.Min(child => child.Left) > MostExtent || children.Max(child => child.Bottom) - children.Min(child => child.Top) > MostExtent))
        {
            return false;
        }

        for (var first = 0; first < children.Count; first++)
        {
            for (var second = first + 1; second < children.Count; second++)
            {
                if (GapAcross(children[first], children[second]) < (spread < 1 ? LeastTightGap : LeastGap) && GapDown(children[first], children[second]) < LeastGap)
                {
                    return false;
                }
            }
        }

        return !withLabels || container.Arrows.TrueForAll(arrow => arrow.Label is null || HasRoom(arrow, children[arrow.From], children[arrow.To]));
    }

    /// <summary>Whether the name of an outcome fits between the boxes that its arrow joins.</summary>
    private static bool HasRoom(DrawnArrow arrow, DrawnStep from, DrawnStep to) =>
        GapDown(from, to) >= 2 * LineHeight || GapAcross(from, to) >= LabelText.Width(arrow.Label!) + LeastGap;

    private static double GapAcross(DrawnStep first, DrawnStep second) => Math.Max(second.Left - first.Right, first.Left - second.Right);

    private static double GapDown(DrawnStep first, DrawnStep second) => Math.Max(second.Top - first.Bottom, first.Top - second.Bottom);
}
