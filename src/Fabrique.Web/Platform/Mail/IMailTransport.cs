using Fabrique.Domain.Messages;

namespace Fabrique.Web.Platform.Mail;

/// <summary>How a mail leaves: by SMTP, or into the mailbox page.</summary>
public interface IMailTransport
{
    /// <summary>Hands one mail over. A refusal or a breakdown is an answer, not an exception.</summary>
    Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken);
}

public enum DeliveryResult
{
    /// <summary>The other side answers for the mail from now on.</summary>
    Accepted,

    /// <summary>It may work later: the server asked to wait for this mail.</summary>
    Deferred,

    /// <summary>Repeating is useless, for example an unknown mailbox.</summary>
    Refused,

    /// <summary>The server failed while it was spoken to of this mail, and probably not because of it: no answer, or it does not serve us as we are.</summary>
    Blocked,

    /// <summary>No mail can leave now: server down, certificate or password wrong.</summary>
    Unreachable,
}

/// <param name="Result">What became of the mail.</param>
/// <param name="Error">Why it did not leave, for an administrator; empty when it did.</param>
/// <param name="IsFinal">Whether the server said that repeating is useless.</param>
public readonly record struct Delivery(DeliveryResult Result, string Error = "", bool IsFinal = false)
{
    public static Delivery Accepted => new(DeliveryResult.Accepted);
}
