using Fabrique.Data;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.CreateCall;

/// <summary>A new call.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class CreateCallModel(FabriqueDbContext db, CreateCallHandler handler, TimeProvider clock) : CallSheetPage(db)
{
    /// <summary>Of the call that the form will make.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var sheet = ReadSheet();
        return SubmitAsync(
            token => handler.HandleAsync(new CreateCall { Id = Id, Version = Version, Slug = TypedAddress, Sheet = sheet }, token),
            call =>
            {
                TempData.Confirm("L’appel est préparé : personne ne le voit encore que l’équipe.");
                return LocalRedirect(CallLinks.Manage(call.Slug));
            },
            cancellationToken);
    }

    protected override void Fill()
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow());
        OpeningDay = ParisTime.DayOf(clock.GetUtcNow().UtcDateTime).AddDays(7);
        ClosingDay = OpeningDay.Value.AddDays(30);
    }

    protected override Task<bool> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    protected override async Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = await Db.Calls.Where(call => call.Id == Id).Select(call => (int?)call.Version).SingleOrDefaultAsync(cancellationToken);
    }
}
