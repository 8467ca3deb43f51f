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
}
