using System.Security.Cryptography;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.AspNetCore.DataProtection;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Where people read and choose their mails.</summary>
public static class MailLinks
{
    public const string All = "/mon-espace/messages";

    public const string Preferences = "/mon-espace/preferences";

    /// <summary>One that was addressed to the signed-in person.</summary>
    public static string Mine(Guid id) => $"{All}/{id:D}";
}

/// <summary>The addresses by which people stop their digest without signing in: sealed, so that nobody stops another's. Each says one person, and does nothing else.</summary>
public sealed class DigestLinks(IDataProtectionProvider protection, PublicAddress address)
{
    public const string Path = "/resume/arret";

    private readonly IDataProtector seal = protection.CreateProtector("Fabrique.Mail.DigestLinks");

    public string Stop(Guid personId) => address.Of($"{Path}?t={Uri.EscapeDataString(seal.Protect(personId.ToString("N")))}");

    /// <returns>The person; null when it is not one of ours.</returns>
    public Guid? Read(string? token)
    {
        try
        {
            return token is { Length: > 0 } && Guid.TryParseExact(seal.Unprotect(token), "N", out var person) ? person : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
