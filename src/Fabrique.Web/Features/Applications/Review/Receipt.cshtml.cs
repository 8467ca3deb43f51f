using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Review;

/// <summary>« Accusé de réception » : what was submitted, by whom, when, under which reference.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReceiptModel(FabriqueDbContext db, ApplicationLoader loader, LineManagers managers) : PageModel
{
    public Application Application { get; private set; } = null!;

    public CallForApplications Call { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    /// <summary>Whom the visa is, or will be, asked of; null when nobody is known.</summary>
    public string? Manager { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(reference, cancellationToken) is not { SubmittedAt: not null } application)
        {
            return NotFound();
        }

        Application = application;
        Call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        Applicant = await loader.PresentApplicantAsync(application, cancellationToken);
        Manager = (await managers.FindAsync(application, cancellationToken))?.FullName;
        return Page();
    }
}
