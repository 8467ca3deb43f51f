using Fabrique.Web.Kernel.Timelines;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>What became of the mails of one message, told in a few words.</summary>
public static class MailState
{
    /// <param name="waiting">Mails that are still to leave.</param>
    /// <param name="sent">Mails that the server answers for.</param>
    /// <param name="refused">Mails that were refused, and wait for an administrator.</param>
    /// <param name="givenUp">Mails that an administrator gave up, or that a newer one replaces.</param>
    /// <returns>Null when there is no mail.</returns>
    public static TimelineState? Of(int waiting, int sent, int refused, int givenUp)
    {
        var all = waiting + sent + refused + givenUp;
        if (all == 0)
        {
            return null;
        }

        (int Count, string One, string Many)[] parts = [(refused, "refusé", "refusés"), (waiting, "à envoyer", "à envoyer"), (sent, "envoyé", "envoyés"), (givenUp, "non envoyé", "non envoyés")];
        var present = Array.FindAll(parts, part => part.Count > 0);
        var text = present.Length > 1 ? string.Join(", ", present.Select(part => $"{part.Count} {(part.Count == 1 ? part.One : part.Many)}"))
            : all == 1 ? present[0].One
            : $"{present[0].One} à {all} personnes";
        return new TimelineState(text, refused > 0 ? "error" : waiting > 0 ? "info" : sent > 0 ? "success" : "warning");
    }
}
