using Fabrique.Web.Platform.Drawings;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.CompareVersions;

/// <summary>Marks a drawing with what differs; each of the two drawings shows what it has.</summary>
public static class DifferenceMarks
{
    public static DrawingMarks Of(DefinitionDifference difference) => new()
    {
        Steps = difference.Marks.ToDictionary(mark => mark.Key, mark => new StepMark(StateOf(mark.Value)), StringComparer.Ordinal),
        Arrows = difference.ArrowMarks.ToDictionary(
            mark => new ArrowKey(mark.Key.From, mark.Key.Port, mark.Key.To),
            mark => mark.Value is DefinitionChangeKind.Added ? ArrowState.Added : ArrowState.Removed),
    };

    private static StepState StateOf(DefinitionChangeKind kind) => kind switch
    {
        DefinitionChangeKind.Added => StepState.Added,
        DefinitionChangeKind.Removed => StepState.Removed,
        _ => StepState.Changed,
    };
}
