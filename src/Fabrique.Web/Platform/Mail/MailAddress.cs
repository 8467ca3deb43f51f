using Fabrique.Domain.People;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>What an address to which a mail leaves must be.</summary>
internal static class MailAddress
{
    /// <summary>Whether it is one whole address, and nothing else: no name, no comment, with a domain.</summary>
    public static bool IsWhole(string address) =>
        address.Length <= StaffMember.EmailLength && MailboxAddress.TryParse(address, out var parsed) && parsed.Address == address && !string.IsNullOrEmpty(parsed.Domain);
}
