using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>A mail setting that cannot work stops the application at start, with a French sentence, rather than every mail later.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        string[] problems = [.. Common(options), .. Imap(options.Imap), .. options.Mode is MailMode.Smtp ? Smtp(options) : []];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    internal static bool IsHttpAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    private static IEnumerable<string> Common(MailOptions options)
    {
        if (!IsMailbox(options.From))
        {
            yield return $"Mail:From n’est pas une adresse d’expéditeur : « {options.From} ».";
        }

        if (options.ReplyTo is { } replyTo && !IsMailbox(replyTo))
        {
            yield return $"Mail:ReplyTo n’est pas une adresse : « {replyTo} ».";
        }

        if (options.Domain is { } domain && Uri.CheckHostName(domain) is not UriHostNameType.Dns)
        {
            yield return $"Mail:Domain n’est pas un nom de domaine : « {domain} ».";
        }

        if (options.PublicUrl is { } url && !IsHttpAddress(url))
        {
            yield return $"Mail:PublicUrl n’est pas une adresse http ou https complète : « {url} ».";
        }

        if (options.Quiet is null && options.QuietHours != MailOptions.NoQuietHours)
        {
            yield return $"Mail:QuietHours dit les heures calmes, comme « {Domain.Messages.QuietHours.Usual} », ou « {MailOptions.NoQuietHours} » : « {options.QuietHours} ».";
        }

        foreach (var external in options.ExternalDomains.Where(external => external != "*" && Uri.CheckHostName(external) is not UriHostNameType.Dns))
        {
            yield return $"Mail:ExternalDomains porte ce qui n’est pas un nom de domaine : « {external} ».";
        }
    }

    private static IEnumerable<string> Imap(ImapOptions imap)
    {
        if (imap.Host is null)
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(imap.Host) || string.IsNullOrEmpty(imap.User) || string.IsNullOrEmpty(imap.Password))
        {
            yield return "Mail:Imap lit les retours de messages : donnez Host, User et Password, ou aucun des trois.";
        }
        else if (imap.Security is SmtpSecurity.None && !IsLoopback(imap.Host))
        {
            yield return $"Mail:Imap:Security=None n’est permis que vers la machine elle-même, pas vers « {imap.Host} » : choisissez StartTls ou Tls.";
        }

        if (imap.EffectivePort is < 1 or > 65535)
        {
            yield return $"Mail:Imap:Port n’est pas un port : {imap.EffectivePort}.";
        }
    }

    private static IEnumerable<string> Dkim(DkimOptions dkim)
    {
        if (dkim.KeyFile is not { } file)
        {
            yield break;
        }

        if (MailSignature.WhyNot(file) is { } reason)
        {
            yield return $"Mail:Dkim:KeyFile ne peut pas être lu (« {file} ») : {reason}";
        }

        if (Uri.CheckHostName(dkim.Selector) is not UriHostNameType.Dns)
        {
            yield return $"Mail:Dkim:Selector n’est pas le nom d’une clé : « {dkim.Selector} ».";
        }

        if (dkim.Domain is { } domain && Uri.CheckHostName(domain) is not UriHostNameType.Dns)
        {
            yield return $"Mail:Dkim:Domain n’est pas un nom de domaine : « {domain} ».";
        }
    }

    private static IEnumerable<string> Smtp(MailOptions options)
    {
        var smtp = options.Smtp;
        if (options.PublicUrl is null)
        {
            yield return "Mail:PublicUrl est obligatoire en mode Smtp : les liens des messages commencent par cette adresse.";
        }

        if (options.MostPerMinute < 1)
        {
            yield return $"Mail:MostPerMinute est un nombre de messages par minute, au moins 1 : {options.MostPerMinute}.";
        }

        foreach (var problem in Dkim(options.Dkim))
        {
            yield return problem;
        }

        if (string.IsNullOrWhiteSpace(smtp.Host))
        {
            yield return "Mail:Smtp:Host est obligatoire en mode Smtp.";
        }
        else if (smtp.Security is SmtpSecurity.None && !IsLoopback(smtp.Host))
        {
            yield return $"Mail:Smtp:Security=None n’est permis que vers la machine elle-même, pas vers « {smtp.Host} » : choisissez StartTls ou Tls.";
        }

        if (smtp.LocalDomain is { } local && Uri.CheckHostName(local) is not UriHostNameType.Dns)
        {
            yield return $"Mail:Smtp:LocalDomain n’est pas un nom de domaine : « {local} ».";
        }

        if (smtp.EffectivePort is < 1 or > 65535)
        {
            yield return $"Mail:Smtp:Port n’est pas un port : {smtp.EffectivePort}.";
        }

        if (string.IsNullOrEmpty(smtp.User) != string.IsNullOrEmpty(smtp.Password))
        {
            yield return "Mail:Smtp:User et Mail:Smtp:Password vont ensemble : donnez les deux, ou aucun.";
        }

        if (smtp.CaFile is { } file && UnreadableAuthorities(file) is { } reason)
        {
            yield return $"Mail:Smtp:CaFile ne peut pas être lu (« {file} ») : {reason}";
        }
    }

    private static bool IsMailbox(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && !string.IsNullOrEmpty(mailbox.Domain);

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? UnreadableAuthorities(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? null : "aucun certificat PEM n’y figure.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return exception.Message;
        }
    }
}
