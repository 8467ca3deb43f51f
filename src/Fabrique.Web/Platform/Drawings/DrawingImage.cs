using System.Globalization;
using System.Text;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>Writes a drawing as SVG. Its looks are in the style sheet alone, so that both themes and the content security policy are served.</summary>
internal sealed class DrawingImage
{
    private const double Margin = 16;
    private const double SmallLetters = 12.0 / 14;
    private const double LabelHeight = 18;
    private const double HeadLength = 8;
    private const double HeadWidth = 5;
    private const double LongestLabel = 200;

    /// <summary>How far along its arrow a label may stand, the best place first.</summary>
    private static readonly double[] LabelPlaces = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

    private static readonly double[] LabelShifts = [0, -LabelHeight, LabelHeight, -2 * LabelHeight, 2 * LabelHeight];

    private readonly HtmlContentBuilder arrows = new();
    private readonly HtmlContentBuilder boxes = new();
    private readonly HtmlContentBuilder labels = new();
    private readonly List<(double Left, double Top, double Right, double Bottom)> taken = [];
    private readonly DrawingMarks marks;

    private DrawingImage(DrawingMarks marks) => this.marks = marks;

    public static IHtmlContent Of(DrawnStep sheet, string id, string title, string description, DrawingMarks marks)
    {
        var image = new DrawingImage(marks);
        image.Draw(sheet, 0, 0);
        var left = Math.Min(0, image.taken.Min(box => box.Left)) - Margin;
        var top = Math.Min(0, image.taken.Min(box => box.Top)) - Margin;
        var width = Math.Max(sheet.Width, image.taken.Max(box => box.Right)) + Margin - left;
        var height = Math.Max(sheet.Height, image.taken.Max(box => box.Bottom)) + Margin - top;
        var svg = Element("svg", marks.Steps.Count > 0 ? "fab-drawing__image fab-drawing__image--marked" : "fab-drawing__image");
        Set(svg, ("xmlns", "http://www.w3.org/2000/svg"), ("role", "img"), ("aria-labelledby", $"{id}-titre"), ("aria-describedby", $"{id}-description"));
        Set(svg, ("width", Number(width)), ("height", Number(height)), ("viewBox", $"{Number(left)} {Number(top)} {Number(width)} {Number(height)}"));
        svg.InnerHtml
            .AppendHtml(Text("title", null, title, ("id", $"{id}-titre")))
            .AppendHtml(Text("desc", null, description, ("id", $"{id}-description")))
            .AppendHtml(image.boxes)
            .AppendHtml(image.arrows)
            .AppendHtml(image.labels);
        return svg;
    }

    /// <summary>Boxes come first and arrows over them: one that must cross a box is not lost behind it. Names of outcomes come last.</summary>
    private void Draw(DrawnStep container, double x, double y)
    {
        foreach (var child in container.Children)
        {
            DrawBox(child, x + child.Left, y + child.Top);
            Draw(child, x + child.Left, y + child.Top);
        }

        foreach (var arrow in container.Arrows)
        {
            DrawArrow(arrow, ProcedurePicture.StateOf(arrow, container, marks), x, y);
        }

        foreach (var arrow in container.Arrows.Where(arrow => arrow.Label is not null))
        {
            DrawLabel(arrow, ProcedurePicture.StateOf(arrow, container, marks), x, y);
        }
    }

