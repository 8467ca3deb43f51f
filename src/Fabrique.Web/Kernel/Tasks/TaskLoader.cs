using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Tasks;

/// <summary>Finds the tasks that are addressed to the signed-in person; anyone else's does not exist for them, nor what a role is asked to judge of their own case.</summary>
public sealed class TaskLoader(FabriqueDbContext db, Actor actor, SubjectTypes subjects)
{
    public Task<WorkItem?> FindMineAsync(Guid id, string kind, CancellationToken cancellationToken) =>
        Mine().SingleOrDefaultAsync(item => item.Id == id && item.Kind == kind, cancellationToken);

    /// <summary>As <see cref="WorkItem.IsAddressedTo"/> has it.</summary>
    public IQueryable<WorkItem> Mine()
    {
        var id = actor.Id;
        var roles = actor.Roles;
        return NotAboutMine(db.WorkItems.Where(item => item.AssigneeId == id || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole))), id);
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

    /// <summary>What others do in their place: what they entrusted, and what a colleague of theirs sees to.</summary>
    public IQueryable<WorkItem> AwaitedFromOthers()
    {
        var id = actor.Id;
        var mine = Mine().Where(item => item.Status == WorkItemStatus.Open && item.ClaimedById != null && item.ClaimedById != id).Select(item => item.Id);
        return db.WorkItems.Where(item => item.Status == WorkItemStatus.Open && (((item.AskedId == id || item.DelegatedById == id) && item.AssigneeId != id) || mine.Contains(item.Id)));
    }

    /// <summary>Everybody’s tasks, but those about the reader’s own cases.</summary>
    public IQueryable<WorkItem> Everybodys() => NotAboutMine(db.WorkItems, actor.Id);

    /// <summary>What they were asked, or entrusted, and is over without an act of theirs.</summary>
    public IQueryable<WorkItem> ClosedWithoutMe()
    {
        var id = actor.Id;
        var mine = Mine().Where(item => item.Status != WorkItemStatus.Open).Select(item => item.Id);
        return db.WorkItems.Where(item => item.Status != WorkItemStatus.Open && item.CompletedById != id && (item.AskedId == id || item.DelegatedById == id || mine.Contains(item.Id)));
    }

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
