using Fabrique.Data;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Fabrique.Web.Platform.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Features.Exports.DownloadExport;

/// <summary>The file of an export, for whoever asked for it, until it expires. It is saved, never shown within the site.</summary>
[Authorize(Policies.SignedIn)]
public sealed class DownloadExportModel(FabriqueDbContext db, Actor actor, ExportFolder folder, DownloadTrail trail, TimeProvider clock) : PageModel
{
    private const string Nothing = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <param name="id">Of the export.</param>
    /// <param name="name">For whoever reads the address: the file has its own.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IActionResult> OnGetAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        if (await db.Exports.AsNoTracking().SingleOrDefaultAsync(export => export.Id == id, cancellationToken) is not { } export || !export.MayBeTaken(actor.Id, clock.GetUtcNow().UtcDateTime) || folder.Open(id) is not { } content)
        {
            return NotFound();
        }

        await trail.NoteAsync(nameof(Export), id, cancellationToken);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(export.FileName);
        Response.Headers.ContentDisposition = disposition.ToString();
        Response.Headers.ContentSecurityPolicy = Nothing;
        Response.Headers.CacheControl = "no-store";
        return File(content, TableFormat.Find(export.Format)?.MediaType ?? "application/octet-stream");
    }
}
