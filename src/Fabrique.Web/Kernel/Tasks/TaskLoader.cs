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

        return NotAboutMine(db.WorkItems.Where(asked), id);
    }

    /// <summary>The tasks of the people whom they replace.</summary>
    /// <returns>Null when they replace nobody.</returns>
    public async Task<IQueryable<WorkItem>?> CoveredAsync(CancellationToken cancellationToken)
    {
        var covered = (await substitutions.ReadMineAsync(cancellationToken)).Select(CoveredBy).ToList();
        return covered.Count == 0 ? null : NotAboutMine(db.WorkItems.Where(covered.Aggregate(Either)), actor.Id);
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

    /// <summary>Who did a task, and in whose place.</summary>
    /// <returns>Null as long as nobody did.</returns>
    public async Task<string?> NameDoerAsync(WorkItem task, CancellationToken cancellationToken)
    {
        if (task.CompletedById is not { } doer)
        {
            return null;
        }

        var names = await db.StaffMembers
            .Where(person => person.Id == doer || person.Id == task.CompletedForId)
            .ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        return Acting.Name(names[doer], task.CompletedForId is { } forWhom ? names[forWhom] : null);
    }

    /// <summary>A task that is no longer theirs to do, but was.</summary>
    /// <param name="id">Of the task.</param>
    /// <param name="isAnswered">Whether they send something to do it: whoever had it until it last changed hands is then told, rather than that it does not exist.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    public Task<WorkItem?> FindHandedOnAsync(Guid id, bool isAnswered, CancellationToken cancellationToken)
    {
        var actorId = actor.Id;
        return db.WorkItems.SingleOrDefaultAsync(
            item => item.Id == id && item.AssigneeId != actorId && (item.AskedId == actorId || item.DelegatedById == actorId || (isAnswered && item.PreviousId == actorId)), cancellationToken);
    }

    /// <summary>A task that is theirs, or was: it may change hands between two queries, and is then looked for once more.</summary>
    /// <returns>The task, and whether it is theirs to do; null when it does not exist for them.</returns>
    public async Task<(WorkItem Item, bool IsMine)?> FindHeldAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            if (await (await MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == id, cancellationToken) is { } mine)
            {
                return (mine, true);
            }

            if (await FindHandedOnAsync(id, isAnswered: true, cancellationToken) is { } elsewhere)
            {
                return (elsewhere, false);
            }
        }

        return null;
    }

    /// <summary>What others do in their place: what they entrusted, and what a colleague of theirs sees to.</summary>
    public async Task<IQueryable<WorkItem>> AwaitedFromOthersAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var mine = (await MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Open && item.ClaimedById != null && item.ClaimedById != id).Select(item => item.Id);
        return db.WorkItems.Where(item => item.Status == WorkItemStatus.Open && (((item.AskedId == id || item.DelegatedById == id) && item.AssigneeId != id) || mine.Contains(item.Id)));
    }

    /// <summary>Everybody’s tasks, but those about the reader’s own cases.</summary>
    public IQueryable<WorkItem> Everybodys() => NotAboutMine(db.WorkItems, actor.Id);

    /// <summary>What they were asked, or entrusted, and is over without an act of theirs.</summary>
    public async Task<IQueryable<WorkItem>> ClosedWithoutMeAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var mine = (await MineAsync(cancellationToken)).Where(item => item.Status != WorkItemStatus.Open).Select(item => item.Id);
        return db.WorkItems.Where(item => item.Status != WorkItemStatus.Open && item.CompletedById != id && (item.AskedId == id || item.DelegatedById == id || mine.Contains(item.Id)));
    }

    private Expression<Func<WorkItem, bool>> CoveredBy(Substitution substitution)
    {
        var (delegator, roles) = (substitution.DelegatorId, substitution.Roles);
        switch (substitution.Scope.Kind)
        {
            case DelegationScope.EverythingCode:
                return item => item.AssigneeId == delegator || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole));
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

    private IQueryable<WorkItem> NotAboutMine(IQueryable<WorkItem> tasks, Guid id)
    {
        foreach (var (code, parties) in subjects.All.Select(type => (type.Code, Parties: type.Parties(db))))
        {
            if (parties is not null)
            {
                // Their own cases are few, and read once; asked task by task, they would be looked for as often as there are tasks.
                var own = parties.Where(party => party.PersonId == id).Select(party => party.SubjectId);
                tasks = tasks.Where(item => item.AssigneeId == id || item.Status != WorkItemStatus.Open || item.SubjectKind != code || !own.Contains(item.SubjectId));
            }
        }

        return tasks;
    }
}
