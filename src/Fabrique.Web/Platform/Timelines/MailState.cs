using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Timelines;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>What became of one mail.</summary>
public enum MailFate
{
    /// <summary>It was refused, and waits for an administrator.</summary>
    Refused,

    /// <summary>It is still to leave.</summary>
    Waiting,

    /// <summary>The next digest will tell it.</summary>
    ForDigest,

    /// <summary>The server answers for it.</summary>
    Sent,

    /// <summary>Its recipient reads it in their space.</summary>
    InSpace,

    /// <summary>An administrator gave it up, or a newer one replaces it.</summary>
    GivenUp,

    /// <summary>When the digest came, it was no longer to be told: what it asked was done.</summary>
    Moot,
}

/// <summary>What became of the mails of one message, told in a few words.</summary>
public static class MailState
{
    private static readonly (MailFate Fate, string One, string Many)[] Words =
    [
        (MailFate.Refused, "refusé", "refusés"),
        (MailFate.Waiting, "à envoyer", "à envoyer"),
        (MailFate.ForDigest, "dans le prochain résumé", "dans le prochain résumé"),
        (MailFate.Sent, "envoyé", "envoyés"),
        (MailFate.InSpace, "dans l’espace de la personne", "dans l’espace de chacune"),
        (MailFate.GivenUp, "non envoyé", "non envoyés"),
        (MailFate.Moot, "sans objet au moment du résumé", "sans objet au moment du résumé"),
    ];

    /// <summary>What became of a mail, or of the digest that tells it.</summary>
    /// <param name="status">Of the mail.</param>
    /// <param name="isClosed">Whether somebody decided that it will not leave.</param>
    /// <param name="digest">State of the digest that tells it; null when none does.</param>
    /// <param name="isDigestClosed">Whether somebody decided that the digest will not leave.</param>
    public static MailFate FateOf(MailStatus status, bool isClosed, MailStatus? digest, bool isDigestClosed) => status switch
    {
        MailStatus.Pending => MailFate.Waiting,
        MailStatus.Sent => MailFate.Sent,
        MailStatus.Failed => isClosed ? MailFate.GivenUp : MailFate.Refused,
        MailStatus.ForDigest => MailFate.ForDigest,
        MailStatus.Digested => digest is { } told ? FateOf(told, isDigestClosed, null, false) : MailFate.Sent,
        MailStatus.InSpace => MailFate.InSpace,
        MailStatus.Dropped => MailFate.Moot,
        _ => MailFate.GivenUp,
    };

    /// <returns>Null when there is no mail.</returns>
    public static TimelineState? Of(IReadOnlyCollection<MailFate> mails)
    {
        if (mails.Count == 0)
        {
            return null;
        }

        var present = Words.Select(word => (word.Fate, word.One, word.Many, Count: mails.Count(fate => fate == word.Fate))).Where(word => word.Count > 0).ToList();
        var text = present.Count > 1 ? string.Join(", ", present.Select(part => $"{part.Count} {(part.Count == 1 ? part.One : part.Many)}"))
            : mails.Count == 1 ? present[0].One
            : $"{present[0].One} à {mails.Count} personnes";
        return new TimelineState(
            present is [(MailFate.ForDigest or MailFate.InSpace or MailFate.Moot, _, var many, > 1 and var count)] ? $"{many}, pour {count} personnes" : text,
            present[0].Fate switch
            {
                MailFate.Refused => "error",
                MailFate.Waiting or MailFate.ForDigest => "info",
                MailFate.Sent or MailFate.InSpace => "success",
                MailFate.Moot => null,
                _ => "warning",
            });
    }
}
