using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Domain.Panels;

/// <summary>One text of minutes. It never changes: what changes is the next one, which names it.</summary>
public sealed class MinutesVersion
{
    private MinutesVersion()
    {
    }

    internal MinutesVersion(Guid minutesId, MinutesVersion? previous, string text, Guid authorId, string why, DateTime now)
    {
        (MinutesId, Number, Replaces, Text, AuthorId, Why, WrittenAt) = (minutesId, (previous?.Number ?? 0) + 1, previous?.Number, text, authorId, why, now);
        PreviousHash = previous?.Hash ?? "";
        Hash = Compute();
    }

    public Guid MinutesId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>The version that it replaces; null for the first one.</summary>
    public int? Replaces { get; private init; }

    /// <summary>Markdown.</summary>
    public string Text { get; private init; } = "";

    public Guid AuthorId { get; private init; }

    /// <summary>Why it replaces the other; empty for the first one.</summary>
    public string Why { get; private init; } = "";

    /// <summary>UTC.</summary>
    public DateTime WrittenAt { get; private init; }

    /// <summary>That of the version that it replaces; empty for the first one.</summary>
    public string PreviousHash { get; private init; } = "";

    /// <summary>SHA-256, 64 lower-case hexadecimal digits: see <see cref="Compute"/>.</summary>
    public string Hash { get; private init; } = "";

    /// <summary>
    /// What <see cref="Hash"/> ought to be: SHA-256 of the UTF-8 bytes of the identifier of the minutes, the number of the version and the hash of the one that it replaces, each followed by a line
    /// end, then of the text. So a text is bound to all those before it.
    /// </summary>
    public string Compute() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{MinutesId:D}\n{Number}\n{PreviousHash}\n{Text}"))));
}

public enum MinutesSigner
{
    Chair,
    Clerk,
}

/// <summary>Somebody who is signed in says that a version is what happened. It is no qualified electronic signature, and pages say so.</summary>
public sealed class MinutesSignature
{
    private MinutesSignature()
    {
    }

    internal MinutesSignature(MinutesVersion version, MinutesSigner role, Guid signerId, DateTime signedAt) =>
        (MinutesId, VersionNumber, Role, SignerId, SignedAt, Hash) = (version.MinutesId, version.Number, role, signerId, signedAt, version.Hash);

    public Guid MinutesId { get; private init; }

    public int VersionNumber { get; private init; }

    public MinutesSigner Role { get; private init; }

    public Guid SignerId { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime SignedAt { get; private init; }

    /// <summary>That of the version, as they signed it.</summary>
    public string Hash { get; private init; } = "";
}

/// <summary>« Procès-verbal » of a session: texts, each in place of the one before, and who signed which.</summary>
public sealed class DeliberationMinutes : IAggregate
{
    public const int TextLength = 200_000;
    public const int WhyLength = 500;

    private readonly List<MinutesVersion> versions = [];
    private readonly List<MinutesSignature> signatures = [];

    private DeliberationMinutes()
    {
    }

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    /// <summary>Who presided, and signs.</summary>
    public Guid ChairId { get; private init; }

    /// <summary>Who wrote, and signs: somebody else.</summary>
    public Guid ClerkId { get; private init; }

    public int Version { get; private set; }

    public IReadOnlyList<MinutesVersion> Versions => [.. versions.OrderBy(version => version.Number)];

    public IReadOnlyList<MinutesSignature> Signatures => [.. signatures.OrderBy(signature => signature.VersionNumber).ThenBy(signature => signature.Role)];

    /// <summary>The text in force.</summary>
    public MinutesVersion Latest => versions.MaxBy(version => version.Number)!;

    /// <summary>Whether both signed the text in force.</summary>
    public bool IsSigned => HasSigned(MinutesSigner.Chair) && HasSigned(MinutesSigner.Clerk);

    public static DeliberationMinutes Write(Guid id, Guid sessionId, Guid chairId, Guid clerkId, string text, Guid authorId, DateTime now)
    {
        if (chairId == clerkId)
        {
            throw new ArgumentException("Minutes are signed by two people.", nameof(clerkId));
        }

        var minutes = new DeliberationMinutes { Id = id, SessionId = sessionId, ChairId = chairId, ClerkId = clerkId };
        Limits.ThrowIfLonger(text, TextLength);
        minutes.versions.Add(new MinutesVersion(id, previous: null, text, authorId, "", now));
        return minutes;
    }

