using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Delegations;

/// <param name="Id">Of the « suppléance ».</param>
/// <param name="DelegatorId">Who is away.</param>
/// <param name="Delegator">Their name.</param>
/// <param name="SubstituteId">Who acts in their place.</param>
/// <param name="Substitute">Their name; null when nobody does.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Scope">What it covers.</param>
/// <param name="Reason">Why.</param>
/// <param name="EnteredBy">Name of who entered it.</param>
/// <param name="EndedAt">When it was ended by hand, UTC.</param>
public sealed record DelegationLine(
    Guid Id, Guid DelegatorId, string Delegator, Guid? SubstituteId, string? Substitute, DateOnly From, DateOnly Until, DelegationScope Scope, string Reason, string EnteredBy, DateTime? EndedAt)
{
    /// <summary>Whether it was ended before its first day: it never was.</summary>
    public bool IsWithdrawn => EndedAt is { } ended && ParisTime.DayOf(ended) < From;

    /// <summary>« Du 3 août 2026 au 21 août 2026 ».</summary>
    public string Days => From == Until ? $"Le {FrenchDate.Day(From)}" : $"Du {FrenchDate.Day(From)} au {FrenchDate.Day(Until)}";
}

/// <summary>Where a « suppléance » stands.</summary>
/// <param name="Key">As addresses write it.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Badge">Kind of badge, as the design system names it.</param>
public sealed record DelegationState(string Key, string Name, string Badge)
{
    public static DelegationState Running { get; } = new("en-cours", "En cours", "success");

    public static DelegationState Coming { get; } = new("a-venir", "À venir", "info");

    public static DelegationState Over { get; } = new("terminees", "Terminée", "");

    public static IReadOnlyList<DelegationState> All { get; } = [Running, Coming, Over];

    public static DelegationState Of(DelegationLine line, DateOnly today) => line.EndedAt is not null || line.Until < today ? Over : line.From > today ? Coming : Running;
}

/// <summary>Reads « suppléances », and names what they cover.</summary>
public sealed class DelegationReader(FabriqueDbContext db, SubjectTypes subjects, TimeProvider clock)
{
    public const string ByStart = "debut";

    private static readonly ListOrders<Delegation> Orders = new ListOrders<Delegation>().SettledBy(delegation => delegation.Id)
        .By(ByStart, delegation => delegation.From, isDescending: true)
        .By("fin", delegation => delegation.Until);

    public DateOnly Today => ParisTime.DayOf(clock.GetUtcNow().UtcDateTime);

    /// <summary>Those that are not over and in which a person has a part, the next one first.</summary>
    public async Task<IReadOnlyList<DelegationLine>> ReadOfAsync(Guid person, CancellationToken cancellationToken)
    {
        var today = Today;
        return await Lines(db.Delegations.Where(delegation => (delegation.DelegatorId == person || delegation.SubstituteId == person) && delegation.EndedAt == null && delegation.Until >= today))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Everybody's, the last to begin first.</summary>
    public Task<PagedList<DelegationLine>> ReadAsync(ListAddress address, DelegationState? state, string? text, int size, CancellationToken cancellationToken)
    {
        var today = Today;
        var delegations = state switch
        {
            { Key: "en-cours" } => db.Delegations.ActiveOn(today),
            { Key: "a-venir" } => db.Delegations.Where(delegation => delegation.EndedAt == null && delegation.From > today),
            { Key: "terminees" } => db.Delegations.Where(delegation => delegation.EndedAt != null || delegation.Until < today),
            _ => db.Delegations,
        };
        if (text is not null)
        {
            var named = db.StaffMembers.Named(text).Select(person => person.Id);
            delegations = delegations.Where(delegation => named.Contains(delegation.DelegatorId) || (delegation.SubstituteId != null && named.Contains(delegation.SubstituteId.Value)));
        }

        return PagedList.ReadAsync(
            delegations.AsNoTracking(),
            address,
            size,
            Orders,
            delegation => new DelegationLine(
                delegation.Id,
                delegation.DelegatorId,
                db.StaffMembers.First(person => person.Id == delegation.DelegatorId).FullName,
                delegation.SubstituteId,
                db.StaffMembers.Where(person => person.Id == delegation.SubstituteId).Select(person => person.FullName).FirstOrDefault(),
                delegation.From,
                delegation.Until,
                new DelegationScope(delegation.ScopeKind, delegation.ScopeKey),
                delegation.Reason,
                db.StaffMembers.First(person => person.Id == delegation.EnteredById).FullName,
                delegation.EndedAt),
            cancellationToken);
    }

    public async Task<DelegationLine?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await Lines(db.Delegations.Where(delegation => delegation.Id == id)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>What may be covered, by what the form posts.</summary>
    public async Task<IReadOnlyList<DsfrOption>> ListScopesAsync(CancellationToken cancellationToken)
    {
        var options = new List<DsfrOption> { new(Write(DelegationScope.Everything), "Tout") };
        options.AddRange(AppRoles.All.Where(role => role != AppRoles.Agent).Select(role => new DsfrOption(Write(DelegationScope.Role(role)), $"Ce qui est demandé à {AppRoles.Label(role)}")));
        foreach (var scope in subjects.All.SelectMany(type => type.Scopes))
        {
            options.AddRange((await scope.ListAsync(db, cancellationToken)).Select(choice => new DsfrOption(Write(new DelegationScope(scope.Code, choice.Key.ToString("D"))), $"{scope.Label} : {choice.Name}")));
        }

        return options;
    }

    /// <summary>What a scope covers, as people read it.</summary>
    public async Task<string> NameAsync(DelegationScope scope, CancellationToken cancellationToken) => scope.Kind switch
    {
        DelegationScope.EverythingCode => "Tout",
        DelegationScope.RoleCode => $"Ce qui est demandé à {AppRoles.Label(scope.Key)}",
        _ => subjects.FindScope(scope) is { } found
            ? $"{found.Scope.Label} : {(await found.Scope.ListAsync(db, cancellationToken)).FirstOrDefault(choice => choice.Key == found.Key)?.Name ?? scope.Key}"
            : scope.Key,
    };

    /// <summary>Names what several lines cover, each scope once.</summary>
    public async Task<IReadOnlyDictionary<DelegationScope, string>> NameAsync(IEnumerable<DelegationLine> lines, CancellationToken cancellationToken)
    {
        var names = new Dictionary<DelegationScope, string>();
        foreach (var scope in lines.Select(line => line.Scope).Distinct())
        {
            names[scope] = await NameAsync(scope, cancellationToken);
        }

        return names;
    }

    internal static string Write(DelegationScope scope) => $"{scope.Kind}:{scope.Key}";

    private IQueryable<DelegationLine> Lines(IQueryable<Delegation> delegations) =>
        from delegation in delegations
        join delegator in db.StaffMembers on delegation.DelegatorId equals delegator.Id
        join enterer in db.StaffMembers on delegation.EnteredById equals enterer.Id
        join substitute in db.StaffMembers on delegation.SubstituteId equals substitute.Id into substitutes
        from substitute in substitutes.DefaultIfEmpty()
        orderby delegation.From, delegation.Id
        select new DelegationLine(
            delegation.Id,
            delegation.DelegatorId,
            delegator.FullName,
            delegation.SubstituteId,
            substitute == null ? null : substitute.FullName,
            delegation.From,
            delegation.Until,
            new DelegationScope(delegation.ScopeKind, delegation.ScopeKey),
            delegation.Reason,
            enterer.FullName,
            delegation.EndedAt);
}
