using Fabrique.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Whether a signed-in person still has access, asked of the database at most twice a minute.</summary>
internal sealed class ActiveAccounts(IMemoryCache cache, IServiceScopeFactory scopes)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    public Task<bool> IsActiveAsync(Guid staffMemberId, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync((typeof(ActiveAccounts), staffMemberId), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = Freshness;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            return await db.StaffMembers.AnyAsync(person => person.Id == staffMemberId && person.IsActive, cancellationToken);
        });

    /// <summary>Makes a change effective at the next request.</summary>
    public void Forget(Guid staffMemberId) => cache.Remove((typeof(ActiveAccounts), staffMemberId));
}