    /// <summary>Why a text cannot replace that in force; null when it can, signed or not: the new one is not signed.</summary>
    /// <param name="authorId">The chair or the clerk.</param>
    /// <param name="replaces">The version that the author had before their eyes.</param>
    /// <param name="text">The whole new text.</param>
    /// <param name="why">Compulsory.</param>
    public Refusal? MayRevise(Guid authorId, int replaces, string text, string why) =>
        authorId != ClerkId && authorId != ChairId ? new Refusal("minutes-not-yours", "Le procès-verbal est corrigé par la présidence ou le secrétariat de la séance.")
        : replaces != Latest.Number ? new Refusal("minutes-moved", $"Quelqu’un a écrit la version {Latest.Number} entre-temps\u00a0: relisez-la, votre texte n’a pas été enregistré.")
        : string.IsNullOrWhiteSpace(text) || text.Length > TextLength ? new Refusal("minutes-text", $"Un procès-verbal a de 1 à {TextLength} caractères.")
        : text == Latest.Text ? new Refusal("minutes-unchanged", "Ce texte est déjà celui du procès-verbal.")
        : string.IsNullOrWhiteSpace(why) ? new Refusal("minutes-unexplained", "Dites pourquoi le procès-verbal est corrigé.")
        : null;

    public void Revise(Guid authorId, int replaces, string text, string why, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayRevise(authorId, replaces, text, why));
        Limits.ThrowIfLonger(why, WhyLength);
        versions.Add(new MinutesVersion(Id, Latest, text, authorId, why, now));
    }

    /// <summary>Why somebody cannot sign; null when they can: the chair and the clerk, once each, the text that they read.</summary>
    /// <param name="signerId">Who.</param>
    /// <param name="hash">Of the text that they had before their eyes.</param>
    public Refusal? MaySign(Guid signerId, string hash) =>
        RoleOf(signerId) is not { } role ? new Refusal("minutes-not-yours", "Le procès-verbal est signé par la présidence et le secrétariat de la séance.")
        : hash != Latest.Hash ? new Refusal("minutes-moved", "Le procès-verbal a changé depuis que vous l’avez lu\u00a0: relisez-le avant de signer.")
        : HasSigned(role) ? new Refusal("minutes-already-signed", "Vous avez déjà signé cette version.")
        : null;

    public void Sign(Guid signerId, string hash, DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySign(signerId, hash));
        signatures.Add(new MinutesSignature(Latest, RoleOf(signerId)!.Value, signerId, now));
    }

    /// <summary>What is not as it was written and signed, in French; none when everything is.</summary>
    public IReadOnlyList<string> Verify()
    {
        var problems = new List<string>();
        MinutesVersion? previous = null;
        foreach (var version in Versions)
        {
            if (version.Number != (previous?.Number ?? 0) + 1 || version.Replaces != previous?.Number || version.PreviousHash != (previous?.Hash ?? ""))
            {
                problems.Add($"La version {version.Number} ne suit pas celle qu’elle remplace.");
            }

            if (version.Hash != version.Compute())
            {
                problems.Add($"Le texte de la version {version.Number} n’est plus celui qui a été écrit.");
            }

            previous = version;
        }

        foreach (var signature in Signatures)
        {
            if (versions.Find(version => version.Number == signature.VersionNumber)?.Hash != signature.Hash)
            {
                problems.Add($"Une signature de la version {signature.VersionNumber} porte sur un autre texte.");
            }

            if (signature.SignerId != (signature.Role is MinutesSigner.Chair ? ChairId : ClerkId))
            {
                problems.Add($"Une signature de la version {signature.VersionNumber} n’est pas de la bonne personne.");
            }
        }

        return problems;
    }

    private MinutesSigner? RoleOf(Guid personId) => personId == ChairId ? MinutesSigner.Chair : personId == ClerkId ? MinutesSigner.Clerk : null;

    private bool HasSigned(MinutesSigner role) => signatures.Exists(signature => signature.VersionNumber == Latest.Number && signature.Role == role);
}
