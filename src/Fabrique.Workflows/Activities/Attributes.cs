namespace Fabrique.Workflows;

/// <summary>Declares a kind of activity: its stable type name and how it is shown where workflows are drawn.</summary>
/// <param name="typeName">Stable English type name with its namespace, for example <c>Fabrique.CollectOpinions</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string typeName) : Attribute
{
    /// <summary>Type name written in definitions.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>Version of the activity type.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name shown to people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Category of the toolbox.</summary>
    public string Category { get; init; } = "";

    /// <summary>One sentence for the person who draws.</summary>
    public string Description { get; init; } = "";

    /// <summary>What a step that nobody named is called, <c>{Title}</c> standing for what is written in its input Title; when that is not written as it is, the step is called by <see cref="DisplayName"/>.</summary>
    public string StepName { get; init; } = "";

    /// <summary>What it is to a workflow.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>
    /// Whether it is pure control flow: it writes no row besides the instance's own state, so it rides along with the next commit.
    /// The step of any other activity commits when it has executed.
    /// </summary>
    public bool IsControlFlow { get; init; }

    /// <summary>Whether it is offered where workflows are drawn; one that is not may still be in a drawing.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether it is a drawing of its own: a list of activities.</summary>
    public bool IsContainer { get; init; }

    /// <summary>Whether it marks where a drawing begins.</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether its completion ends what contains it.</summary>
    public bool IsTerminal { get; init; }
}

/// <summary>Declares a property that embeds one other activity.</summary>
/// <param name="name">Name, in PascalCase; the definition's property is its camelCase form.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PortAttribute(string name) : Attribute
{
    /// <summary>Name, in PascalCase.</summary>
    public string Name { get; } = name;

    /// <summary>Name shown to people; the name itself when empty.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Whether it is offered where workflows are drawn.</summary>
    public bool IsBrowsable { get; init; } = true;
}

/// <summary>Declares a property that the activity reads from the definition itself: it holds no expression, so it is no input of an execution.</summary>
/// <param name="name">Name, in PascalCase; the definition's property is its camelCase form.</param>
/// <param name="typeName">What it holds, in a word: a name for people and for Elsa, which nothing here converts to.</param>
/// <param name="uiHint">Editor used in Elsa Studio, for example <c>variable-picker</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PropertyAttribute(string name, string typeName, string uiHint) : Attribute
{
    /// <summary>Name, in PascalCase.</summary>
    public string Name { get; } = name;

    /// <summary>What it holds.</summary>
    public string TypeName { get; } = typeName;

    /// <summary>Editor used in Elsa Studio.</summary>
    public string UIHint { get; } = uiHint;

    /// <summary>Name shown to people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>One sentence for the person who draws.</summary>
    public string Description { get; init; } = "";
}

/// <summary>What an activity is to a workflow, in Elsa's words.</summary>
public enum ActivityKind
{
    /// <summary>Executed when the flow reaches it.</summary>
    Action,

    /// <summary>May also start instances, when its definition is published with <c>canStartWorkflow</c>.</summary>
    Trigger,

    /// <summary>Executed when the flow reaches it; long enough to be worth telling so.</summary>
    Task,
}

/// <summary>Declares an input of an activity.</summary>
/// <param name="name">Name, in PascalCase; the definition's property is its camelCase form.</param>
/// <param name="type">Type that the value is converted to.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(string name, Type type) : Attribute
{
    /// <summary>The editor whose texts are ports: an activity with such an input is left by them, not by those that its type declares. Studio draws them at once.</summary>
    public const string DrawnOutcomes = "dynamic-outcomes";

    /// <summary>Name, in PascalCase.</summary>
    public string Name { get; } = name;

    /// <summary>Type that the value is converted to.</summary>
    public Type Type { get; } = type;

    /// <summary>Name shown to people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>One sentence for the person who draws.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whether a definition without it has a problem.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether its value is a secret: the journal masks it.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Literal used when the definition gives none.</summary>
    public string? DefaultValue { get; init; }

    /// <summary>Whether it is evaluated before the activity executes; otherwise the activity evaluates it itself, as often as it needs.</summary>
    public bool AutoEvaluate { get; init; } = true;

    /// <summary>Editor used in Elsa Studio, for example <c>singleline</c>, <c>multiline</c>, <c>dropdown</c>.</summary>
    public string UIHint { get; init; } = "singleline";

    /// <summary>Literal values to choose from, when they are fixed.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Names of <see cref="Options"/> shown to people, in the same order; the values when empty.</summary>
    public string[] OptionNames { get; init; } = [];

    /// <summary>Alias of the type that definitions write, for example <c>HttpHeaders</c>, where it says more than <see cref="Type"/>.</summary>
    public string? TypeName { get; init; }

    /// <summary>Group in which it is shown; none when empty.</summary>
    public string Category { get; init; } = "";

    /// <summary>Place among the inputs, smallest first; those of equal place stay in declared order.</summary>
    public float Order { get; init; }

    /// <summary>Whether the definition holds an expression; otherwise it holds the value itself.</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>Kind of expression offered first, for example <c>JavaScript</c>; a literal when null.</summary>
    public string? DefaultSyntax { get; init; }

    /// <summary>Language that an editor of code colours, for example <c>json</c>; none when null.</summary>
    public string? Language { get; init; }
}

/// <summary>Declares an output of an activity.</summary>
/// <param name="name">Name, in PascalCase.</param>
/// <param name="type">Type of the value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute(string name, Type type) : Attribute
{
    /// <summary>Name, in PascalCase.</summary>
    public string Name { get; } = name;

    /// <summary>Type of the value.</summary>
    public Type Type { get; } = type;

    /// <summary>Name shown to people.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>One sentence for the person who draws.</summary>
    public string Description { get; init; } = "";

    /// <summary>Alias of the type that definitions write, where it says more than <see cref="Type"/>.</summary>
    public string? TypeName { get; init; }
}

/// <summary>Declares the ports by which an activity may complete. Without it the only port is <c>Done</c>.</summary>
/// <param name="names">Stable English names.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OutcomesAttribute(params string[] names) : Attribute
{
    /// <summary>Stable English names.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Names shown to people, in the same order; the stable names when empty.</summary>
    public string[] DisplayNames { get; init; } = [];

    /// <summary>Whether the inputs of an activity decide which of them it has: Studio works them out itself, and is told none.</summary>
    public bool DependOnInputs { get; init; }
}
