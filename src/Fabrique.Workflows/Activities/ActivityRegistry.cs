using System.Collections.Frozen;
using System.Reflection;

namespace Fabrique.Workflows;

/// <summary>A kind of activity with its metadata.</summary>
/// <param name="Activity">The shared object that executes it.</param>
/// <param name="Metadata">Type name and how it is shown.</param>
/// <param name="Inputs">Inputs, in declared order.</param>
/// <param name="Outputs">Outputs, in declared order.</param>
/// <param name="Outcomes">Ports; <c>Done</c> alone when the type declares none.</param>
public sealed record ActivityType(
    Activity Activity,
    ActivityAttribute Metadata,
    IReadOnlyList<InputAttribute> Inputs,
    IReadOnlyList<OutputAttribute> Outputs,
    IReadOnlyList<string> Outcomes)
{
    /// <summary>Type name written in definitions.</summary>
    public string TypeName => Metadata.TypeName;

    /// <summary>Properties that embed an activity, in declared order.</summary>
    public IReadOnlyList<PortAttribute> Ports { get; init; } = [];

    /// <summary>Properties without expression, in declared order.</summary>
    public IReadOnlyList<PropertyAttribute> Properties { get; init; } = [];

    /// <summary>Whether <see cref="Outcomes"/> are those that Studio works out from the inputs.</summary>
    public bool OutcomesDependOnInputs { get; init; }

    /// <summary>Names of <see cref="Outcomes"/> shown to people, in the same order; the stable names when empty.</summary>
    public IReadOnlyList<string> OutcomeNames { get; init; } = [];

    internal static ActivityType Of(Activity activity)
    {
        var type = activity.GetType();
        var metadata = type.GetCustomAttribute<ActivityAttribute>() ?? throw new InvalidOperationException($"{type} has no [Activity] attribute.");
        var outcomes = type.GetCustomAttribute<OutcomesAttribute>();
        return new ActivityType(
            activity,
            metadata,
            [.. type.GetCustomAttributes<InputAttribute>()],
            [.. type.GetCustomAttributes<OutputAttribute>()],
            outcomes?.Names ?? ["Done"])
        {
            Ports = [.. type.GetCustomAttributes<PortAttribute>()],
            Properties = [.. type.GetCustomAttributes<PropertyAttribute>()],
            OutcomesDependOnInputs = outcomes?.DependOnInputs ?? false,
            OutcomeNames = outcomes?.DisplayNames ?? [],
        };
    }
}

/// <summary>The kinds of activities that definitions may name.</summary>
public sealed class ActivityRegistry
{
    private readonly FrozenDictionary<string, ActivityType> _types;

    /// <summary>Reads the metadata of the activities.</summary>
    /// <param name="activities">One shared object per kind.</param>
    /// <exception cref="InvalidOperationException">An activity has no metadata, or two share a type name.</exception>
    public ActivityRegistry(IEnumerable<Activity> activities)
        : this(activities, type => type)
    {
    }

    internal ActivityRegistry(IEnumerable<Activity> activities, Func<ActivityType, ActivityType> replace)
    {
        var types = activities.Select(activity => replace(ActivityType.Of(activity))).ToList();
        if (types.GroupBy(type => type.TypeName, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two activities are named {twice.Key}.");
        }

        _types = types.ToFrozenDictionary(type => type.TypeName, StringComparer.Ordinal);
    }

    /// <summary>All kinds, by type name.</summary>
    public IEnumerable<ActivityType> All => _types.Values.OrderBy(type => type.TypeName, StringComparer.Ordinal);

    /// <summary>Finds a kind.</summary>
    /// <param name="typeName">Type name written in a definition.</param>
    /// <returns>The kind, or null when it is unknown.</returns>
    public ActivityType? Find(string typeName) => _types.GetValueOrDefault(typeName);
}
