using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Procedures.ExportVersion;

/// <summary>A version as a file that Elsa imports.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ExportVersionModel(ProcedureReader reader) : PageModel
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    public async Task<IActionResult> OnGetAsync(string definitionId, int version, CancellationToken cancellationToken)
    {
        if ((await reader.FindAsync(definitionId, cancellationToken))?.Find(version) is not { } found
            || (await reader.OpenAsync([found], cancellationToken)).GetValueOrDefault(found.Id) is not { } opened)
        {
            return NotFound();
        }

        return File(
            JsonSerializer.SerializeToUtf8Bytes(opened.ToDocument().Model, Readable),
            "application/json",
            string.Create(CultureInfo.InvariantCulture, $"{definitionId}-v{version}.json"));
    }
}
