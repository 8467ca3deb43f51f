using System.Security.Cryptography;
using Fabrique.Web.Platform.Mail;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>Mails that we sign, as a receiver verifies them.</summary>
public sealed class MailSignatureTests
{
    [Fact]
    public async Task A_receiver_recognises_the_signature_and_notices_what_was_changed()
    {
        using var rsa = RSA.Create(2048);
        using var key = new KeyFile(rsa.ExportPkcs8PrivateKeyPem());
        var options = new MailOptions { From = MailSamples.Options.From, PublicUrl = MailSamples.Options.PublicUrl, Dkim = new DkimOptions { KeyFile = key.Path, Selector = "essai" } };
        using var signed = new MimeComposer(options).Compose(MailSamples.Mail(subject: "Votre candidature est retenue : félicitations à l’équipe d’été"))!;
        using var stream = new MemoryStream();
        await signed.WriteToAsync(stream, TestContext.Current.CancellationToken);
        var wire = System.Text.Encoding.ASCII.GetString(stream.ToArray());

        Assert.Contains("d=fabrique.example; s=essai", wire, StringComparison.Ordinal);
        Assert.True(await VerifyAsync(wire, rsa));
        Assert.False(await VerifyAsync(wire.Replace("To: ", "To: ailleurs@fabrique.example, ", StringComparison.Ordinal), rsa));
        Assert.Null(MailSignature.WhyNot(key.Path));
    }

    [Theory]
    [InlineData("pas une clé")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    public void A_file_that_holds_no_key_stops_the_start(string text)
    {
        using var key = new KeyFile(text);
        Assert.NotNull(MailSignature.WhyNot(key.Path));
        Assert.NotNull(MailSignature.WhyNot(key.Path + ".absent"));
        var result = new MailOptionsValidator().Validate(null, new MailOptions
        {
            Mode = MailMode.Smtp,
            PublicUrl = "https://fabrique.example/",
            Smtp = new SmtpOptions { Host = "relais.fabrique.example" },
            Dkim = new DkimOptions { KeyFile = key.Path, Selector = "essai" },
        });
        Assert.Contains("Mail:Dkim:KeyFile", result.FailureMessage, StringComparison.Ordinal);
    }

    private static async Task<bool> VerifyAsync(string wire, RSA rsa)
    {
        using var received = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(wire)), TestContext.Current.CancellationToken);
        var header = received.Headers[received.Headers.IndexOf(HeaderId.DkimSignature)];
        return await new DkimVerifier(new Records(rsa)).VerifyAsync(received, header, TestContext.Current.CancellationToken);
    }

    /// <summary>The records of the domain, as a receiver looks them up.</summary>
    private sealed class Records(RSA rsa) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            Assert.Equal(("fabrique.example", "essai"), (domain, selector));
            using var reader = new StringReader(rsa.ExportSubjectPublicKeyInfoPem());
            using var pem = new PemReader(reader);
            return (AsymmetricKeyParameter)pem.ReadObject();
        }

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }

    private sealed class KeyFile : IDisposable
    {
        public KeyFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("fabrique-cle-").FullName, "cle.pem");

        public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}
