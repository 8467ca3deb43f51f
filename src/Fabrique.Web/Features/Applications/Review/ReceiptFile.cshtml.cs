using Fabrique.Data;
using Fabrique.Domain.Files;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Pdf;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Review;

/// <summary>The acknowledgement as a PDF, for those who have the application.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReceiptFileModel(FabriqueDbContext db, ApplicationLoader loader, StoredFiles files) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (await loader.FindMineAsync(reference, cancellationToken) is not { SubmittedAt: not null } application)
        {
            return NotFound();
        }

        var call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        var applicant = await loader.PresentApplicantAsync(application, cancellationToken);
        Domain.Forms.FormFile[] joined = [.. application.Answers.Values.Values.OfType<FilesValue>().SelectMany(value => value.Files)];
        IReadOnlyList<StoredFile> known = joined.Length == 0 ? [] : await files.ListAsync(new FilesValue(new(joined)), cancellationToken);
        return File(ReceiptText.Write(application, call, applicant, known), PdfText.MediaType, $"accuse-de-reception-{application.Reference}.pdf");
    }
}
