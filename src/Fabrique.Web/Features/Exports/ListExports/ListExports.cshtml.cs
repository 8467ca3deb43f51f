using Fabrique.Data;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Exports.ListExports;

/// <summary>« Mes exports »: those that are being written, and those that are ready until they expire.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListExportsModel(FabriqueDbContext db, Actor actor, ExportsOptions options, TimeProvider clock) : PageModel
{
    public const string Part = "exports";

    private const int PageSize = 20;

    private static readonly ListOrders<Export> Orders = new ListOrders<Export>().SettledBy(export => export.Id).By("date", export => export.AskedAt, isDescending: true);

    public PagedList<Export> List { get; private set; } = null!;

    public bool IsAnyUnderWay => List.Rows.Any(export => export.IsUnderWay);

    /// <summary>How long files are kept: « 72 heures », « 5 jours ».</summary>
    public string KeptFor => options.KeptFor.TotalHours > 96 ? $"{Math.Floor(options.KeptFor.TotalDays):0} jours" : options.KeptFor.TotalHours >= 1 ? $"{Math.Floor(options.KeptFor.TotalHours):0} heures" : $"{options.KeptFor.TotalMinutes:0} minutes";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var (me, now) = (actor.Id, clock.GetUtcNow().UtcDateTime);
        List = await PagedList.ReadAsync(
            db.Exports.Where(export => export.RequestedById == me && export.State != ExportState.Deleted && (export.ExpiresAt == null || export.ExpiresAt > now)),
            new ListAddress(Request),
            PageSize,
            Orders,
            export => export,
            cancellationToken);
        return LiveRequest.Part(Request) == Part ? Partial("/Features/Exports/_ExportList.cshtml", this) : Page();
    }
}
