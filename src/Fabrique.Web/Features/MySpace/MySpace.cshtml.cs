using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Products;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Work.ListTasks;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.MySpace;

public sealed record ApplicationLine(string Reference, string Title, string Call, ApplicationStatus Status);

public sealed record ProductLine(string Ghid, string Name, PhaseCode Phase, DateOnly? CycleEndsOn);

/// <summary>« Mon espace »: what is asked of me, what I proposed, what I make.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MySpaceModel(FabriqueDbContext db, Actor actor, TaskLoader tasks, TimeProvider clock) : PageModel
{
    public IReadOnlyList<TaskLine> Tasks { get; private set; } = [];

    public IReadOnlyList<ApplicationLine> Applications { get; private set; } = [];

    public IReadOnlyList<ProductLine> Products { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var now = clock.GetUtcNow().UtcDateTime;
        Tasks = await tasks.Mine()
            .Where(item => item.Status == WorkItemStatus.Open)
            .OrderBy(item => item.DueAt)
            .Select(item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, item.DueAt < now, null))
            .ToListAsync(cancellationToken);
        Applications = await (
            from application in db.Applications
            where application.ApplicantId == id
            join call in db.Calls on application.CallId equals call.Id
            orderby application.CreatedAt descending
            select new ApplicationLine(application.Reference, application.Title, call.Title, application.Status)).ToListAsync(cancellationToken);
        Products = await db.Products
            .Where(product => product.Missions.Any(mission => mission.StaffMemberId == id))
            .OrderBy(product => product.Name)
            .Select(product => new ProductLine(
                product.Ghid,
                product.Name,
                product.Phase,
                product.Cycles.Where(cycle => cycle.Status == CycleStatus.InProgress).Select(cycle => (DateOnly?)cycle.EndsOn).FirstOrDefault()))
            .ToListAsync(cancellationToken);
    }
}
