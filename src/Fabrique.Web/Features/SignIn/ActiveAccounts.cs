using Fabrique.Data;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Features.SignIn;

/// <summary>
/// Whether a session still opens something: its person has access, with which roles given here, and did not end it. Asked of the database at most twice a minute
/// for each person; a session ended on another process is therefore refused on this one within half a minute.
/// </summary>
internal sealed class ActiveAccounts(IMemoryCache cache, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <returns>The roles that administrators gave them; null when they have no access, or when the session was ended.</returns>
    public async Task<IReadOnlyList<string>?> FindGivenRolesAsync(Guid staffMemberId, Guid sessionId, CancellationToken cancellationToken)
    {
        var access = await cache.GetOrCreateAsync(RememberedAccess.KeyOf(staffMemberId), entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Freshness;
            return ReadAsync(staffMemberId, cancellationToken);
        });
        return access is null || access.EndedSessions.Contains(sessionId) ? null : access.GivenRoles;
    }

    /// <summary>Ends a session, on every process. Done again, it does nothing.</summary>
    /// <param name="staffMemberId">Whose it is.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="expiresAt">When no copy of its cookie can be used any more, UTC.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task EndSessionAsync(Guid staffMemberId, Guid sessionId, DateTime expiresAt, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();

        // Another process may renew a copy until it knows.
        db.EndedSessions.Add(new EndedSession { Id = sessionId, StaffMemberId = staffMemberId, ExpiresAt = expiresAt + (2 * Freshness) });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException twice) when (DatabaseErrors.IsUniqueViolation(twice))
        {
            // From two tabs at once.
        }

        Forget(staffMemberId);
    }

    /// <summary>Makes a change effective at the next request.</summary>
    public void Forget(Guid staffMemberId) => cache.ForgetAccess(staffMemberId);

    private async Task<Access?> ReadAsync(Guid staffMemberId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        if (await db.StaffMembers.AsNoTracking().SingleOrDefaultAsync(person => person.Id == staffMemberId && person.IsActive, cancellationToken) is not { } person)
        {
            return null;
        }

        var ended = await db.EndedSessions.Where(session => session.StaffMemberId == staffMemberId).Select(session => session.Id).ToListAsync(cancellationToken);
        return new Access(person.GivenRolesAt(clock.GetUtcNow().UtcDateTime), ended.ToHashSet());
    }

    private sealed record Access(IReadOnlyList<string> GivenRoles, IReadOnlySet<Guid> EndedSessions);
}
