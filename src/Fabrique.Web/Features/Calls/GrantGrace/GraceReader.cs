using Fabrique.Data;
using Fabrique.Domain.Calls;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>A « délai personnel », as the team reads it.</summary>
public sealed record GraceLine(Guid Id, Guid CallId, string Person, string Unit, DateTime Until, string Reason, string GrantedBy, DateTime GrantedAt, DateTime? RevokedAt, string? RevokedBy)
{
    public bool IsRunning(DateTime now) => RevokedAt is null && Until > now;
}

public sealed class GraceReader(FabriqueDbContext db)
{
    /// <summary>Those of a call, the last to end first.</summary>
    public async Task<IReadOnlyList<GraceLine>> ReadAsync(Guid callId, CancellationToken cancellationToken) =>
        await Lines(db.CallGraces.Where(grace => grace.CallId == callId)).ToListAsync(cancellationToken);

    public Task<GraceLine?> FindAsync(Guid callId, Guid id, CancellationToken cancellationToken) =>
        Lines(db.CallGraces.Where(grace => grace.CallId == callId && grace.Id == id)).SingleOrDefaultAsync(cancellationToken);

    private IQueryable<GraceLine> Lines(IQueryable<CallGrace> graces) =>
        from grace in graces
        join person in db.StaffMembers on grace.StaffMemberId equals person.Id
        join granter in db.StaffMembers on grace.GrantedById equals granter.Id
        join revoker in db.StaffMembers on grace.RevokedById equals revoker.Id into revokers
        from revoker in revokers.DefaultIfEmpty()
        orderby grace.Until descending, grace.Id
        select new GraceLine(
            grace.Id, grace.CallId, person.FullName, person.Unit, grace.Until, grace.Reason, granter.FullName, grace.GrantedAt, grace.RevokedAt, revoker == null ? null : revoker.FullName);
}
