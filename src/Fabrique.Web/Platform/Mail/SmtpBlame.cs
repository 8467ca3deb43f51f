using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Whose fault a refusal is: the mail's, or the server's and ours. Read from the codes of RFC 5321 and RFC 3463, and from the words where servers use one code for both.</summary>
internal static partial class SmtpBlame
{
    public static Delivery Of(SmtpCommandException refusal)
    {
        var said = $"{(int)refusal.StatusCode} {refusal.Message.ReplaceLineEndings(" ")}";
        var isFinal = (int)refusal.StatusCode >= 500;
        return IsServers(refusal) ? new Delivery(DeliveryResult.Blocked, said, isFinal)
            : isFinal ? new Delivery(DeliveryResult.Refused, said, IsFinal: true)
            : new Delivery(DeliveryResult.Deferred, said);
    }

    private static bool IsServers(SmtpCommandException refusal)
    {
        // The sender is ours, always the same.
        if (refusal.ErrorCode is SmtpErrorCode.SenderNotAccepted)
        {
            return true;
        }

        // It closes, has no room, wants us to authenticate or encrypt, or does not understand us.
        if ((int)refusal.StatusCode is 421 or 432 or 454 or 455 or (>= 500 and <= 504) or (>= 530 and <= 538) or 555)
        {
            return true;
        }

        var code = EnhancedCode().Match(refusal.Message);
        return (code.Success ? IsServers(int.Parse(code.Groups["subject"].ValueSpan, provider: null), int.Parse(code.Groups["detail"].ValueSpan, provider: null)) : null)
            ?? RelayWords().IsMatch(refusal.Message);
    }

    /// <summary>RFC 3463: 1 and 2 speak of the address, but for 1.7 and 1.8 (the sender); 3 of the mail system and 5 of the dialogue, but for the mail that is too big or has too many recipients; 7 of rights.</summary>
    /// <returns>Null when it is said of both: the words decide.</returns>
    private static bool? IsServers(int subject, int detail) => (subject, detail) switch
    {
        (1, 7 or 8) => true,
        (1 or 2 or 4 or 6, _) => false,
        (3, 4) or (5, 3) => false,
        (3 or 5, _) => true,
        (7, (>= 3 and <= 6) or (>= 8 and <= 16) or (>= 20 and <= 29)) => true,
        _ => null,
    };

    [GeneratedRegex(@"\b[45]\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})\b", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex EnhancedCode();

    [GeneratedRegex(@"\brelay(?![\w.+-]*@)|\bauthenticat|\bauthentification|\bSPF\b|\bDKIM\b|\bDMARC\b|reverse DNS|\bPTR\b|blacklist|blocklist|block list|rate limit|too many (connections|messages)|\bEHLO\b|\bHELO\b|\bTLS\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex RelayWords();
}
