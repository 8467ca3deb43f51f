using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Subjects;

/// <summary>The kinds of things that the modules bring. One of a module that is gone is shown by its code, and nothing can be asked of it.</summary>
public sealed class SubjectTypes(IReadOnlyList<SubjectType> types)
{
    private readonly Dictionary<string, SubjectType> byCode = types.ToDictionary(type => type.Code, StringComparer.Ordinal);

    /// <summary>In the order in which the modules were given.</summary>
    public IReadOnlyList<SubjectType> All { get; } = types;

    /// <summary>The parts that people play, each once.</summary>
    public IReadOnlyList<PeopleRole> Roles { get; } = [.. types.SelectMany(type => type.Roles).Select(found => found.Role).Distinct()];

    public SubjectType? Find(string code) => byCode.GetValueOrDefault(code);

    public PeopleRole? FindRole(string code) => Roles.FirstOrDefault(role => role.Code == code);

    /// <summary>What a « suppléance » is limited to.</summary>
    /// <returns>Null when it is limited to no subject, or to one of a module that is gone.</returns>
    public (SubjectType Type, SubjectScope Scope, Guid Key)? FindScope(DelegationScope scope) => Guid.TryParse(scope.Key, out var key)
        ? All.SelectMany(type => type.Scopes.Select(offered => (type, offered))).Where(found => found.offered.Code == scope.Kind).Select(found => ((SubjectType, SubjectScope, Guid)?)(found.type, found.offered, key)).FirstOrDefault()
        : null;

    /// <summary>The date of this code, and the kind of thing that has it.</summary>
    public (SubjectType Type, SubjectDate Date)? FindDate(string code) =>
        All.SelectMany(type => type.Dates.Select(date => (type, date))).Where(found => found.date.Code == code).Select(found => ((SubjectType, SubjectDate)?)found).FirstOrDefault();

    /// <summary>The subject that a correlation id names: <c>Application:0198…</c>. False when it names nothing that a module brings.</summary>
    public bool TryParse(string? correlationId, out Subject subject)
    {
        subject = default;
        var separator = correlationId?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (separator < 0 || !byCode.ContainsKey(correlationId![..separator]) || !Guid.TryParse(correlationId.AsSpan(separator + 1), out var id))
        {
            return false;
        }

        subject = new Subject(correlationId[..separator], id);
        return true;
    }

    /// <summary>The people whose own case a subject is, in a query.</summary>
    /// <returns>Null when it is nobody’s.</returns>
    public IQueryable<Guid>? PartiesTo(FabriqueDbContext db, Subject subject) =>
        Find(subject.Kind)?.Parties(db) is { } parties ? parties.Where(party => party.SubjectId == subject.Id).Select(party => party.PersonId) : null;

    /// <summary>Why the signed-in person may not plan an appointment about a subject; null when they may.</summary>
    public Task<Refusal?> MayPlanAsync(FabriqueDbContext db, Actor actor, Subject subject, CancellationToken cancellationToken) =>
        Find(subject.Kind)?.MayPlanAsync(db, actor, subject.Id, cancellationToken) ?? Task.FromResult<Refusal?>(SubjectType.NotPlanned);

    /// <summary>Where appointments about a subject are planned, and the one to come is changed.</summary>
    /// <returns>The path of a page; null when there is none.</returns>
    public Task<string?> FindPlanningPageAsync(FabriqueDbContext db, Subject subject, CancellationToken cancellationToken) =>
        Find(subject.Kind)?.FindPlanningPageAsync(db, subject.Id, cancellationToken) ?? Task.FromResult<string?>(null);

    /// <summary>Whether the signed-in person may open the page of a subject.</summary>
    public async Task<bool> MayReadAsync(FabriqueDbContext db, Actor actor, Subject subject, CancellationToken cancellationToken) =>
        Find(subject.Kind) is { } type && await type.Readable(db, actor).AnyAsync(id => id == subject.Id, cancellationToken);
}
