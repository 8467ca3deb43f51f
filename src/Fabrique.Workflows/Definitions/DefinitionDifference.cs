using System.Globalization;

namespace Fabrique.Workflows;

/// <summary>What became of a part of a definition.</summary>
public enum DefinitionChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It does something else, or is called otherwise.</summary>
    Changed,

    /// <summary>Only its place in the drawing is another.</summary>
    Moved,
}

/// <summary>The parts of which a definition is made.</summary>
public enum DefinitionPart
{
    /// <summary>The definition as a whole: its name, its options.</summary>
    Definition,

    /// <summary>A variable, an input or an output of the workflow.</summary>
    Variable,

    /// <summary>An activity.</summary>
    Step,

    /// <summary>An arrow between two activities.</summary>
    Connection,
}

/// <summary>One difference between two versions.</summary>
/// <param name="Kind">What became of the part.</param>
/// <param name="Part">Which kind of part.</param>
/// <param name="ActivityId">Identifier of the activity; empty when it concerns none. For an arrow, the one that it leaves.</param>
/// <param name="Sentence">The difference, in French.</param>
public sealed record DefinitionChange(DefinitionChangeKind Kind, DefinitionPart Part, string ActivityId, string Sentence);

/// <summary>An arrow by what it joins.</summary>
/// <param name="From">Identifier of the activity that it leaves.</param>
/// <param name="Port">Port by which it leaves, <c>Done</c> when the definition names none.</param>
/// <param name="To">Identifier of the activity that it leads to.</param>
public readonly record struct DefinitionArrow(string From, string Port, string To);

/// <summary>
/// What a version of a definition has that another has not, told to people. What tools write without anybody having decided it (identifiers of versions, sizes, empty
/// lists, default values) is no difference.
/// </summary>
public sealed class DefinitionDifference
{
    /// <summary>Beyond, steps that were only moved are counted rather than named.</summary>
    private const int MovedNamed = 5;

    private readonly DefinitionOutline _before;
    private readonly DefinitionOutline _after;
    private readonly List<DefinitionChange> _changes = [];
    private readonly Dictionary<string, DefinitionChangeKind> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<DefinitionArrow, DefinitionChangeKind> _arrowMarks = [];

    private DefinitionDifference(DefinitionOutline before, DefinitionOutline after)
    {
        _before = before;
        _after = after;
    }

    /// <summary>The differences: of the definition, its variables, its activities in the order of the drawing, then its arrows.</summary>
    public IReadOnlyList<DefinitionChange> Changes => _changes;

    /// <summary>What became of each activity that is not the same in both, by identifier; an activity whose arrows alone differ is the same.</summary>
    public IReadOnlyDictionary<string, DefinitionChangeKind> Marks => _marks;

    /// <summary>The arrows that only one of both has: added or removed.</summary>
    public IReadOnlyDictionary<DefinitionArrow, DefinitionChangeKind> ArrowMarks => _arrowMarks;

    /// <summary>Compares two definitions.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="registry">Names activities, inputs and outcomes, and knows default values.</param>
    /// <returns>The differences; none when both mean the same.</returns>
    public static DefinitionDifference Between(WorkflowDocument before, WorkflowDocument after, ActivityRegistry registry)
    {
        var difference = new DefinitionDifference(new DefinitionOutline(before, registry), new DefinitionOutline(after, registry));
        difference.CompareSettings();
        difference.CompareDeclarations();
        difference.CompareSteps();
        difference.CompareConnections();
        return difference;
    }

    private static string Quoted(string text) => $"«\u00a0{text}\u00a0»";

    private void CompareSettings()
    {
        foreach (var (name, was, now) in Pairs(_before.Settings, _after.Settings))
        {
            Add(DefinitionChangeKind.Changed, DefinitionPart.Definition, "", $"{name}\u00a0: {Change(was, now)}.");
        }
    }

    private void CompareDeclarations()
    {
        foreach (var (key, was, now) in Matches(_before.Declarations, _after.Declarations, declaration => declaration.Key))
        {
            if (was is null)
            {
                Add(DefinitionChangeKind.Added, DefinitionPart.Variable, "", $"{now!.Title} {Quoted(now.Name)} est ajoutée ({now.Description}).");
            }
            else if (now is null)
            {
                Add(DefinitionChangeKind.Removed, DefinitionPart.Variable, "", $"{was.Title} {Quoted(was.Name)} est retirée.");
            }
            else
            {
                if (was.Name != now.Name)
                {
                    Add(DefinitionChangeKind.Changed, DefinitionPart.Variable, "", $"{was.Title} {Quoted(was.Name)} s’appelle désormais {Quoted(now.Name)}.");
                }

                if (was.Description != now.Description)
                {
                    Add(DefinitionChangeKind.Changed, DefinitionPart.Variable, "", $"{now.Title} {Quoted(now.Name)}\u00a0: {Change(was.Description, now.Description)}.");
                }
            }
        }
    }

    private void CompareSteps()
    {
        var moved = new List<OutlinedStep>();
        foreach (var (id, was, now) in Matches(_before.Steps, _after.Steps, step => step.Id))
        {
            if (was is null)
            {
                Mark(DefinitionChangeKind.Added, id, $"L’étape {Quoted(now!.Label)} est ajoutée{Within(now, _after)}.");
            }
            else if (now is null)
            {
                Mark(DefinitionChangeKind.Removed, id, $"L’étape {Quoted(was.Label)} est retirée{Within(was, _before)}.");
            }
            else if (!CompareStep(was, now) && was.Position != now.Position)
            {
                moved.Add(now);
            }
        }

        foreach (var step in moved)
        {
            _marks[step.Id] = DefinitionChangeKind.Moved;
        }

        if (moved.Count > 0)
        {
            var names = moved.Count > MovedNamed ? "" : $"\u00a0: {string.Join(", ", moved.Select(step => Quoted(step.Label)))}";
            Add(DefinitionChangeKind.Moved, DefinitionPart.Step, moved.Count == 1 ? moved[0].Id : "", moved.Count == 1
                ? $"Une étape est déplacée sur le dessin{names}."
                : $"{moved.Count.ToString(CultureInfo.InvariantCulture)} étapes sont déplacées sur le dessin{names}.");
        }
    }

