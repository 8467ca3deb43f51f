using Fabrique.Domain.People;

namespace Fabrique.Web.Kernel.People;

/// <summary>Finds people in the directory.</summary>
internal static class DirectorySearch
{
    /// <summary>Keeps those who have one of some e-mail addresses, whatever the case in which the directory or the caller writes them, on both engines alike.</summary>
    public static IQueryable<StaffMember> WithAddress(this IQueryable<StaffMember> people, params IEnumerable<string> addresses)
    {
        var lower = addresses.Select(address => address.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();

        // It is the database that lowers the case of its letters.
#pragma warning disable CA1304, CA1311, MA0011
        return people.Where(person => lower.Contains(person.Email.ToLower()));
#pragma warning restore CA1304, CA1311, MA0011
    }
}
