using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.CreateCall;

/// <summary>A new call made after another one.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class DuplicateCallModel(FabriqueDbContext db, CreateCallHandler handler, TimeProvider clock) : CallSheetPage(db)
{
    // Time to read it again before it opens.
    private const int DaysAhead = 7;

    /// <summary>Of the call that the form will make.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var sheet = ReadSheet();
        return SubmitAsync(
            token => handler.HandleAsync(new CreateCall { Id = Id, Version = Version, Slug = TypedAddress, Sheet = sheet, ModelId = Call.Id }, token),
            call =>
            {
                TempData.Confirm($"L’appel est préparé d’après « {Call.Title} » : relisez-le avant de le programmer.");
                return LocalRedirect(CallLinks.Manage(call.Slug));
            },
            cancellationToken);
    }

    protected override void Fill()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow());
        Fill(Call.Sheet.MovedTo(ParisTime.DayOf(clock.GetUtcNow().UtcDateTime).AddDays(DaysAhead)), address: null);
    }

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = await Db.Calls.Where(call => call.Id == Id).Select(call => (int?)call.Version).SingleOrDefaultAsync(cancellationToken);
    }
}
