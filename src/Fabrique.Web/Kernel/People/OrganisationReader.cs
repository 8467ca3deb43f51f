using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.People;

/// <summary>Who is where: the one place that tells somebody's unit, line manager, working days and time.</summary>
public sealed class OrganisationReader(FabriqueDbContext db)
{
    private Dictionary<Guid, OrganisationUnit>? units;

    /// <summary>The unit of somebody; null when it is not known.</summary>
    public async Task<OrganisationUnit?> FindUnitAsync(Guid personId, CancellationToken cancellationToken) =>
        await FindUnitIdAsync(personId, cancellationToken) is { } id ? (await ReadUnitsAsync(cancellationToken)).GetValueOrDefault(id) : null;

    /// <summary>The line manager of somebody, who may no longer be there; null when it is not known, or when nobody is.</summary>
    public Task<StaffMember?> FindManagerAsync(Guid personId, CancellationToken cancellationToken) => db.StaffMembers
        .Where(manager => db.StaffMembers.Any(person => person.Id == personId && person.ManagerId == manager.Id))
        .SingleOrDefaultAsync(cancellationToken);

    /// <summary>A unit and those above it, upwards.</summary>
    public async Task<IReadOnlyList<OrganisationUnit>> ReadLineAsync(Guid unitId, CancellationToken cancellationToken) => LineOf(unitId, await ReadUnitsAsync(cancellationToken));

    /// <summary>Which days are worked where somebody is, and what time it is; the mainland and Paris when their unit is not known, or is nowhere in particular.</summary>
    public async Task<Workplace> FindWorkplaceAsync(Guid personId, CancellationToken cancellationToken) =>
        await FindUnitIdAsync(personId, cancellationToken) is { } id ? OrganisationPlace.Of(await ReadLineAsync(id, cancellationToken)) : Workplace.Paris;

    /// <summary>The same for whoever is asked: the holders of a role are anywhere, and count as the mainland does.</summary>
    public async Task<Workplace> FindWorkplaceAsync(Assignee assignee, CancellationToken cancellationToken) =>
        assignee.PersonId is { } person ? await FindWorkplaceAsync(person, cancellationToken) : Workplace.Paris;

    /// <summary>A unit and those above it, upwards, among some.</summary>
    public static IReadOnlyList<OrganisationUnit> LineOf(Guid unitId, IReadOnlyDictionary<Guid, OrganisationUnit> among)
    {
        var line = new List<OrganisationUnit>();
        for (Guid? at = unitId; at is { } id && among.TryGetValue(id, out var unit) && !line.Contains(unit); at = unit.ParentId)
        {
            line.Add(unit);
        }

        return line;
    }

    private Task<Guid?> FindUnitIdAsync(Guid personId, CancellationToken cancellationToken) =>
        db.StaffMembers.Where(person => person.Id == personId).Select(person => person.UnitId).SingleOrDefaultAsync(cancellationToken);

    private async Task<Dictionary<Guid, OrganisationUnit>> ReadUnitsAsync(CancellationToken cancellationToken) =>
        units ??= await db.OrganisationUnits.AsNoTracking().ToDictionaryAsync(unit => unit.Id, cancellationToken);
}
