using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Pdf;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Applications.Bundle;

/// <summary>An application as a PDF, for those who read it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class BundlePdfModel(ApplicationDocuments documents, TimeProvider clock) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (await documents.TakeAsync(reference, cancellationToken) is not { } document)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        return File(document.ToPdf(clock.GetUtcNow().UtcDateTime), PdfText.MediaType, document.PdfName);
    }
}
