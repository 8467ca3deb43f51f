using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Fabrique.Domain.Messages;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Speaks to the SMTP server of the configuration, over one connection as long as it holds.</summary>
public sealed class SmtpTransport : IMailTransport, IDisposable
{
    private readonly SmtpOptions options;
    private readonly MimeComposer composer;
    private readonly X509Certificate2Collection? authorities;
    private readonly string? localDomain;
    private SmtpClient? client;

    public SmtpTransport(MailOptions mail)
    {
        options = mail.Smtp;
        composer = new MimeComposer(mail);
        localDomain = options.LocalDomain ?? (mail.PublicUrl is { } url && new Uri(url) is { HostNameType: UriHostNameType.Dns } site ? site.IdnHost : null);
        if (options.CaFile is { } file)
        {
            authorities = [];
            authorities.ImportFromPemFile(file);
        }
    }

    /// <summary>How long one mail may take: well within the lease its sender holds on it.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public async Task<Delivery> DeliverAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = composer.Compose(mail);
        if (message is null)
        {
            return new Delivery(DeliveryResult.Refused, "L’adresse du destinataire n’est pas valide.", IsFinal: true);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            client ??= await ConnectAsync(patience.Token);
        }
        catch (Exception exception) when (IsBreakdown(exception, cancellationToken))
        {
            return new Delivery(DeliveryResult.Unreachable, Explain(exception, patience.Token));
        }

        try
        {
            await client.SendAsync(message, patience.Token);
            return Delivery.Accepted;
        }
        catch (SmtpCommandException refusal)
        {
            Disconnect();
            return SmtpBlame.Of(refusal);
        }
        catch (NotSupportedException refusal)
        {
            Disconnect();
            return new Delivery(DeliveryResult.Refused, refusal.Message, IsFinal: true);
        }
        catch (Exception exception) when (IsBreakdown(exception, cancellationToken))
        {
            Disconnect();
            return new Delivery(DeliveryResult.Blocked, Explain(exception, patience.Token));
        }
    }

    public void Dispose() => Disconnect();

    private async Task<SmtpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SmtpClient
        {
            Timeout = (int)TimeSpan.FromSeconds(30).TotalMilliseconds,
            // A private authority publishes its revocations where it pleases, often nowhere.
            CheckCertificateRevocation = authorities is null,
            LocalDomain = localDomain,
        };
        try
        {
            if (authorities is not null)
            {
                connection.ServerCertificateValidationCallback = IsIssuedByNamedAuthorities;
            }

            await connection.ConnectAsync(options.Host, options.EffectivePort, SocketOptions(options.Security), cancellationToken);
            if (!string.IsNullOrEmpty(options.User))
            {
                await connection.AuthenticateAsync(options.User, options.Password!, cancellationToken);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Disconnect()
    {
        client?.Dispose();
        client = null;
    }

    private bool IsIssuedByNamedAuthorities(object sender, X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in offered?.ChainElements.AsEnumerable() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        using var server = new X509Certificate2(certificate);
        return chain.Build(server);
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private static bool IsBreakdown(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException or SocketException or TimeoutException or ProtocolException or CommandException or NotSupportedException => true,
        AuthenticationException or SslHandshakeException or ServiceNotConnectedException or ServiceNotAuthenticatedException => true,
        _ => false,
    };

    // Whatever it was doing when patience was over: MailKit tells a handshake that was given up as one that failed.
    private string Explain(Exception exception, CancellationToken patience) => exception switch
    {
        _ when patience.IsCancellationRequested => $"Le serveur n’a pas répondu en {Patience.TotalSeconds:0} secondes.",
        AuthenticationException => $"Le serveur refuse le compte Mail:Smtp:User. {exception.Message}",
        SslHandshakeException => $"La connexion chiffrée n’a pas pu être établie : le certificat du serveur n’est pas reconnu, ou le chiffrement ne convient pas. {exception.Message}",
        SocketException => $"Le serveur ne répond pas. {exception.Message}",
        _ => exception.Message,
    };
}
