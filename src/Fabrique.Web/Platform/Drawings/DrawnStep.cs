namespace Fabrique.Web.Platform.Drawings;

/// <summary>The outline of a box, which tells what kind of step it is.</summary>
internal enum StepShape
{
    Step,

    /// <summary>Begins or ends the drawing.</summary>
    Terminal,

    /// <summary>Only chooses where to go on.</summary>
    Choice,

    /// <summary>Holds other steps.</summary>
    Container,
}

/// <summary>A place given in Studio: the upper left corner, and the size when it is known.</summary>
internal readonly record struct DesignerPlace(double X, double Y, double? Width, double? Height);

/// <summary>An arrow between two steps that stand in the same container, by position.</summary>
/// <param name="From">Position of the step that it leaves.</param>
/// <param name="Port">Port, as the definition names it.</param>
/// <param name="Label">Name of the outcome; null when there is no choice.</param>
/// <param name="To">Position of the step that it leads to.</param>
internal sealed record DrawnArrow(int From, string Port, string? Label, int To)
{
    /// <summary>The port of the arrows that nobody drew: the next step of a sequence follows however the one before ends.</summary>
    public const string Following = "";

    /// <summary>Whether it leads back to a step that comes before.</summary>
    public bool IsBack { get; set; }

    public ArrowRoute? Route { get; set; }
}

/// <summary>How an arrow runs, in the coordinates of its container.</summary>
/// <param name="Path">Where it begins, then three points for each curve.</param>
/// <param name="DirectionX">The way its head points: -1, 0 or 1.</param>
/// <param name="DirectionY">The same, downwards.</param>
internal sealed record ArrowRoute(IReadOnlyList<DrawnPoint> Path, int DirectionX, int DirectionY);

internal readonly record struct DrawnPoint(double X, double Y);

/// <summary>A step of a drawing, with those that stand in it.</summary>
internal sealed class DrawnStep
{
    private static readonly ILookup<int, DrawnArrow> NoArrow = Array.Empty<DrawnArrow>().ToLookup(arrow => arrow.From);

    /// <summary>Identifier in the definition; it may be empty, or not the only one.</summary>
    public required string Id { get; init; }

    public required string Label { get; init; }

    /// <summary>Under which condition its container executes it: « Alors », « Sinon ».</summary>
    public string? Caption { get; init; }

    public required StepShape Shape { get; init; }

    public required DesignerPlace? Place { get; init; }

    public DrawnStep? Parent { get; init; }

    /// <summary>Its place among the children of its parent.</summary>
    public int Position { get; init; }

    public StepMark? Mark { get; init; }

    public List<DrawnStep> Children { get; } = [];

    public List<DrawnArrow> Arrows { get; } = [];

    /// <summary>The arrows between its children, by the position of the one that they leave.</summary>
    public ILookup<int, DrawnArrow> Leaving { get; set; } = NoArrow;

    /// <summary>Positions of the children, in the order in which they are read.</summary>
    public IReadOnlyList<int> ReadingOrder { get; set; } = [];

    /// <summary>From 1, in the order in which the whole drawing is read; 0 for what holds the drawing.</summary>
    public int Number { get; set; }

    /// <summary>The label, broken into the lines of the box.</summary>
    public IReadOnlyList<string> Lines { get; set; } = [];

    /// <summary>From the left of its container.</summary>
    public double Left { get; set; }

    /// <summary>From the top of its container.</summary>
    public double Top { get; set; }

    public double Width { get; set; }

    public double Height { get; set; }

    public double Right => Left + Width;

    public double Bottom => Top + Height;

    public double CenterX => Left + (Width / 2);

    public double CenterY => Top + (Height / 2);

    /// <summary>The steps in it, at every depth, in no particular order.</summary>
    public IEnumerable<DrawnStep> All()
    {
        var remaining = new Stack<DrawnStep>(Children);
        while (remaining.TryPop(out var step))
        {
            yield return step;
            step.Children.ForEach(remaining.Push);
        }
    }
}
