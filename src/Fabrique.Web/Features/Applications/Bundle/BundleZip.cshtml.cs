using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Features.Applications.Bundle;

/// <summary>An application and the files joined to it, in one archive, for those who read it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class BundleZipModel(ApplicationDocuments documents, ApplicationBundle bundle, TimeProvider clock) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken cancellationToken)
    {
        if (await documents.TakeAsync(reference, cancellationToken) is not { } document)
        {
            return NotFound();
        }

        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"candidature-{document.Application.Reference}.zip");
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.Headers.CacheControl = "no-store";
        Response.ContentType = ApplicationBundle.MediaType;

        // The archive ends each of its parts by a small write that does not wait, even when it is asked to.
        HttpContext.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        try
        {
            await bundle.WriteAsync(document, clock.GetUtcNow().UtcDateTime, Response.Body, cancellationToken);
        }
        catch (Exception) when (Response.HasStarted)
        {
            // Whoever receives it sees that it is not whole.
            HttpContext.Abort();
            throw;
        }

        return new EmptyResult();
    }
}
