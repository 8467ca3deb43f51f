using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.DeleteCall;

/// <summary>Says what goes with a call, and does away with it.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class DeleteCallModel(FabriqueDbContext db, DeleteCallHandler handler) : CallPage(db)
{
    /// <summary>Why it cannot be; null when it can.</summary>
    public Refusal? WhyNot { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new DeleteCall(Call.Id, ShownVersion), token),
        () =>
        {
            TempData.Confirm($"« {Call.Title} » est supprimé.");
            return LocalRedirect(CallLinks.Management);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        WhyNot = Call.MayBeDeleted(await Db.Applications.CountAsync(application => application.CallId == Call.Id, cancellationToken));
        return true;
    }
}
