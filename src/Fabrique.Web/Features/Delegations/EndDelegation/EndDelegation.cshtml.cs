using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Delegations.EndDelegation;

/// <summary>Ends a « suppléance », after one has read whose it is.</summary>
[Authorize(Policies.SignedIn)]
public sealed class EndDelegationModel(DelegationReader reader, EndDelegationHandler handler, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public DelegationLine Line { get; private set; } = null!;

    public DelegationList List { get; private set; } = null!;

    /// <summary>Whether the reader comes from their own absences.</summary>
    public bool IsOwn => Line.DelegatorId == actor.Id || Line.SubstituteId == actor.Id;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new EndDelegation(Id), token),
        () =>
        {
            TempData.Confirm($"{(Line.Substitute is null ? "L’absence" : "La suppléance")} est {(Line.From > reader.Today ? "annulée" : "terminée")}.");
            return LocalRedirect(IsOwn ? DelegationLinks.Mine : DelegationLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Id, cancellationToken) is not { } line || !Delegation.IsFor(actor.Id, actor.Roles, line.DelegatorId, line.SubstituteId))
        {
            return false;
        }

        Line = line;
        List = new DelegationList([line], await reader.NameAsync([line], cancellationToken), actor, reader.Today);
        return true;
    }
}
