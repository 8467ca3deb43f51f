using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Features.Messages;

/// <summary>What people read of messages.</summary>
internal static class MessageLabels
{
    private const string Shared = "commun";

    public static string FolderOf(string key) => key.Split('/')[0];

    /// <summary>« Candidature », « Commun à plusieurs procédures ».</summary>
    public static string OfFolder(string folder) => folder == Shared ? "Communs à plusieurs procédures" : $"{char.ToUpperInvariant(folder[0])}{folder[1..].Replace('-', ' ')}";

    /// <summary>Whether a procedure may have its own: one that is shared, and that a procedure writes about its tasks.</summary>
    public static bool MayBeOfProcedure(MessageTemplate message) => FolderOf(message.Key) == Shared && message.Tags.Any(tag => tag.StartsWith("tache.", StringComparison.Ordinal));

    /// <summary>A problem beside its field: « Ligne 3 : la balise « x » n’existe pas. ».</summary>
    public static string Tell(MessageProblem problem) => problem.Line is { } line ? $"Ligne\u00a0{line}\u00a0: {problem.Reason}." : $"{char.ToUpperInvariant(problem.Reason[0])}{problem.Reason[1..]}.";

    /// <summary>What was done, in a few words.</summary>
    public static string Of(MessageAct act, int? restored) => act switch
    {
        MessageAct.Written => "Texte modifié",
        MessageAct.Restored => $"Version\u00a0{restored} rétablie",
        MessageAct.Reverted => "Retour au message d’origine",
        MessageAct.SwitchedOff => "Message coupé",
        _ => "Message remis en service",
    };
}

/// <summary>What became of a message, in the list and in its filter.</summary>
/// <param name="Key">In the address of the list.</param>
/// <param name="Name">French.</param>
/// <param name="Badge">Kind of badge; null for the plain one.</param>
internal sealed record MessageStateLabel(string Key, string Name, string? Badge)
{
    public static MessageStateLabel Original { get; } = new("origine", "D’origine", null);

    public static MessageStateLabel Changed { get; } = new("modifie", "Modifié", "info");

    public static MessageStateLabel Off { get; } = new("coupe", "Coupé", "warning");

    public static IReadOnlyList<MessageStateLabel> All { get; } = [Original, Changed, Off];

    public static MessageStateLabel Of(MessageRevision? revision) => revision switch
    {
        { IsOff: true } => Off,
        { Text: not null } => Changed,
        _ => Original,
    };
}
