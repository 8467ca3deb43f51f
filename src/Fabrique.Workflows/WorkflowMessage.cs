using System.Collections;
using System.Globalization;

namespace Fabrique.Workflows;

/// <summary>
/// Something that the runtime has to tell people, as a code that never changes and the facts that its sentence needs. The sentence is the host's
/// (<see cref="WorkflowOptions.Tell"/>).
/// </summary>
public sealed class WorkflowMessage
{
    /// <summary>Makes a message.</summary>
    /// <param name="code">English, in kebab case: one of <see cref="MessageCodes"/>, or the name of a <see cref="ProblemCode"/>.</param>
    /// <param name="arguments">Texts, numbers, lists of texts, and messages that are part of this one, in the order that the code documents.</param>
    public WorkflowMessage(string code, params object?[] arguments)
    {
        Code = code;
        Arguments = arguments;
    }

    /// <summary>What is told, in kebab case.</summary>
    public string Code { get; }

    /// <summary>Texts, numbers, lists of texts, and messages that are part of this one, in the order that the code documents.</summary>
    public IReadOnlyList<object?> Arguments { get; }

    /// <summary>The words of somebody else, to be told as they are.</summary>
    /// <param name="words">The words.</param>
    /// <returns>A message of the code <see cref="MessageCodes.Said"/>.</returns>
    internal static WorkflowMessage Said(string words) => new(MessageCodes.Said, words);

    /// <summary>What an exception has to tell: a message of the runtime, or the exception's own words.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The message.</returns>
    public static WorkflowMessage Of(Exception exception) => exception is ITold { Told: { } told } ? told : Said(exception.Message);

    /// <summary>The code with its arguments, for logs and for hosts without sentences; words of somebody else as they are.</summary>
    /// <returns>For example <c>missing-input (Text)</c>.</returns>
    public override string ToString() => Code == MessageCodes.Said && Arguments is [string words]
        ? words
        : Arguments.Count == 0 ? Code : $"{Code} ({string.Join(", ", Arguments.Select(Text))})";

    private static string Text(object? argument) => argument switch
    {
        null => "",
        string or WorkflowMessage => argument.ToString()!,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>An exception whose text is a message of the runtime.</summary>
internal interface ITold
{
    /// <summary>Null when its text is somebody else's.</summary>
    WorkflowMessage? Told { get; }
}
