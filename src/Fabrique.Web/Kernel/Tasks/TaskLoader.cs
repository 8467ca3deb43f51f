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
        var mine = db.WorkItems.Where(item => item.AssigneeId == id || (item.AssigneeRole != null && roles.Contains(item.AssigneeRole)));
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
}