    private void DrawBox(DrawnStep step, double left, double top)
    {
        var group = Element("g", Classes("fab-drawing__step", step.Shape is StepShape.Step ? null : Modifier(step.Shape), step.Mark is null ? null : Modifier(step.Mark.State)));
        group.InnerHtml.AppendHtml(Outline(step, left, top));
        var lines = (step.Caption is null ? 0 : DrawingLayout.CaptionHeight) + (step.Lines.Count * DrawingLayout.LineHeight) + (step.Mark is null ? 0 : DrawingLayout.LineHeight);
        var at = step.Children.Count > 0 ? top + DrawingLayout.Padding : top + ((step.Height - lines) / 2);
        var middle = left + (step.Width / 2);
        if (step.Caption is not null)
        {
            group.InnerHtml.AppendHtml(Line("fab-drawing__caption", Cut(step.Caption, step.Width - (2 * DrawingLayout.Padding)), middle, at + 12));
            at += DrawingLayout.CaptionHeight;
        }

        foreach (var line in step.Lines)
        {
            group.InnerHtml.AppendHtml(Line("fab-drawing__label", line, middle, at + 13));
            at += DrawingLayout.LineHeight;
        }

        if (step.Mark is { } mark)
        {
            var text = Cut(mark.Detail is null ? DrawingMarks.Label(mark.State) : $"{DrawingMarks.Label(mark.State)} {mark.Detail}", step.Width - (2 * DrawingLayout.Padding) - 16);
            group.InnerHtml
                .AppendHtml(Icon(mark.State, middle - (LabelText.Width(text) * SmallLetters / 2) - 8, at + 9))
                .AppendHtml(Line("fab-drawing__state", text, middle + 8, at + 13));
        }

        IReadOnlyList<string> notes = step.Mark?.Notes ?? [];
        if (notes.Count > 0 || (step.Lines.Count > 0 && step.Lines[^1].EndsWith('…')))
        {
            group.InnerHtml.AppendHtml(Text("title", null, string.Join('\n', notes.Prepend(step.Label))));
        }

        boxes.AppendHtml(group);
        taken.Add((left, top, left + step.Width, step.Children.Count > 0 ? at : top + step.Height));
    }

    private static TagBuilder Outline(DrawnStep step, double left, double top)
    {
        if (step.Shape is StepShape.Choice)
        {
            var (right, bottom, middle) = (left + step.Width, top + step.Height, top + (step.Height / 2));
            return Polygon("fab-drawing__box", (left, middle), (left + 12, top), (right - 12, top), (right, middle), (right - 12, bottom), (left + 12, bottom));
        }

        var box = Element("rect", "fab-drawing__box");
        Set(box, ("x", Number(left)), ("y", Number(top)), ("width", Number(step.Width)), ("height", Number(step.Height)), ("rx", step.Shape is StepShape.Terminal ? Number(Math.Min(28, step.Height / 2)) : "3"));
        return box;
    }

    private void DrawArrow(DrawnArrow arrow, ArrowState? state, double x, double y)
    {
        var route = arrow.Route!;
        var end = route.Path[^1];
        var (backX, backY) = (end.X - (route.DirectionX * HeadLength), end.Y - (route.DirectionY * HeadLength));
        DrawnPoint[] path = [.. route.Path.Take(route.Path.Count - 1), new DrawnPoint(backX, backY)];
        var data = new StringBuilder("M").Append(Pair(path[0], x, y));
        for (var index = 1; index < path.Length; index++)
        {
            data.Append(index % 3 == 1 ? " C" : " ").Append(Pair(path[index], x, y));
        }

        var group = Element("g", Classes("fab-drawing__arrow", arrow.IsBack ? "fab-drawing__arrow--back" : null, state is null ? null : $"fab-drawing__arrow--{state.ToString()!.ToLowerInvariant()}"));
        var line = Element("path", "fab-drawing__line");
        Set(line, ("d", data.ToString()));
        var (acrossX, acrossY) = (route.DirectionY * HeadWidth, route.DirectionX * HeadWidth);
        group.InnerHtml
            .AppendHtml(line)
            .AppendHtml(Polygon("fab-drawing__head", (x + end.X, y + end.Y), (x + backX + acrossX, y + backY + acrossY), (x + backX - acrossX, y + backY - acrossY)));
        arrows.AppendHtml(group);
    }

    private void DrawLabel(DrawnArrow arrow, ArrowState? state, double x, double y)
    {
        var text = Cut(arrow.Label!, LongestLabel);
        var half = (LabelText.Width(text) * SmallLetters / 2) + 3;
        var places = PlacesOn(arrow.Route!.Path).Select(point => (Left: x + point.X - half, Top: y + point.Y - (LabelHeight / 2), Right: x + point.X + half, Bottom: y + point.Y + (LabelHeight / 2))).ToList();
        var place = places.Find(place => !taken.Exists(box => box.Left < place.Right && box.Right > place.Left && box.Top < place.Bottom && box.Bottom > place.Top));
        if (place == default)
        {
            place = places[0];
        }

        taken.Add(place);
        labels.AppendHtml(Line(Classes("fab-drawing__outcome", state is ArrowState.Followed ? "fab-drawing__outcome--followed" : null), text, (place.Left + place.Right) / 2, place.Top + 13));
    }

