using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Who mails come from, and the domain that their Message-Id ends on.</summary>
public sealed class MessageSenderIdentity(MailOptions options)
{
    private readonly MailboxAddress from = MailboxAddress.Parse(options.From);

    /// <summary>As the configuration writes it.</summary>
    public string Sender => options.From;

    /// <summary>Who it says it is: « La Fabrique numérique ».</summary>
    public string Name => from.Name is { Length: > 0 } name ? name : from.Address;

    /// <summary>E-mail address.</summary>
    public string Address => from.Address;

    public string Domain => options.Domain ?? from.Domain;

    internal MailboxAddress From => from;
}
