using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Who mails come from, and the domain that their Message-Id ends on.</summary>
public sealed class MessageSenderIdentity(MailOptions options)
{
    private readonly MailboxAddress from = MailboxAddress.Parse(options.From);

    /// <summary>As the configuration writes it.</summary>
    public string Sender => options.From;

    public string Domain => options.Domain ?? from.Domain;

    internal MailboxAddress From => from;
}
