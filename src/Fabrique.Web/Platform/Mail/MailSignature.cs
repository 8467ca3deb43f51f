using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Signs mails under the sender's domain (DKIM, RFC 6376), so that receivers know that they come from it.</summary>
internal sealed class MailSignature
{
    private const int LeastBits = 1024;

    /// <summary>What receivers show, what says where answers and unsubscriptions go, and what tells a repeat.</summary>
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.ReplyTo, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost, HeaderId.MimeVersion, HeaderId.ContentType,
    ];

    private readonly DkimSigner signer;

    private MailSignature(DkimSigner signer) => this.signer = signer;

    /// <returns>Null when no key is configured.</returns>
    public static MailSignature? Of(MailOptions options)
    {
        if (options.Dkim.KeyFile is not { } file)
        {
            return null;
        }

        var key = Read(file);
        return new MailSignature(new DkimSigner(key, options.Dkim.Domain ?? MailboxAddress.Parse(options.From).Domain, options.Dkim.Selector)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            SignatureAlgorithm = key is Ed25519PrivateKeyParameters ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256,
        });
    }

    /// <summary>Why a file holds no key that signs, in French, as a sentence goes on; null when it does.</summary>
    public static string? WhyNot(string file)
    {
        try
        {
            return Read(file) is RsaKeyParameters { Modulus.BitLength: < LeastBits } ? $"la clé compte moins de {LeastBits} bits." : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidCastException or FormatException)
        {
            return "il faut une clé privée RSA ou Ed25519, au format PEM et sans mot de passe.";
        }
    }

    /// <summary>Signs a message that nothing changes any more.</summary>
    public void Sign(MimeMessage message)
    {
        // A signature holds only what crosses servers unchanged: seven bits, lines that none of them cuts.
        message.Prepare(EncodingConstraint.SevenBit);
        signer.Sign(message, [.. Signed.Where(message.Headers.Contains)]);
    }

    /// <exception cref="InvalidCastException">It is no private key that signs.</exception>
    private static AsymmetricKeyParameter Read(string file)
    {
        using var reader = File.OpenText(file);
        return new PemReader(reader).ReadObject() switch
        {
            AsymmetricCipherKeyPair { Private: RsaKeyParameters rsa } => rsa,
            RsaKeyParameters { IsPrivate: true } rsa => rsa,
            Ed25519PrivateKeyParameters ed => ed,
            _ => throw new InvalidCastException(),
        };
    }
}
