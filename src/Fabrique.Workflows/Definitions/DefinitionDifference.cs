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
/// <param name="Sentence">The difference, as the host says it.</param>
public sealed record DefinitionChange(DefinitionChangeKind Kind, DefinitionPart Part, string ActivityId, string Sentence);

/// <summary>An arrow by what it joins.</summary>
/// <param name="From">Identifier of the activity that it leaves.</param>
/// <param name="Port">Port by which it leaves, <c>Done</c> when the definition names none.</param>
/// <param name="To">Identifier of the activity that it leads to.</param>
public readonly record struct DefinitionArrow(string From, string Port, string To);

/// <summary>
/// What a version of a definition has that another has not, told to people. What tools write without anybody having decided it (identifiers of versions, sizes, empty
/// lists, default values) is no difference, nor is the place of the boxes in the drawing.
/// </summary>
public sealed class DefinitionDifference
{
    private readonly DefinitionOutline _before;
    private readonly DefinitionOutline _after;
    private readonly Func<WorkflowMessage, string> _tell;
    private readonly List<DefinitionChange> _changes = [];
    private readonly Dictionary<string, DefinitionChangeKind> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<DefinitionArrow, DefinitionChangeKind> _arrowMarks = [];

    private DefinitionDifference(DefinitionOutline before, DefinitionOutline after, Func<WorkflowMessage, string> tell)
    {
        _before = before;
        _after = after;
        _tell = tell;
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
    /// <param name="tell">Says a message in the language of the reader, as <see cref="WorkflowOptions.Tell"/> does.</param>
    /// <returns>The differences; none when both mean the same.</returns>
    public static DefinitionDifference Between(WorkflowDocument before, WorkflowDocument after, ActivityRegistry registry, Func<WorkflowMessage, string> tell)
    {
        var difference = new DefinitionDifference(new DefinitionOutline(before, registry, tell), new DefinitionOutline(after, registry, tell), tell);
        difference.CompareSettings();
        difference.CompareDeclarations();
        difference.CompareSteps();
        difference.CompareConnections();
        return difference;
    }

    private void CompareSettings()
    {
        foreach (var (name, was, now) in Pairs(_before.Settings, _after.Settings))
        {
            Add(DefinitionChangeKind.Changed, DefinitionPart.Definition, "", MessageCodes.PartChanged, name, Change(was, now));
        }
    }

    private void CompareDeclarations()
    {
        foreach (var (key, was, now) in Matches(_before.Declarations, _after.Declarations, declaration => declaration.Key))
        {
            if (was is null)
            {
                Add(DefinitionChangeKind.Added, DefinitionPart.Variable, "", MessageCodes.DeclarationAdded, Title(now!), now!.Description);
            }
            else if (now is null)
            {
                Add(DefinitionChangeKind.Removed, DefinitionPart.Variable, "", MessageCodes.DeclarationRemoved, Title(was));
            }
            else
            {
                if (was.Name != now.Name)
                {
                    Add(DefinitionChangeKind.Changed, DefinitionPart.Variable, "", MessageCodes.DeclarationRenamed, Title(was), now.Name);
                }

                if (was.Description != now.Description)
                {
                    Add(DefinitionChangeKind.Changed, DefinitionPart.Variable, "", MessageCodes.PartChanged, Title(now), Change(was.Description, now.Description));
                }
            }
        }
    }

    private void CompareSteps()
    {
        foreach (var (id, was, now) in Matches(_before.Steps, _after.Steps, step => step.Id))
        {
            if (was is null)
            {
                MarkPlaced(DefinitionChangeKind.Added, now!, _after, MessageCodes.StepAdded, MessageCodes.StepAddedIn);
            }
            else if (now is null)
            {
                MarkPlaced(DefinitionChangeKind.Removed, was, _before, MessageCodes.StepRemoved, MessageCodes.StepRemovedFrom);
            }
            else
            {
                CompareStep(was, now);
            }
        }
    }

    private void CompareStep(OutlinedStep was, OutlinedStep now)
    {
        // What calls a step that nobody named, its type or what is written in it, is told as such.
        if (was.Label != now.Label && (was.IsNamed || now.IsNamed))
        {
            Mark(DefinitionChangeKind.Changed, now.Id, MessageCodes.StepRenamed, was.Label, now.Label);
        }

        if (was.TypeName != now.TypeName)
        {
            Mark(DefinitionChangeKind.Changed, now.Id, MessageCodes.StepRetyped, now.Label, was.TypeLabel, now.TypeLabel);
        }

        if (was.ParentId != now.ParentId || was.Port != now.Port)
        {
            MarkPlaced(DefinitionChangeKind.Changed, now, _after, MessageCodes.StepRehoused, MessageCodes.StepRehousedIn);
        }

        foreach (var (name, before, after) in Pairs(was.Values, now.Values))
        {
            Mark(DefinitionChangeKind.Changed, now.Id, MessageCodes.StepChanged, now.Label, name, Change(before, after));
        }
    }

    private void CompareConnections()
    {
        foreach (var arrow in _before.Arrows.Except(_after.Arrows))
        {
            _arrowMarks[arrow] = DefinitionChangeKind.Removed;
            Add(DefinitionChangeKind.Removed, DefinitionPart.Connection, arrow.From, MessageCodes.ConnectionRemoved, Describe(arrow, _before));
        }

        foreach (var arrow in _after.Arrows.Except(_before.Arrows))
        {
            _arrowMarks[arrow] = DefinitionChangeKind.Added;
            Add(DefinitionChangeKind.Added, DefinitionPart.Connection, arrow.From, MessageCodes.ConnectionAdded, Describe(arrow, _after));
        }
    }

    private static WorkflowMessage Describe(DefinitionArrow arrow, DefinitionOutline outline) => outline.PortName(arrow) is { } port
        ? new WorkflowMessage(MessageCodes.ArrowOfOutcome, outline.LabelOf(arrow.From), port, outline.LabelOf(arrow.To))
        : new WorkflowMessage(MessageCodes.Arrow, outline.LabelOf(arrow.From), outline.LabelOf(arrow.To));

    private static WorkflowMessage Title(OutlinedDeclaration declaration) => new(declaration.Title, declaration.Name);

    private string Change(string was, string now)
    {
        var (before, after) = ValueExcerpt.Of(was, now);
        return $"{Given(before)} → {Given(after)}";
    }

    private string Given(string excerpt) => excerpt.Length == 0 ? _tell(new WorkflowMessage(MessageCodes.Unset)) : excerpt;

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

    /// <summary>Tells of a step with the block that it stands in, when that is not the drawing itself.</summary>
    private void MarkPlaced(DefinitionChangeKind kind, OutlinedStep step, DefinitionOutline outline, string code, string codeInBlock)
    {
        if (step.ParentId is { } parent && outline.Find(parent) is { ParentId: not null } block)
        {
            Mark(kind, step.Id, codeInBlock, step.Label, block.Label);
        }
        else
        {
            Mark(kind, step.Id, code, step.Label);
        }
    }

    private void Mark(DefinitionChangeKind kind, string activityId, string code, params object?[] arguments)
    {
        _marks[activityId] = kind;
        Add(kind, DefinitionPart.Step, activityId, code, arguments);
    }

    private void Add(DefinitionChangeKind kind, DefinitionPart part, string activityId, string code, params object?[] arguments) =>
        _changes.Add(new DefinitionChange(kind, part, activityId, _tell(new WorkflowMessage(code, arguments))));
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
        // Half of a pair of surrogates is no character.
        var from = start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) ? start - 1 : Math.Min(start, text.Length);
        var to = Math.Min(text.Length, from + Longest);
        to -= to < text.Length && char.IsLowSurrogate(text[to]) ? 1 : 0;
        return $"{(from > 0 ? "…" : "")}{text.AsSpan(from, to - from)}{(to < text.Length ? "…" : "")}";
    }
}
