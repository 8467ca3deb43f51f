using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls.AdvanceCall;

/// <summary>Says what the next step of a call means, and takes it.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class AdvanceCallModel(FabriqueDbContext db, AdvanceCallHandler handler) : CallPage(db)
{
    /// <summary>The step that the page showed.</summary>
    [BindProperty]
    public CallEvent? Event { get; set; }

    public CallStep? Step { get; private set; }

    public Refusal? WhyNot { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new AdvanceCall(Call.Id, ShownVersion, Event ?? CallEvent.Schedule), token),
        () =>
        {
            TempData.Confirm(CallSteps.Of(Event!.Value).Done);
            return LocalRedirect(CallLinks.Manage(Call.Slug));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        Event = Step?.Event;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Step = CallSteps.After(Call.Status);
        WhyNot = Step is null ? null : Call.MayAdvance(Step.Event, await AdvanceCallHandler.CountUndecidedAsync(Db, Call.Id, cancellationToken));
        return true;
    }
}
