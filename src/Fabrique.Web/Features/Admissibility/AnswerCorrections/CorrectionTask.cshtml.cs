using Fabrique.Data;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.AnswerCorrections;

/// <summary>The task « Compléter votre candidature » is done on the application’s own page.</summary>
[Authorize(Policies.SignedIn)]
public sealed class CorrectionTaskModel(FabriqueDbContext db, TaskLoader tasks) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await tasks.FindMineAsync(id, AdmissibilityTasks.Corrections, cancellationToken) is not { } item)
        {
            return NotFound();
        }

        return LocalRedirect(ApplicationLinks.Corrections(await db.Applications.Where(application => application.Id == item.SubjectId).Select(application => application.Reference).SingleAsync(cancellationToken)));
    }
}
