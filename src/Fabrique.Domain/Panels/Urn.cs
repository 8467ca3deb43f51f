using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Fabrique.Domain.Panels;

/// <summary>
/// The key of the urn of one secret ballot: 32 random bytes, kept apart from the database (protected by the keys of the application), and destroyed once the ballot is closed or annulled.
/// </summary>
public sealed class UrnKey
{
    public const int Length = 32;

    private readonly byte[] bytes;

    public UrnKey(ReadOnlySpan<byte> bytes) => this.bytes = bytes.Length == Length ? bytes.ToArray() : throw new ArgumentException($"A key of {Length} bytes.", nameof(bytes));

    internal ReadOnlySpan<byte> Bytes => bytes;
}

/// <summary>
/// « Urne » : the counts of an open secret ballot, sealed (AES-256-GCM). As many bytes whatever is in it, other ones after each vote: whoever reads it between two votes, in the
/// database, in a copy of it or in its log, sees that somebody voted, which is no secret, and not what.
/// </summary>
internal static class Urn
{
    private const int CountsLength = 3 * sizeof(int);

    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    /// <summary>Nonce, tag, counts.</summary>
    public static byte[] Seal(VoteCount count, UrnKey key, Guid ballotId)
    {
        Span<byte> counts = stackalloc byte[CountsLength];
        BinaryPrimitives.WriteInt32LittleEndian(counts, count.For);
        BinaryPrimitives.WriteInt32LittleEndian(counts[4..], count.Against);
        BinaryPrimitives.WriteInt32LittleEndian(counts[8..], count.Abstained);
        var urn = new byte[NonceLength + TagLength + CountsLength];
        var (nonce, tag, sealedCounts) = Parts(urn);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(key.Bytes, TagLength);
        cipher.Encrypt(nonce.Span, counts, sealedCounts.Span, tag.Span, ballotId.ToByteArray(bigEndian: true));
        return urn;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was sealed by another key, for another ballot, or was changed.</exception>
    public static VoteCount Open(byte[] urn, UrnKey key, Guid ballotId)
    {
        Span<byte> counts = stackalloc byte[CountsLength];
        var (nonce, tag, sealedCounts) = Parts(urn);
        using var cipher = new AesGcm(key.Bytes, TagLength);
        cipher.Decrypt(nonce.Span, sealedCounts.Span, tag.Span, counts, ballotId.ToByteArray(bigEndian: true));
        return new VoteCount(BinaryPrimitives.ReadInt32LittleEndian(counts), BinaryPrimitives.ReadInt32LittleEndian(counts[4..]), BinaryPrimitives.ReadInt32LittleEndian(counts[8..]));
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Counts) Parts(byte[] urn) =>
        (urn.AsMemory(0, NonceLength), urn.AsMemory(NonceLength, TagLength), urn.AsMemory(NonceLength + TagLength));
}
