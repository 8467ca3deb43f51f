using Fabrique.Data;
using Fabrique.Domain.Exports;
using Fabrique.Domain.Time;
using Fabrique.Web.Features.ErrorPages;
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
        var now = clock.GetUtcNow().UtcDateTime;
        var export = await db.Exports.AsNoTracking().SingleOrDefaultAsync(export => export.Id == id, cancellationToken);
        if (export is not null && export.RequestedById == actor.Id && export.State is ExportState.Ready && export.ExpiresAt is { } over && over <= now)
        {
            HttpContext.Items[ErrorModel.SentenceKey] = $"Ce fichier a expiré le {FrenchDate.Instant(over)}\u00a0: demandez un nouvel export.";
            return StatusCode(StatusCodes.Status410Gone);
        }

        if (export is null || !export.MayBeTaken(actor.Id, now) || folder.Open(id) is not { } content)
        {
            // Once destroyed nothing tells an expired export from one that never was, nor whose it was.
            HttpContext.Items[ErrorModel.SentenceKey] = "Ce fichier n’est pas, ou plus, à votre disposition\u00a0: un export est détruit quand son délai est passé. Redemandez-le depuis la liste d’où il vient.";
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
