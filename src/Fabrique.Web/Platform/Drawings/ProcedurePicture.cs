using Fabrique.Workflows;
using Microsoft.AspNetCore.Html;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>Where a step leads.</summary>
/// <param name="Outcome">By which outcome; null when there is no choice.</param>
/// <param name="Number">Number of the step reached.</param>
/// <param name="Label">Its name.</param>
/// <param name="State">What became of the arrow; null when nothing marks it.</param>
public sealed record ListedNext(string? Outcome, int Number, string Label, ArrowState? State);

/// <summary>A step as it is read in the list.</summary>
/// <param name="Number">From 1, in reading order.</param>
/// <param name="ActivityId">Identifier in the definition; it may be empty.</param>
/// <param name="Label">Its name.</param>
/// <param name="Mark">Its state, when it is marked.</param>
/// <param name="Within">In which step it stands, and when it is executed there; null at the top.</param>
/// <param name="Next">Where it leads; empty at an end.</param>
public sealed record ListedStep(int Number, string ActivityId, string Label, StepMark? Mark, string? Within, IReadOnlyList<ListedNext> Next);

/// <summary>
/// A procedure drawn on the server: an image, and the same as a list of its steps. Pure: it reads a definition, well made or not, and nothing else. For
/// <c>_Picture.cshtml</c>.
/// </summary>
public sealed class ProcedurePicture
{
    /// <summary>With more steps than this the list alone is given: nobody would find their way in the image.</summary>
    public const int MostDrawnSteps = 300;

    private const int MostDrawnArrows = 1_500;

    private ProcedurePicture(string id, string title, DrawnStep sheet, DrawingMarks marks)
    {
        Id = id;
        Title = title;
        Steps = [.. sheet.All().OrderBy(step => step.Number).Select(step => Listed(step, sheet, marks))];
        OpensList = HasNotes = Steps.Any(step => step.Mark is { Notes.Count: > 0 });
        HasFollowedArrows = Steps.Any(step => step.Next.Any(next => next.State is ArrowState.Followed));
    }

    /// <summary>Unique in the page: identifiers begin with it.</summary>
    public string Id { get; }

    /// <summary>What the image shows: « Circuit « Candidature », version 3 ».</summary>
    public string Title { get; }

    /// <summary>The image; null when the procedure is too large, or has no step.</summary>
    public IHtmlContent? Image { get; private init; }

    /// <summary>Every step, in reading order.</summary>
    public IReadOnlyList<ListedStep> Steps { get; }

    /// <summary>Whether something is said of some steps, which is read in the list.</summary>
    public bool HasNotes { get; }

    /// <summary>Whether the list is shown at once, for links that lead into it; by default when something is said there.</summary>
    public bool OpensList { get; set; }

    /// <summary>Whether a way was followed, so that the thick line is explained.</summary>
    public bool HasFollowedArrows { get; }

    /// <param name="document">The definition.</param>
    /// <param name="registry">Names activities and outcomes.</param>
    /// <param name="id">Unique in the page.</param>
    /// <param name="title">What the image shows.</param>
    /// <param name="marks">What is marked on it.</param>
    public static ProcedurePicture Of(WorkflowDocument document, ActivityRegistry registry, string id, string title, DrawingMarks? marks = null)
    {
        marks ??= DrawingMarks.None;
        var sheet = DrawingReader.Read(document, registry, marks);
        var steps = sheet.All().ToList();
        var isDrawn = steps.Count is > 0 and <= MostDrawnSteps && steps.Prepend(sheet).Sum(step => step.Arrows.Count) <= MostDrawnArrows;
        if (isDrawn)
        {
            DrawingLayout.Arrange(sheet);
        }

        return new ProcedurePicture(id, title, sheet, marks) { Image = isDrawn ? DrawingImage.Of(sheet, id, title, Describe(steps), marks) : null };
    }

    /// <summary>The same, with what a run did.</summary>
    public static ProcedurePicture OfRun(WorkflowDocument document, ActivityRegistry registry, string id, string title, ProcedureRun run) =>
        Of(document, registry, id, title, RunMarks.Of(DrawingReader.Read(document, registry, DrawingMarks.None), run));

    /// <summary>The place of a step in the list, for links; null when the definition has no such activity.</summary>
    public string? AnchorOf(string activityId) => Steps.FirstOrDefault(step => step.ActivityId == activityId) is { } found ? AnchorOf(found) : null;

    /// <summary>The place of a step in the list.</summary>
    public string AnchorOf(ListedStep step) => $"{Id}-{step.Number}";

    private static ListedStep Listed(DrawnStep step, DrawnStep sheet, DrawingMarks marks)
    {
        var parent = step.Parent!;
        return new ListedStep(
            step.Number,
            step.Id,
            step.Label,
            step.Mark,
            parent == sheet ? null : $"Dans «\u00a0{parent.Label}\u00a0»{(step.Caption is null ? "" : $", «\u00a0{step.Caption}\u00a0»")}",
            [
                .. parent.Leaving[step.Position]
                    .Select(arrow => (Arrow: arrow, To: parent.Children[arrow.To]))
                    .Select(pair => new ListedNext(pair.Arrow.Label, pair.To.Number, pair.To.Label, StateOf(pair.Arrow, parent, marks))),
            ]);
    }

    internal static ArrowState? StateOf(DrawnArrow arrow, DrawnStep container, DrawingMarks marks) =>
        marks.Arrows.TryGetValue(new ArrowKey(container.Children[arrow.From].Id, arrow.Port, container.Children[arrow.To].Id), out var state) ? state : null;

    private static string Describe(List<DrawnStep> steps)
    {
        var notable = steps
            .Where(step => step.Mark is { State: StepState.Current or StepState.Faulted or StepState.Added or StepState.Removed or StepState.Changed or StepState.Wrong or StepState.Doubtful })
            .OrderBy(step => step.Number)
            .Take(10)
            .Select(step => $" «\u00a0{step.Label}\u00a0»\u00a0: {DrawingMarks.Label(step.Mark!.State).ToLowerInvariant()}.");
        return $"{steps.Count} étape{(steps.Count > 1 ? "s" : "")}.{string.Concat(notable)} La liste des étapes, à la suite, dit la même chose en texte.";
    }
}
