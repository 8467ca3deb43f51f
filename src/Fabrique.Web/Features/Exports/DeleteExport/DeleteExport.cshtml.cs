using Fabrique.Data;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Exports.DeleteExport;

/// <summary>Deletes an export, after one has read which.</summary>
[Authorize(Policies.SignedIn)]
public sealed class DeleteExportModel(FabriqueDbContext db, Actor actor, DeleteExportHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Export Export { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new DeleteExport(Id), token),
        () =>
        {
            TempData.Confirm("L’export est supprimé.");
            return LocalRedirect(ExportLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var me = actor.Id;
        if (await db.Exports.AsNoTracking().SingleOrDefaultAsync(export => export.Id == Id && export.RequestedById == me && export.State != ExportState.Deleted, cancellationToken) is not { } export)
        {
            return false;
        }

        Export = export;
        return true;
    }
}
