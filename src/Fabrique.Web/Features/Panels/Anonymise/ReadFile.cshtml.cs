using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Anonymise;

/// <summary>A joined file that may be read without names, under a name that tells nothing. It is saved, never shown within the site.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReadFileModel(UnnamedReader reader, StoredFiles stored, FileStore store) : PageModel
{
    private const string Nothing = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public async Task<IActionResult> OnGetAsync(Guid id, string reference, int number, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, reference, cancellationToken) is not { Item.IsUnnamed: true, Sheet: { } sheet }
            || sheet.ShownFiles.FirstOrDefault(one => one.Number == number).File is not { } shown
            || (await stored.ListAsync(new FilesValue(new([shown])), cancellationToken)) is not [{ MayBeRead: true } file]
            || store.Open(file.Digest) is not { } content)
        {
            return NotFound();
        }

        Response.Headers.ContentSecurityPolicy = Nothing;
        Response.Headers.CacheControl = "no-store";
        return File(content, file.Type.MediaType, $"{sheet.Application.Reference}-piece-{number}.{file.Type.Extensions[0]}");
    }
}
