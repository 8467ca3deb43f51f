using System.Collections.Frozen;

namespace Fabrique.Workflows.Graph;

/// <summary>What runs in Elsa and not here, and what to draw or write in its place.</summary>
internal static class ElsewhereActivities
{
    private static readonly FrozenDictionary<string, string> Instead = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Elsa.StateMachine"] = MessageCodes.InsteadOfStateMachine,
        ["Elsa.ReadLine"] = MessageCodes.InsteadOfReadLine,
        ["Elsa.DownloadHttpFile"] = MessageCodes.InsteadOfDownload,
        ["Elsa.WriteFileHttpResponse"] = MessageCodes.InsteadOfFileResponse,
        ["Elsa.RunCSharp"] = MessageCodes.InsteadOfOtherScript,
        ["Elsa.RunPython"] = MessageCodes.InsteadOfOtherScript,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Says what to do about an activity of a kind that is not known.</summary>
    /// <param name="typeName">Its kind.</param>
    public static WorkflowMessage MessageOf(string typeName)
    {
        var instead = Instead.GetValueOrDefault(typeName)
            ?? (!typeName.StartsWith("Elsa.", StringComparison.Ordinal) ? null
                : typeName.Contains("Alteration", StringComparison.Ordinal) ? MessageCodes.InsteadOfAlteration
                : typeName.Contains("Agent", StringComparison.Ordinal) ? MessageCodes.InsteadOfAgent
                : null);
        return instead is null ? new WorkflowMessage(MessageCodes.UnknownType, typeName) : new WorkflowMessage(MessageCodes.NotRunHere, typeName, new WorkflowMessage(instead));
    }

    /// <summary>Says what to do about an expression in a language that is not known.</summary>
    /// <param name="language">The language.</param>
    public static WorkflowMessage MessageOfLanguage(string language) =>
        new(language is "CSharp" or "C#" or "Python" ? MessageCodes.LanguageNotRunHere : MessageCodes.UnknownLanguage, language);
}
