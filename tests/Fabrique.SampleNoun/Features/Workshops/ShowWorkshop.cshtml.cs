using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Timelines;
using Fabrique.Web.Platform.Timelines;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.SampleNoun.Features.Workshops;

[Authorize(WorkshopsModule.ReadersPolicy)]
public sealed class ShowWorkshopModel(FabriqueDbContext db, Actor actor, TimelineReader timelines) : PageModel
{
    public Workshop Workshop { get; private set; } = null!;

    public TimelineModel Timeline { get; private set; } = null!;

    public ProcedureStanding Standing { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<Workshop>().SingleOrDefaultAsync(workshop => workshop.Id == id, cancellationToken) is not { } workshop)
        {
            return NotFound();
        }

        Workshop = workshop;
        (Timeline, Standing) = await timelines.ReadAsync(new Subject(WorkshopSubject.SubjectCode, id), actor.IsStaff, cancellationToken);
        return Page();
    }
}
