using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Web.Features.Appointments.MyAgenda;

/// <summary>The secret of an address: 256 bits, in 43 characters that addresses take as they are.</summary>
public sealed record FeedSecret
{
    public const int Length = 43;

    private const int Bytes = 32;

    private FeedSecret(string text) => Text = text;

    public string Text { get; }

    /// <summary>What is kept of it: SHA-256, in hexadecimal. A secret of so many bits needs no salt.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    public static FeedSecret New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <returns>Null when it cannot be one.</returns>
    public static FeedSecret? TryRead(string text) => text.Length == Length && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? new FeedSecret(text) : null;

    /// <summary>Logs and errors never show it.</summary>
    public override string ToString() => "…";
}
