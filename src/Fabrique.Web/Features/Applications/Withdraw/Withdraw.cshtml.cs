using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Applications.Withdraw;

[Authorize(Policies.SignedIn)]
public sealed class WithdrawModel(Actor actor, ApplicationLoader loader, WithdrawApplicationHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Application Application { get; private set; } = null!;

    public Refusal? WhyNotWithdraw { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new WithdrawApplication { ApplicationId = Application.Id }, token),
        () =>
        {
            TempData.Confirm("Votre candidature est retirée.");
            return LocalRedirect(ApplicationLinks.Show(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var application = await loader.FindMineAsync(Reference, cancellationToken);
        if (application is null)
        {
            return false;
        }

        Application = application;
        WhyNotWithdraw = application.MayWithdraw(actor.Id);
        return true;
    }
}
