using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls;

/// <summary>Reads people as a call sees them: where they work, and what time was granted to them.</summary>
public sealed class CallApplicants(FabriqueDbContext db, OrganisationReader organisation)
{
    public async Task<CallApplicant> ReadAsync(CallForApplications call, Guid personId, CancellationToken cancellationToken)
    {
        var grace = await db.CallGraces.AsNoTracking().SingleOrDefaultAsync(grace => grace.CallId == call.Id && grace.StaffMemberId == personId, cancellationToken);
        return new CallApplicant(call.Audience.Count == 0 ? [] : await ReadUnitsAsync(personId, cancellationToken), grace);
    }

    /// <summary>Until when somebody may submit.</summary>
    public async Task<CallDeadline> ReadDeadlineAsync(CallForApplications call, Guid personId, CancellationToken cancellationToken) =>
        call.DeadlineOf(await db.CallGraces.AsNoTracking().SingleOrDefaultAsync(grace => grace.CallId == call.Id && grace.StaffMemberId == personId, cancellationToken));

    /// <summary>The unit of somebody and those above it; none when it is not known.</summary>
    public async Task<IReadOnlyCollection<Guid>> ReadUnitsAsync(Guid personId, CancellationToken cancellationToken) =>
        await organisation.FindUnitAsync(personId, cancellationToken) is { } unit ? [.. (await organisation.ReadLineAsync(unit.Id, cancellationToken)).Select(above => above.Id)] : [];

    /// <summary>« DREAL Grand Est, Secrétariat général »; null when the call is for everybody.</summary>
    public async Task<string?> NameAudienceAsync(CallForApplications call, CancellationToken cancellationToken)
    {
        if (call.Audience.Count == 0)
        {
            return null;
        }

        var units = await db.OrganisationUnits.AsNoTracking().Where(unit => call.Audience.Contains(unit.Id)).ToListAsync(cancellationToken);
        return string.Join(", ", units.Select(unit => unit.Label).Order(Kernel.Time.FrenchCulture.Names));
    }

    /// <summary>« 4 décembre 2026 à 18 h (heure de Paris) ».</summary>
    public static string Tell(DateTime instant) => $"{FrenchDate.Instant(instant)} (heure de Paris)";
}
