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

    public static byte[] Empty(UrnKey key, Guid ballotId)
    {
        using var cipher = new AesGcm(key.Bytes, TagLength);
        return Seal(default, cipher, ballotId);
    }

    /// <summary>The urn with one vote more, sealed anew.</summary>
    /// <exception cref="AuthenticationTagMismatchException">It was sealed by another key, for another ballot, or was changed.</exception>
    public static byte[] Add(byte[] urn, VoteChoice choice, UrnKey key, Guid ballotId)
    {
        using var cipher = new AesGcm(key.Bytes, TagLength);
        return Seal(Open(urn, cipher, ballotId).With(choice), cipher, ballotId);
    }

    /// <inheritdoc cref="Add"/>
    public static VoteCount Open(byte[] urn, UrnKey key, Guid ballotId)
    {
        using var cipher = new AesGcm(key.Bytes, TagLength);
        return Open(urn, cipher, ballotId);
    }

    /// <summary>Nonce, tag, counts. The nonce is random: what was sealed and then rolled back may remain in the log of the database.</summary>
    private static byte[] Seal(VoteCount count, AesGcm cipher, Guid ballotId)
    {
        Span<byte> counts = stackalloc byte[CountsLength];
        BinaryPrimitives.WriteInt32LittleEndian(counts, count.For);
        BinaryPrimitives.WriteInt32LittleEndian(counts[4..], count.Against);
        BinaryPrimitives.WriteInt32LittleEndian(counts[8..], count.Abstained);
        var urn = new byte[NonceLength + TagLength + CountsLength];
        var nonce = urn.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        cipher.Encrypt(nonce, counts, urn.AsSpan(NonceLength + TagLength), urn.AsSpan(NonceLength, TagLength), ballotId.ToByteArray(bigEndian: true));
        return urn;
    }

    private static VoteCount Open(byte[] urn, AesGcm cipher, Guid ballotId)
    {
        Span<byte> counts = stackalloc byte[CountsLength];
        cipher.Decrypt(urn.AsSpan(0, NonceLength), urn.AsSpan(NonceLength + TagLength), urn.AsSpan(NonceLength, TagLength), counts, ballotId.ToByteArray(bigEndian: true));
        return new VoteCount(BinaryPrimitives.ReadInt32LittleEndian(counts), BinaryPrimitives.ReadInt32LittleEndian(counts[4..]), BinaryPrimitives.ReadInt32LittleEndian(counts[8..]));
    }
}
