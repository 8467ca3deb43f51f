using System.Security.Cryptography;

namespace Fabrique.Domain.Files;

/// <summary>What the antivirus thinks of a file.</summary>
public enum ScanStatus
{
    /// <summary>It is waited for: nobody reads the file.</summary>
    Pending,

    Clean,

    /// <summary>The content is done away with; what it was stays known.</summary>
    Infected,

    /// <summary>It could not say: the file is too big for it, or gone. Nobody reads it.</summary>
    Unscannable,

    /// <summary>There is no antivirus.</summary>
    NotScanned,
}

/// <summary>A file that somebody joined to something. Its content is in the store, under <see cref="Digest"/>.</summary>
public sealed class StoredFile : IAggregate
{
    /// <summary>Characters of a SHA-256 in hexadecimal.</summary>
    public const int DigestLength = 64;

    public const int FindingLength = 200;

    private StoredFile()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Code of the kind of thing that it belongs to; null until it is kept.</summary>
    public string? OwnerKind { get; private set; }

    /// <summary>Null with <see cref="OwnerKind"/>.</summary>
    public Guid? OwnerId { get; private set; }

    /// <summary>As the person called it: see <see cref="FileName"/>.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Code of a <see cref="FileType"/>: what the content is.</summary>
    public string TypeCode { get; private init; } = "";

    /// <summary>In bytes.</summary>
    public long Length { get; private init; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal.</summary>
    public string Digest { get; private init; } = "";

    public Guid UploadedById { get; private init; }

    public DateTime UploadedAt { get; private init; }

    public ScanStatus Scan { get; private set; }

    /// <summary>When the antivirus last said something; null until then.</summary>
    public DateTime? ScannedAt { get; private set; }

    /// <summary>What it found, or why it could not look; null when there is nothing to say.</summary>
    public string? Finding { get; private set; }

    /// <summary>When the content of an infected file was done away with.</summary>
    public DateTime? DestroyedAt { get; private set; }

    public int Version { get; private set; }

    public FileType Type => FileType.Of(TypeCode);

    /// <summary>What it belongs to; null until it is kept.</summary>
    public Subject? Owner => OwnerKind is { } kind && OwnerId is { } id ? new Subject(kind, id) : null;

    public bool MayBeRead => Scan is ScanStatus.Clean or ScanStatus.NotScanned;

    /// <param name="id">Chosen by whoever sends it, so that a file sent twice is one.</param>
    /// <param name="name">See <see cref="FileName"/>.</param>
    /// <param name="type">What it is.</param>
    /// <param name="length">In bytes.</param>
    /// <param name="digest">See <see cref="Digest"/>.</param>
    /// <param name="uploadedById">Who sends it.</param>
    /// <param name="now">UTC.</param>
    /// <param name="isScanned">Whether there is an antivirus to look at it.</param>
    public static StoredFile Receive(Guid id, string name, FileType type, long length, string digest, Guid uploadedById, DateTime now, bool isScanned)
    {
        Limits.ThrowIfLonger(name, FileName.MaximumLength);
        return new StoredFile
        {
            Id = id,
            Name = name,
            TypeCode = type.Code,
            Length = length,
            Digest = digest,
            UploadedById = uploadedById,
            UploadedAt = now,
            Scan = isScanned ? ScanStatus.Pending : ScanStatus.NotScanned,
        };
    }

    /// <summary>It belongs to something from now on.</summary>
    public void Keep(Subject owner)
    {
        if (Owner is { } other && other != owner)
        {
            throw new InvalidOperationException("A file belongs to one thing.");
        }

        (OwnerKind, OwnerId) = (owner.Kind, owner.Id);
    }

    /// <summary>The identifier of <see cref="CopyFor"/>: the same each time.</summary>
    public Guid CopyId(Subject owner)
    {
        Span<byte> both = stackalloc byte[32];
        Id.TryWriteBytes(both);
        owner.Id.TryWriteBytes(both[16..]);
        return new Guid(SHA256.HashData(both).AsSpan(0, 16));
    }

    /// <summary>The same content, belonging to something else: an answer taken up from an earlier application.</summary>
    public StoredFile CopyFor(Subject owner) => new()
    {
        Id = CopyId(owner),
        OwnerKind = owner.Kind,
        OwnerId = owner.Id,
        Name = Name,
        TypeCode = TypeCode,
        Length = Length,
        Digest = Digest,
        UploadedById = UploadedById,
        UploadedAt = UploadedAt,
        Scan = Scan,
        ScannedAt = ScannedAt,
        Finding = Finding,
        DestroyedAt = DestroyedAt,
    };

    /// <summary>The antivirus said something.</summary>
    public void RecordScan(ScanStatus status, string? finding, DateTime now)
    {
        (Scan, Finding, ScannedAt) = (status, finding is null ? null : Texts.Clip(finding, FindingLength), now);
    }

    /// <summary>There is no antivirus any more to wait for.</summary>
    public void ForgoScan()
    {
        if (Scan is ScanStatus.Pending)
        {
            Scan = ScanStatus.NotScanned;
        }
    }

    /// <summary>The content of an infected file is no longer in the store.</summary>
    public void RecordDestruction(DateTime now) => DestroyedAt = now;
}
