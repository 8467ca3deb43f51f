namespace Fabrique.Workflows;

/// <summary>What kind of problem it is, under a name that never changes: its sentence may, and names what is wrong in one drawing.</summary>
/// <param name="Name">English, in kebab case.</param>
public readonly record struct ProblemCode(string Name)
{
    /// <summary>Makes the message of a problem of this kind.</summary>
    /// <param name="arguments">What its sentence needs.</param>
    /// <returns>The message.</returns>
    public WorkflowMessage With(params object?[] arguments) => new(Name, arguments);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The problems that every definition is checked for; rules of the host have codes of their own.</summary>
public static class ProblemCodes
{
    /// <summary>A file cannot be read.</summary>
    public static readonly ProblemCode UnreadableFile = new("unreadable-file");

    /// <summary>A file holds no JSON object. Arguments: how it goes wrong, a message.</summary>
    public static readonly ProblemCode InvalidJson = new("invalid-json");

    /// <summary>A property of the JSON is of another kind than it must be. Arguments: what is expected, a message.</summary>
    public static readonly ProblemCode MalformedValue = new("malformed-value");

    /// <summary>The definition has no identifier.</summary>
    public static readonly ProblemCode MissingDefinitionId = new("missing-definition-id");

    /// <summary>Two files hold definitions of the same identifier. Arguments: the identifier, and the other file.</summary>
    public static readonly ProblemCode DuplicateDefinitionId = new("duplicate-definition-id");

    /// <summary>The definition has no activity.</summary>
    public static readonly ProblemCode MissingRoot = new("missing-root");

    /// <summary>The activation strategy is not known. Arguments: what is written.</summary>
    public static readonly ProblemCode UnknownActivationStrategy = new("unknown-activation-strategy");

    /// <summary>The execution mode of a flowchart is not known. Arguments: what is written.</summary>
    public static readonly ProblemCode UnknownExecutionMode = new("unknown-execution-mode");

    /// <summary>The way in which an activity merges what arrives is not known. Arguments: what is written.</summary>
    public static readonly ProblemCode UnknownMergeMode = new("unknown-merge-mode");

    /// <summary>The kind of an activity is not known. Arguments: which is unknown, or that there is none, a message.</summary>
    public static readonly ProblemCode UnknownActivityType = new("unknown-activity-type");

    /// <summary>A workflow used as an activity is not published. Arguments: its identifier.</summary>
    public static readonly ProblemCode UnpublishedComposite = new("unpublished-composite");

    /// <summary>A workflow uses itself as an activity, from near or far. Arguments: its name.</summary>
    public static readonly ProblemCode SelfUsingComposite = new("self-using-composite");

    /// <summary>A workflow used as an activity does not allow it. Arguments: its name.</summary>
    public static readonly ProblemCode UnusableComposite = new("unusable-composite");

    /// <summary>An activity has no identifier.</summary>
    public static readonly ProblemCode MissingActivityId = new("missing-activity-id");

    /// <summary>Two activities have the same identifier.</summary>
    public static readonly ProblemCode DuplicateActivityId = new("duplicate-activity-id");

    /// <summary>Activities stand in each other too deep. Arguments: levels at most.</summary>
    public static readonly ProblemCode NestedTooDeep = new("nested-too-deep");

    /// <summary>A required input is not set. Arguments: its name.</summary>
    public static readonly ProblemCode MissingInput = new("missing-input");

    /// <summary>An input, or its expression, cannot be understood. Arguments: its name, and why, a message.</summary>
    public static readonly ProblemCode UnreadableInput = new("unreadable-input");

    /// <summary>An output cannot be understood. Arguments: its name.</summary>
    public static readonly ProblemCode UnreadableOutput = new("unreadable-output");

    /// <summary>An output goes to what is not declared. Arguments: its name, and the target.</summary>
    public static readonly ProblemCode UnknownOutputTarget = new("unknown-output-target");

    /// <summary>A variable, an input or an output of the definition cannot be understood. Arguments: the declaration, and why, messages.</summary>
    public static readonly ProblemCode UnreadableDeclaration = new("unreadable-declaration");

    /// <summary>Two variables have the same identifier. Arguments: the identifier.</summary>
    public static readonly ProblemCode DuplicateVariableId = new("duplicate-variable-id");

    /// <summary>An activity is given a variable that does not exist. Arguments: what is written.</summary>
    public static readonly ProblemCode UnknownVariable = new("unknown-variable");

    /// <summary>An expression reads or writes a variable that is not declared. Arguments: its name.</summary>
    public static readonly ProblemCode UndeclaredVariable = new("undeclared-variable");

    /// <summary>An expression calls a function that does not exist. Arguments: its name.</summary>
    public static readonly ProblemCode UnknownFunction = new("unknown-function");

    /// <summary>An expression uses a name that means nothing there. Arguments: the name.</summary>
    public static readonly ProblemCode UnknownName = new("unknown-name");

    /// <summary>A script uses the name of a variable alone, where it must ask for it. Arguments: the name.</summary>
    public static readonly ProblemCode BareVariable = new("bare-variable");

    /// <summary>A template uses a filter that does not exist. Arguments: its name.</summary>
    public static readonly ProblemCode UnknownFilter = new("unknown-filter");

    /// <summary>An activity gives a result that the definition does not declare. Arguments: its name.</summary>
    public static readonly ProblemCode UndeclaredResult = new("undeclared-result");

    /// <summary>An arrow does not join two activities of its drawing. Arguments: the activity that it leaves, the port, and the activity that it leads to.</summary>
    public static readonly ProblemCode DanglingConnection = new("dangling-connection");

    /// <summary>An arrow leaves an activity by an outcome that it does not have. Arguments: its name.</summary>
    public static readonly ProblemCode UnknownOutcome = new("unknown-outcome");

    /// <summary>Nothing leads to an activity.</summary>
    public static readonly ProblemCode UnreachableActivity = new("unreachable-activity");

    /// <summary>An arrow leads back into the middle of a loop. Arguments: the activity that it leads to.</summary>
    public static readonly ProblemCode EntryIntoLoop = new("entry-into-loop");

    /// <summary>A loop never waits. Arguments: the first activities of the loop, and an ellipsis when there are more.</summary>
    public static readonly ProblemCode RestlessLoop = new("restless-loop");

    /// <summary>In a loop in which somebody is asked, every answer goes round again. Arguments: the first activities of the loop, and an ellipsis when there are more.</summary>
    public static readonly ProblemCode EndlessLoop = new("endless-loop");

    /// <summary>A join waits for branches of which only one can ever be followed. Arguments: the activity where they part.</summary>
    public static readonly ProblemCode ImpossibleJoin = new("impossible-join");

    /// <summary>The drawing holds no activity: its instances would end as soon as they start.</summary>
    public static readonly ProblemCode EmptyDrawing = new("empty-drawing");

    /// <summary>A delay is negative, or longer than anybody could mean. Arguments: the input, and what is written, a duration.</summary>
    public static readonly ProblemCode OddDelay = new("odd-delay");

    /// <summary>A definition comes to launch itself. Arguments: the definitions of the ring.</summary>
    public static readonly ProblemCode LaunchRing = new("launch-ring");

    /// <summary>An arrow leaves an activity that ends the drawing.</summary>
    public static readonly ProblemCode ArrowAfterEnding = new("arrow-after-ending");

    /// <summary>A trigger that something precedes is marked as a start. Arguments: what will come of it, a message.</summary>
    public static readonly ProblemCode TriggerInTheMiddle = new("trigger-in-the-middle");

    /// <summary>What starts instances cannot be told. Arguments: why, a message.</summary>
    public static readonly ProblemCode UnreadableTrigger = new("unreadable-trigger");

    /// <summary>A cron expression cannot be understood. Arguments: the expression.</summary>
    public static readonly ProblemCode UnreadableCron = new("unreadable-cron");

    /// <summary>A path of an HTTP endpoint is not one. Arguments: what is wrong with it, a message.</summary>
    public static readonly ProblemCode UnreadableRoute = new("unreadable-route");

    /// <summary>An expected status code is not a number. Arguments: why, a message.</summary>
    public static readonly ProblemCode UnreadableStatusCode = new("unreadable-status-code");
}
