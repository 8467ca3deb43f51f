using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.DelegateSeat;

/// <summary>Ends a « suppléance » in a jury, after one has read whose it is.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class EndSeatDelegationModel(PanelReader reader, EndSeatDelegationHandler handler) : PanelPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    public PanelDelegation Delegation { get; private set; } = null!;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new EndSeatDelegation(Id, ShownVersion, Number), token),
        () =>
        {
            TempData.Confirm("La suppléance est terminée.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Panel.Delegations.FirstOrDefault(delegation => delegation.Number == Number) is not { } delegation)
        {
            return false;
        }

        Delegation = delegation;
        return true;
    }
}
