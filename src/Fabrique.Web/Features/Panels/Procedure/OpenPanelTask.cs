using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>What is asked about a jury is done on its own pages: leads to the one; a juror to the next application that they have to assess.</summary>
[Authorize(Policies.SignedIn)]
public sealed class OpenPanelTaskModel(FabriqueDbContext db, TaskLoader tasks, PanelReader reader) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        string[] kinds = [.. PanelTasks.OfPanels.Select(kind => kind.Code)];
        if (await (await tasks.MineAsync(cancellationToken)).SingleOrDefaultAsync(item => item.Id == id && kinds.Contains(item.Kind), cancellationToken) is not { } item)
        {
            return NotFound();
        }

        return LocalRedirect(item.Kind switch
        {
            PanelTasks.Assigning => PanelLinks.Assignments(item.SubjectId),
            PanelTasks.Announcement => PanelLinks.Decisions(item.SubjectId),
            PanelTasks.Assessments => await NextAsync(item, cancellationToken) ?? PanelLinks.Show(item.SubjectId),
            _ => PanelLinks.Show(item.SubjectId),
        });
    }

    private async Task<string?> NextAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var panel = await reader.ReadAsync(item.SubjectId, cancellationToken);
        var juror = item.AskedId ?? item.AssigneeId;
        var duty = (await PanelDuties.ReadAsync(db, panel, reader.Today, cancellationToken)).FirstOrDefault(duty => duty.ReviewerId == juror);
        return duty is { Items: [var next, ..] } ? PanelLinks.Assess(panel.Id, next.Reference) : null;
    }
}