    /// <returns>Whether something else than its place in the drawing has changed.</returns>
    private bool CompareStep(OutlinedStep was, OutlinedStep now)
    {
        var count = _changes.Count;
        if (was.Label != now.Label)
        {
            Mark(DefinitionChangeKind.Changed, now.Id, $"L’étape {Quoted(was.Label)} s’appelle désormais {Quoted(now.Label)}.");
        }

        if (was.TypeName != now.TypeName)
        {
            Mark(DefinitionChangeKind.Changed, now.Id, $"L’étape {Quoted(now.Label)} change de nature\u00a0: {was.TypeLabel} → {now.TypeLabel}.");
        }

        if (was.ParentId != now.ParentId || was.Port != now.Port)
        {
            Mark(DefinitionChangeKind.Changed, now.Id, $"L’étape {Quoted(now.Label)} change de bloc{Within(now, _after)}.");
        }

        foreach (var (name, before, after) in Pairs(was.Values, now.Values))
        {
            Mark(DefinitionChangeKind.Changed, now.Id, $"{Quoted(now.Label)}, {name}\u00a0: {Change(before, after)}.");
        }

        return _changes.Count > count;
    }

    private void CompareConnections()
    {
        foreach (var arrow in _before.Arrows.Except(_after.Arrows))
        {
            _arrowMarks[arrow] = DefinitionChangeKind.Removed;
            Add(DefinitionChangeKind.Removed, DefinitionPart.Connection, arrow.From, $"Une liaison est retirée\u00a0: {Describe(arrow, _before)}.");
        }

        foreach (var arrow in _after.Arrows.Except(_before.Arrows))
        {
            _arrowMarks[arrow] = DefinitionChangeKind.Added;
            Add(DefinitionChangeKind.Added, DefinitionPart.Connection, arrow.From, $"Une liaison est ajoutée\u00a0: {Describe(arrow, _after)}.");
        }
    }

    private static string Describe(DefinitionArrow arrow, DefinitionOutline outline)
    {
        var port = outline.PortName(arrow);
        return $"de {Quoted(outline.LabelOf(arrow.From))}{(port is null ? "" : $" (issue {Quoted(port)})")} vers {Quoted(outline.LabelOf(arrow.To))}";
    }

    private static string Within(OutlinedStep step, DefinitionOutline outline) =>
        step.ParentId is { } parent && outline.Find(parent) is { ParentId: not null } block ? $" dans {Quoted(block.Label)}" : "";

    private static string Change(string was, string now)
    {
        var (before, after) = ValueExcerpt.Of(was, now);
        return $"{before} → {after}";
    }

    /// <summary>Pairs parts of both sides by their key: in the order of the later one, then those that are gone.</summary>
    private static IEnumerable<(string Key, T? Was, T? Now)> Matches<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> key)
        where T : class
    {
        var was = before.ToDictionary(key, StringComparer.Ordinal);
        var kept = after.Select(key).ToHashSet(StringComparer.Ordinal);
        var gone = before.Where(part => !kept.Contains(key(part))).ToList();
        return after.Select(part => (key(part), was.GetValueOrDefault(key(part)), (T?)part)).Concat(gone.Select(part => (key(part), (T?)part, (T?)null)));
    }

    private static IEnumerable<(string Name, string Was, string Now)> Pairs(IReadOnlyDictionary<string, NamedValue> before, IReadOnlyDictionary<string, NamedValue> after)
    {
        foreach (var key in after.Keys.Concat(before.Keys.Where(key => !after.ContainsKey(key))))
        {
            var was = before.GetValueOrDefault(key);
            var now = after.GetValueOrDefault(key);
            if ((was?.Text ?? "") != (now?.Text ?? ""))
            {
                yield return ((now ?? was)!.Name, was?.Text ?? "", now?.Text ?? "");
            }
        }
    }

    private void Mark(DefinitionChangeKind kind, string activityId, string sentence)
    {
        _marks[activityId] = kind;
        Add(kind, DefinitionPart.Step, activityId, sentence);
    }

    private void Add(DefinitionChangeKind kind, DefinitionPart part, string activityId, string sentence) => _changes.Add(new DefinitionChange(kind, part, activityId, sentence));
}

/// <summary>Shortens two long values to the place where they differ.</summary>
internal static class ValueExcerpt
{
    private const int Longest = 120;
    private const int Lead = 20;

    public static (string Was, string Now) Of(string was, string now)
    {
        var start = was.Length > Longest || now.Length > Longest ? Math.Max(0, was.AsSpan().CommonPrefixLength(now) - Lead) : 0;
        return (Cut(was, start), Cut(now, start));
    }

    private static string Cut(string text, int start)
    {
        if (text.Length == 0)
        {
            return "non renseigné";
        }

        // Half of a pair of surrogates is no character.
        var from = start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? start - 1 : Math.Min(start, text.Length);
        var to = Math.Min(text.Length, from + Longest);
        to -= to < text.Length && char.IsLowSurrogate(text[to]) ? 1 : 0;
        return $"{(from > 0 ? "…" : "")}{text.AsSpan(from, to - from)}{(to < text.Length ? "…" : "")}";
    }
}
