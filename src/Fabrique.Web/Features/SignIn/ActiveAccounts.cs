using Fabrique.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Whether a signed-in person still has access, and with which roles given here, asked of the database at most twice a minute.</summary>
internal sealed class ActiveAccounts(IMemoryCache cache, IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    /// <returns>The roles that administrators gave them; null when they have no access.</returns>
    public Task<IReadOnlyList<string>?> FindGivenRolesAsync(Guid staffMemberId, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync((typeof(ActiveAccounts), staffMemberId), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Freshness;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            var person = await db.StaffMembers.AsNoTracking().SingleOrDefaultAsync(person => person.Id == staffMemberId && person.IsActive, cancellationToken);
            return person?.GivenRolesAt(clock.GetUtcNow().UtcDateTime);
        });

    /// <summary>Makes a change effective at the next request.</summary>
    public void Forget(Guid staffMemberId) => cache.Remove((typeof(ActiveAccounts), staffMemberId));
}
