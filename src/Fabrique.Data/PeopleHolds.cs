using Fabrique.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data;

/// <summary>Rules over several rows of one person that no index can hold: whoever writes such a row holds the person meanwhile.</summary>
public static class PeopleHolds
{
    /// <summary>
    /// Holds people, who stay as they are, until the transaction ends: whoever holds one of them next reads what this one wrote. Always in one order, so that no two
    /// wait for each other.
    /// </summary>
    public static async Task HoldAsync(this DbSet<StaffMember> people, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Distinct().Order())
        {
            await people.Where(person => person.Id == id).ExecuteUpdateAsync(set => set.SetProperty(person => person.Version, person => person.Version), cancellationToken);
        }
    }
}
