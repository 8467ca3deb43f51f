using System.Linq.Expressions;
using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>
/// Finds the tasks that are addressed to the signed-in person, or to somebody in whose place they act today; anyone else's does not exist for them, nor what they would
/// be asked, as holder of a role or for somebody else, to judge of their own case.
/// </summary>
public sealed class TaskLoader(FabriqueDbContext db, Actor actor, SubjectTypes subjects, Substitutions substitutions)
{
    public async Task<WorkItem?> FindMineAsync(Guid id, string kind, CancellationToken cancellationToken) =>
        await (await MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == id && item.Kind == kind, cancellationToken);

    /// <summary>As <see cref="WorkItem.IsAddressedTo"/> has it, and those of the people whom they replace.</summary>
    public async Task<IQueryable<WorkItem>> MineAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var roles = actor.Roles;
        Expression<Func<WorkItem, bool>> asked = item => item.AssigneeId == id || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole));
        foreach (var substitution in await substitutions.ReadMineAsync(cancellationToken))
        {
            asked = Either(asked, CoveredBy(substitution));
        }

        var mine = db.WorkItems.Where(asked);
        foreach (var (code, parties) in subjects.All.Select(type => (type.Code, Parties: type.Parties(db))))
        {
            if (parties is not null)
            {
                // Their own cases are few, and read once; asked task by task, they would be looked for as often as there are tasks.
                var own = parties.Where(party => party.PersonId == id).Select(party => party.SubjectId);
                mine = mine.Where(item => item.AssigneeId == id || item.Status != WorkItemStatus.Open || item.SubjectKind != code || !own.Contains(item.SubjectId));
            }
        }

        return mine;
    }

    /// <summary>Who did a task, and in whose place.</summary>
    /// <returns>Null as long as nobody did.</returns>
    public async Task<string?> NameDoerAsync(WorkItem task, CancellationToken cancellationToken)
    {
        if (task.CompletedById is null)
        {
            return null;
        }

        var names = await db.StaffMembers
            .Where(person => person.Id == task.CompletedById || person.Id == task.CompletedForId)
            .ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        return Acting.Name(names[task.CompletedById.Value], task.CompletedForId is { } forWhom ? names[forWhom] : null);
    }

    /// <summary>In whose place the signed-in person does a task of theirs.</summary>
    /// <returns>Null when they are asked themselves.</returns>
    public async Task<Substitution?> ForWhomAsync(WorkItem task, CancellationToken cancellationToken)
    {
        if (task.IsAddressedTo(actor.Id, actor.Roles, isOwnCase: false))
        {
            return null;
        }

        foreach (var substitution in await substitutions.ReadMineAsync(cancellationToken))
        {
            if (await db.WorkItems.Where(item => item.Id == task.Id).AnyAsync(CoveredBy(substitution), cancellationToken))
            {
                return substitution;
            }
        }

        return null;
    }

    private Expression<Func<WorkItem, bool>> CoveredBy(Substitution substitution)
    {
        var (delegator, roles) = (substitution.DelegatorId, substitution.Roles);
        Expression<Func<WorkItem, bool>> theirs = item => item.AssigneeId == delegator || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole));
        switch (substitution.Scope.Kind)
        {
            case DelegationScope.EverythingCode:
                return theirs;
            case DelegationScope.RoleCode:
                var role = substitution.Scope.Key;
                var holds = roles.Contains(role, StringComparer.Ordinal);
                return item => holds && item.AssigneeRole == role;
            default:
                if (subjects.FindScope(substitution.Scope) is not { } found)
                {
                    return item => false;
                }

                var code = found.Type.Code;
                var within = found.Scope.Subjects(db, found.Key);
                return item => (item.AssigneeId == delegator || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole))) && item.SubjectKind == code && within.Contains(item.SubjectId);
        }
    }

    private static Expression<Func<WorkItem, bool>> Either(Expression<Func<WorkItem, bool>> one, Expression<Func<WorkItem, bool>> other) =>
        Expression.Lambda<Func<WorkItem, bool>>(Expression.OrElse(one.Body, Expression.Invoke(other, one.Parameters)), one.Parameters);
}
