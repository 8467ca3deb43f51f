namespace Fabrique.Web.Platform.Mail;

public enum MailMode
{
    /// <summary>Mails stay in the database and are read on the administration's page: for demonstrations and development.</summary>
    Mailbox,

    /// <summary>Mails leave through an SMTP server.</summary>
    Smtp,
}

public enum SmtpSecurity
{
    /// <summary>Encryption is negotiated, and required, on the submission port (587).</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (465).</summary>
    Tls,

    /// <summary>In clear: accepted towards the machine itself only.</summary>
    None,
}

/// <summary>Section <c>Mail</c> of the configuration.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>As <see cref="QuietHours"/> says that there are none.</summary>
    public const string NoQuietHours = "non";

    public MailMode Mode { get; set; } = MailMode.Mailbox;

    /// <summary>Sender, for example <c>La Fabrique numérique &lt;ne-pas-repondre@exemple.gouv.fr&gt;</c>.</summary>
    public string From { get; set; } = $"{MailLayout.Service} <ne-pas-repondre@fabrique.invalid>";

    /// <summary>Where answers are read; without it, mails say that nobody reads them.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>Right-hand side of Message-Id; the sender's domain when not given.</summary>
    public string? Domain { get; set; }

    /// <summary>Address of the site as people reach it: the links of mails begin with it.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Domains outside the directory to which procedures may write, for example <c>exemple.gouv.fr</c>; <c>*</c> opens all.</summary>
    public IReadOnlyList<string> ExternalDomains { get; set; } = [];

    /// <summary>How many mails leave in a minute towards one domain; no bound when not given. Ministries' gateways slow down whoever sends faster.</summary>
    public int? MostPerMinute { get; set; }

    /// <summary>When what can wait is not sent, where its recipient works: <c>20:00-07:00</c>, or <c>non</c>.</summary>
    public string QuietHours { get; set; } = Fabrique.Domain.Messages.QuietHours.Usual.ToString();

    /// <summary>The same, read; null when there are none.</summary>
    public Fabrique.Domain.Messages.QuietHours? Quiet => Fabrique.Domain.Messages.QuietHours.TryParse(QuietHours, out var hours) ? hours : null;

    public SmtpOptions Smtp { get; set; } = new();

    public DkimOptions Dkim { get; set; } = new();

    public ImapOptions Imap { get; set; } = new();
}

/// <summary>Section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    /// <summary>587 with StartTls, 465 with Tls and 25 in clear when not given.</summary>
    public int? Port { get; set; }

    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>PEM file of the authorities to trust, when the server's certificate comes from a private one.</summary>
    public string? CaFile { get; set; }

    /// <summary>The name under which we greet the server (EHLO), for example <c>fabrique.exemple.gouv.fr</c>; that of <see cref="MailOptions.PublicUrl"/> when not given.</summary>
    public string? LocalDomain { get; set; }

    public int EffectivePort => Port ?? Security switch
    {
        SmtpSecurity.StartTls => 587,
        SmtpSecurity.Tls => 465,
        _ => 25,
    };
}

/// <summary>Section <c>Mail:Dkim</c>: our own signature of mails (RFC 6376). Without a key they leave unsigned, for the relay to sign.</summary>
public sealed class DkimOptions
{
    /// <summary>PEM file of the private key, RSA or Ed25519.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Name of the key in the domain's records: <c>fabrique</c> for <c>fabrique._domainkey.exemple.gouv.fr</c>.</summary>
    public string Selector { get; set; } = "";

    /// <summary>The domain that signs; the sender's when not given.</summary>
    public string? Domain { get; set; }
}

/// <summary>Section <c>Mail:Imap</c>: the mailbox to which undeliverable mails come back. Without a host none is read.</summary>
public sealed class ImapOptions
{
    public string? Host { get; set; }

    /// <summary>993 with Tls, 143 otherwise, when not given.</summary>
    public int? Port { get; set; }

    public SmtpSecurity Security { get; set; } = SmtpSecurity.Tls;

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The folder that is read.</summary>
    public string Folder { get; set; } = "INBOX";

    public int EffectivePort => Port ?? (Security is SmtpSecurity.Tls ? 993 : 143);
}
