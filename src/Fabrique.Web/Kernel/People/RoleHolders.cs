using Fabrique.Data;
using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.People;

/// <summary>Finds who holds a role: the one place that decides whom a task or a mail for a role reaches.</summary>
internal static class RoleHolders
{
    /// <summary>The people with an active account who hold a role at an instant (UTC), whoever gave it to them.</summary>
    public static IQueryable<StaffMember> HoldersOf(this FabriqueDbContext db, string role, DateTime at) => db.StaffMembers.Where(person =>
        person.IsActive
        && db.Set<RoleGrant>()
            .Where(grant => grant.Role == role && grant.StartsAt <= at && (grant.EndsAt == null || grant.EndsAt > at))
            .Select(grant => grant.StaffMemberId)
            .Contains(person.Id));

    /// <summary>How many there are of each role at an instant (UTC); a role that nobody holds is not listed.</summary>
    public static Task<Dictionary<string, int>> CountHoldersAsync(this FabriqueDbContext db, DateTime at, CancellationToken cancellationToken) => db.Set<RoleGrant>()
        .Where(grant => grant.StartsAt <= at && (grant.EndsAt == null || grant.EndsAt > at) && db.StaffMembers.Any(person => person.Id == grant.StaffMemberId && person.IsActive))
        .GroupBy(grant => grant.Role)
        .Select(role => new { Role = role.Key, People = role.Select(grant => grant.StaffMemberId).Distinct().Count() })
        .ToDictionaryAsync(role => role.Role, role => role.People, StringComparer.Ordinal, cancellationToken);
}
