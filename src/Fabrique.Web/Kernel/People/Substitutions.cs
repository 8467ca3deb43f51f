using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace Fabrique.Web.Kernel.People;

/// <summary>« Suppléance » that runs today, from the side of whoever acts in the other's place.</summary>
/// <param name="DelegatorId">Who is away.</param>
/// <param name="DelegatorName">Their full name.</param>
/// <param name="Scope">What it covers.</param>
/// <param name="Until">Its last day, Paris.</param>
public sealed record Substitution(Guid DelegatorId, string DelegatorName, DelegationScope Scope, DateOnly Until)
{
    /// <summary>The roles that the absent person holds now.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}

/// <summary>Who acts in whose place today: the one place that decides it.</summary>
public sealed class Substitutions(FabriqueDbContext db, Actor actor, SubjectTypes subjects, IMemoryCache cache, TimeProvider clock)
{
    private const string CacheKey = "substitutes";

    // Every page of a signed-in person asks, and almost nobody replaces anybody. What another process enters is seen that much later; what is ended, at once.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(15);

    private IReadOnlyList<Substitution>? mine;
    private IReadOnlyList<Delegation>? running;

    /// <summary>Those in which the signed-in person acts for somebody else. Read once for each scope.</summary>
    public async Task<IReadOnlyList<Substitution>> ReadMineAsync(CancellationToken cancellationToken)
    {
        if (mine is not null)
        {
            return mine;
        }

        var (me, today) = (actor.Id, ParisTime.DayOf(clock.GetUtcNow().UtcDateTime));
        if (!(await ReadSubstitutesAsync(today, cancellationToken)).Contains(me))
        {
            return mine = [];
        }

        var found = await (
            from delegation in db.Delegations.ActiveOn(today)
            where delegation.SubstituteId == me
            join delegator in db.StaffMembers on delegation.DelegatorId equals delegator.Id
            orderby delegation.Until, delegation.Id
            select new { delegation.DelegatorId, delegator.FullName, delegation.ScopeKind, delegation.ScopeKey, delegation.Until }).ToListAsync(cancellationToken);
        var roles = found.Count == 0 ? [] : await ReadRolesAsync([.. found.Select(line => line.DelegatorId).Distinct()], cancellationToken);
        return mine = [.. found.Select(line => new Substitution(line.DelegatorId, line.FullName, new DelegationScope(line.ScopeKind, line.ScopeKey), line.Until)
        {
            Roles = [.. roles.Where(grant => grant.PersonId == line.DelegatorId).Select(grant => grant.Role).Distinct()],
        })];
    }

    /// <summary>Forgets who replaces somebody, once it has changed.</summary>
    public void Forget() => cache.Remove(CacheKey);

    private async Task<HashSet<Guid>> ReadSubstitutesAsync(DateOnly today, CancellationToken cancellationToken)
    {
        if (!cache.TryGetValue<(DateOnly Day, HashSet<Guid> People)>(CacheKey, out var known) || known.Day != today)
        {
            var people = await db.Delegations.ActiveOn(today).Where(delegation => delegation.SubstituteId != null).Select(delegation => delegation.SubstituteId!.Value).Distinct().ToListAsync(cancellationToken);
            known = (today, [.. people]);
            cache.Set(CacheKey, known, Remembered);
        }

        return known.People;
    }

    /// <summary>Those who act today in the place of some people, for what is about a subject.</summary>
    /// <param name="people">Who is asked.</param>
    /// <param name="role">The role as whose holders they are asked; null when a person is asked by name.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>Active people, each once, without those who are asked anyway, with the names of those in whose place they act.</returns>
    public async Task<List<(StaffMember Person, string For)>> FindSubstitutesAsync(IReadOnlyCollection<StaffMember> people, string? role, Subject subject, CancellationToken cancellationToken)
    {
        var today = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);
        var asked = people.Select(person => person.Id).ToList();
        running ??= await db.Delegations.AsNoTracking().ActiveOn(today).Where(delegation => delegation.SubstituteId != null).ToListAsync(cancellationToken);
        var found = new List<(Guid SubstituteId, string For)>();
        foreach (var delegation in running.Where(delegation => asked.Contains(delegation.DelegatorId)))
        {
            if (await CoversAsync(delegation.Scope, role, subject, cancellationToken))
            {
                found.Add((delegation.SubstituteId!.Value, people.First(person => person.Id == delegation.DelegatorId).FullName));
            }
        }

        var ids = found.ConvertAll(one => one.SubstituteId);
        var substitutes = ids.Count == 0 ? [] : await db.StaffMembers
            .Where(person => ids.Contains(person.Id) && !asked.Contains(person.Id) && person.IsActive)
            .OrderBy(person => person.FullName)
            .ToListAsync(cancellationToken);
        return substitutes.ConvertAll(person => (person, string.Join(", ", found.Where(one => one.SubstituteId == person.Id).Select(one => one.For).Distinct(StringComparer.Ordinal))));
    }

    private async Task<bool> CoversAsync(DelegationScope scope, string? role, Subject subject, CancellationToken cancellationToken) => scope.Kind switch
    {
        DelegationScope.EverythingCode => true,
        DelegationScope.RoleCode => scope.Key == role,
        _ => subjects.FindScope(scope) is { } found && found.Type.Code == subject.Kind && await found.Scope.Subjects(db, found.Key).ContainsAsync(subject.Id, cancellationToken),
    };

    private async Task<List<(Guid PersonId, string Role)>> ReadRolesAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var grants = await db.Set<RoleGrant>()
            .Where(grant => people.Contains(grant.StaffMemberId) && grant.StartsAt <= now && (grant.EndsAt == null || grant.EndsAt > now))
            .Select(grant => new { grant.StaffMemberId, grant.Role })
            .ToListAsync(cancellationToken);
        return grants.ConvertAll(grant => (grant.StaffMemberId, grant.Role));
    }
}

/// <summary>Queries over « suppléances ».</summary>
public static class DelegationQueries
{
    /// <summary>As <see cref="Delegation.IsActiveOn"/> has it.</summary>
    public static IQueryable<Delegation> ActiveOn(this IQueryable<Delegation> delegations, DateOnly day) =>
        delegations.Where(delegation => delegation.EndedAt == null && delegation.From <= day && delegation.Until >= day);
}
