using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Places;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Organisation;

/// <summary>A unit in the tree.</summary>
/// <param name="Unit">Itself.</param>
/// <param name="People">How many people with an active account belong to it, those beneath excluded.</param>
/// <param name="Heads">Names of those who manage somebody there, and are managed by nobody there.</param>
/// <param name="Children">The units beneath, by name.</param>
public sealed record UnitNode(OrganisationUnit Unit, int People, IReadOnlyList<string> Heads, IReadOnlyList<UnitNode> Children)
{
    /// <summary>Those of the units beneath included.</summary>
    public int AllPeople => People + Children.Sum(child => child.AllPeople);

    public string? Territory => Unit.Territory is { } territory ? Territories.Known.NameOf(territory) : null;
}

/// <summary>A person of a unit.</summary>
public sealed record UnitPerson(string Name, string Email, string? Manager);

/// <summary>All that a page tells of a unit.</summary>
/// <param name="Unit">Itself.</param>
/// <param name="Line">Those above it, from the top.</param>
/// <param name="Children">Those beneath it that are open.</param>
/// <param name="Place">Its working days, and its time.</param>
public sealed record UnitSheetModel(OrganisationUnit Unit, IReadOnlyList<OrganisationUnit> Line, IReadOnlyList<OrganisationUnit> Children, Workplace Place);

/// <summary>Reads the organisation for the pages that show it.</summary>
public sealed class OrganisationSheets(FabriqueDbContext db)
{
    private static readonly ListOrders<StaffMember> Orders = new ListOrders<StaffMember>().SettledBy(person => person.Id).By("nom", person => person.FullName);

    /// <summary>The units that are open, from the top.</summary>
    public async Task<IReadOnlyList<UnitNode>> ReadTreeAsync(CancellationToken cancellationToken)
    {
        var units = await db.OrganisationUnits.AsNoTracking().Where(unit => unit.ClosedAt == null).OrderBy(unit => unit.Name).ThenBy(unit => unit.Code).ToListAsync(cancellationToken);
        var people = await db.StaffMembers.IgnoreAutoIncludes()
            .Where(person => person.IsActive && person.UnitId != null)
            .GroupBy(person => person.UnitId!.Value)
            .Select(same => new { same.Key, Count = same.Count() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        var heads = await db.StaffMembers.IgnoreAutoIncludes()
            .Where(person => person.IsActive && person.UnitId != null
                && db.StaffMembers.Any(other => other.ManagerId == person.Id && other.IsActive)
                && !db.StaffMembers.Any(above => above.Id == person.ManagerId && above.UnitId == person.UnitId))
            .OrderBy(person => person.FullName)
            .Select(person => new { UnitId = person.UnitId!.Value, person.FullName })
            .ToListAsync(cancellationToken);
        var headsOf = heads.ToLookup(head => head.UnitId, head => head.FullName);
        var open = units.Select(unit => unit.Id).ToHashSet();
        var children = units.ToLookup(unit => unit.ParentId is { } parent && open.Contains(parent) ? parent : Guid.Empty);
        return Under(Guid.Empty);

        IReadOnlyList<UnitNode> Under(Guid parent) => [.. children[parent].Select(unit => new UnitNode(unit, people.GetValueOrDefault(unit.Id), [.. headsOf[unit.Id]], Under(unit.Id)))];
    }

    public Task<int> CountUnplacedAsync(CancellationToken cancellationToken) => db.StaffMembers.IgnoreAutoIncludes().CountAsync(person => person.IsActive && person.UnitId == null, cancellationToken);

    /// <summary>The units that are no more, by name.</summary>
    public Task<List<OrganisationUnit>> ReadClosedAsync(CancellationToken cancellationToken) =>
        db.OrganisationUnits.AsNoTracking().Where(unit => unit.ClosedAt != null).OrderBy(unit => unit.Name).ThenBy(unit => unit.Code).ToListAsync(cancellationToken);

    /// <summary>The unit of a code, open or closed; null when there is none.</summary>
    public async Task<UnitSheetModel?> FindAsync(string code, CancellationToken cancellationToken)
    {
        var units = await db.OrganisationUnits.AsNoTracking().ToDictionaryAsync(unit => unit.Id, cancellationToken);
        if (units.Values.FirstOrDefault(unit => string.Equals(unit.Code, code, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            return null;
        }

        var line = OrganisationReader.LineOf(found.Id, units);
        return new UnitSheetModel(
            found,
            [.. line.Skip(1).Reverse()],
            [.. units.Values.Where(unit => unit.ParentId == found.Id && unit.IsActive).OrderBy(unit => unit.Name, StringComparer.Create(Kernel.Time.FrenchCulture.Instance, ignoreCase: true))],
            OrganisationPlace.Of(line));
    }

    public Task<PagedList<UnitPerson>> ReadPeopleAsync(Guid unitId, ListAddress address, int size, CancellationToken cancellationToken) => PagedList.ReadAsync(
        db.StaffMembers.AsNoTracking().IgnoreAutoIncludes().Where(person => person.IsActive && person.UnitId == unitId),
        address,
        size,
        Orders,
        person => new UnitPerson(person.FullName, person.Email, db.StaffMembers.Where(manager => manager.Id == person.ManagerId).Select(manager => manager.FullName).FirstOrDefault()),
        cancellationToken);
}
