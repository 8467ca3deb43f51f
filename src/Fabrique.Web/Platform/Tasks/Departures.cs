using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Withdraws people's access and gives it back, whoever says so: sessions are over at once, and what waited on them goes on with others.</summary>
public sealed class Departures(FabriqueDbContext db, TaskHolders holders, IMemoryCache cache, TimeProvider clock)
{
    /// <summary>Changes nothing when it refuses. The caller saves.</summary>
    /// <param name="people">Tracked.</param>
    /// <param name="byId">Who says so; null when a source of the organisation does.</param>
    /// <param name="reason">Why; compulsory.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<Refusal?> WithdrawAsync(IReadOnlyCollection<StaffMember> people, Guid? byId, string reason, CancellationToken cancellationToken)
    {
        if (people.Select(person => person.MayBeWithdrawn(byId)).FirstOrDefault(refusal => refusal is not null) is { } refused)
        {
            return refused;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (await KeepAdministratorAsync(people, now, cancellationToken) is { } last)
        {
            return last;
        }

        foreach (var person in people)
        {
            person.Withdraw(byId, reason, now);
        }

        await holders.DepartAsync(people, cancellationToken);
        ForgetOnceSaved(people);
        return null;
    }

    /// <summary>Changes nothing when it refuses. The caller saves.</summary>
    /// <param name="person">Tracked.</param>
    /// <param name="byId">Who says so; null when a source of the organisation does.</param>
    /// <param name="reason">Why; compulsory.</param>
    public Refusal? Restore(StaffMember person, Guid? byId, string reason)
    {
        if (person.MayBeRestored(byId) is { } refusal)
        {
            return refusal;
        }

        person.Restore(byId, reason, clock.GetUtcNow().UtcDateTime);
        ForgetOnceSaved([person]);
        return null;
    }

    // Of two who leave at once, one at least sees the other's row change, and begins again.
    private async Task<Refusal?> KeepAdministratorAsync(IReadOnlyCollection<StaffMember> people, DateTime now, CancellationToken cancellationToken)
    {
        var leaving = people.ToDictionary(person => person.Id, person => person.FullName);
        var administrators = await db.HoldersOf(AppRoles.Administrator, now).OrderBy(person => person.Id).ToListAsync(cancellationToken);
        if (Administrators.MayLeave(leaving, [.. administrators.Select(person => person.Id)]) is { } refusal)
        {
            return refusal;
        }

        if (administrators.Exists(person => leaving.ContainsKey(person.Id)) && administrators.Find(person => !leaving.ContainsKey(person.Id)) is { } staying)
        {
            db.Entry(staying).Property(person => person.IsActive).IsModified = true;
        }

        return null;
    }

    private void ForgetOnceSaved(IReadOnlyCollection<StaffMember> people)
    {
        List<Guid> ids = [.. people.Select(person => person.Id)];
        db.SavedChanges += (_, _) => ids.ForEach(cache.ForgetAccess);
    }
}