    /// <summary>Points of the first bend of an arrow, the best place for a label first; then above and below it, for arrows that lie on each other.</summary>
    private static IEnumerable<DrawnPoint> PlacesOn(IReadOnlyList<DrawnPoint> path)
    {
        var first = Enumerable.Range(0, path.Count / 3).Select(piece => piece * 3).FirstOrDefault(piece => path[piece] != path[piece + 1], path.Count > 4 ? 3 : 0);
        return LabelShifts.SelectMany(shift => LabelPlaces.Select(t => new DrawnPoint(
            Cubic(t, path[first].X, path[first + 1].X, path[first + 2].X, path[first + 3].X),
            Cubic(t, path[first].Y, path[first + 1].Y, path[first + 2].Y, path[first + 3].Y) + shift)));
    }

    private static double Cubic(double t, double start, double first, double second, double end)
    {
        var rest = 1 - t;
        return (rest * rest * rest * start) + (3 * rest * rest * t * first) + (3 * rest * t * t * second) + (t * t * t * end);
    }

    /// <summary>A sign of twelve pixels for a state, which says it without colour.</summary>
    private static TagBuilder Icon(StepState state, double x, double y)
    {
        var icon = Element("path", "fab-drawing__icon");
        Set(icon, ("d", state switch
        {
            StepState.Done => $"M{At(-5, 0)} L{At(-1, 4)} L{At(6, -4)}",
            StepState.Current => $"M{At(-4, -5)} L{At(4, 0)} L{At(-4, 5)} Z",
            StepState.Future => $"M{At(-5, 0)} A5 5 0 1 1 {At(5, 0)} A5 5 0 1 1 {At(-5, 0)}",
            StepState.Skipped or StepState.Removed => $"M{At(-5, 0)} L{At(5, 0)}",
            StepState.Faulted => $"M{At(-4, -4)} L{At(4, 4)} M{At(4, -4)} L{At(-4, 4)}",
            StepState.Wrong => $"M{At(-6, 5)} L{At(0, -6)} L{At(6, 5)} Z M{At(0, -1)} L{At(0, 3)}",
            StepState.Doubtful => $"M{At(0, -6)} L{At(0, 1)} M{At(0, 3)} L{At(0, 5)}",
            StepState.Added => $"M{At(-5, 0)} L{At(5, 0)} M{At(0, -5)} L{At(0, 5)}",
            _ => $"M{At(-5, -3)} L{At(5, -3)} M{At(-5, 3)} L{At(5, 3)} M{At(3, -6)} L{At(-3, 6)}",
        }));
        return icon;

        string At(double right, double down) => Pair(new DrawnPoint(right, down), x, y);
    }

    private static TagBuilder Line(string cssClass, string text, double x, double y) => Text("text", cssClass, text, ("x", Number(x)), ("y", Number(y)));

    private static TagBuilder Polygon(string cssClass, params (double X, double Y)[] corners)
    {
        var polygon = Element("polygon", cssClass);
        Set(polygon, ("points", string.Join(' ', corners.Select(corner => $"{Number(corner.X)},{Number(corner.Y)}"))));
        return polygon;
    }

    private static TagBuilder Text(string name, string? cssClass, string text, params (string Name, string Value)[] attributes)
    {
        var element = Element(name, cssClass);
        Set(element, attributes);
        element.InnerHtml.Append(text);
        return element;
    }

    private static TagBuilder Element(string name, string? cssClass)
    {
        var element = new TagBuilder(name);
        if (cssClass is not null)
        {
            element.Attributes["class"] = cssClass;
        }

        return element;
    }

    private static void Set(TagBuilder element, params (string Name, string Value)[] attributes)
    {
        foreach (var (name, value) in attributes)
        {
            element.Attributes[name] = value;
        }
    }

    private static string Modifier<T>(T value)
        where T : struct, Enum => $"fab-drawing__step--{value.ToString().ToLowerInvariant()}";

    private static string Classes(params string?[] names) => string.Join(' ', names.Where(name => name is not null));

    private static string Cut(string text, double width) => LabelText.Wrap(text, width / SmallLetters, 1) is [var line] ? line : "";

    private static string Pair(DrawnPoint point, double x, double y) => $"{Number(x + point.X)} {Number(y + point.Y)}";

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
