using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Features.Files.DownloadFile;

/// <summary>A file, for whoever may read what it is joined to, once the antivirus has nothing against it. It is saved, never shown within the site.</summary>
[Authorize(Policies.SignedIn)]
public sealed class DownloadFileModel(StoredFiles files, FileStore store) : PageModel
{
    private const string Nothing = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <param name="id">Of the file.</param>
    /// <param name="name">For whoever reads the address: the file has its own.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (await files.FindReadableAsync(id, cancellationToken) is not { MayBeRead: true } file || store.Open(file.Digest) is not { } content)
        {
            return NotFound();
        }

        // The header names the file in ASCII for old programs, and as it is (RFC 8187) for the others.
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.Headers.ContentSecurityPolicy = Nothing;
        Response.Headers.CacheControl = "no-store";
        return File(content, file.Type.MediaType);
    }
}
