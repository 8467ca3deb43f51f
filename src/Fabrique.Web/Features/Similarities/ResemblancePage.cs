using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Similarities;

/// <summary>A page about what an application is close to: for the staff of the Fabrique, and never for those who have the idea.</summary>
public abstract class ResemblancePage(Actor actor, ApplicationLoader loader) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Application Application { get; private set; } = null!;

    /// <summary>Whether the reader may change anything: an auditor may not.</summary>
    public bool MayAct => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    /// <summary>Whether the reader may propose a product instead.</summary>
    public bool MayRedirect => MayAct && Application.MayBeRedirected(actor.Id) is null;

    protected Actor Actor => actor;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!actor.IsStaff || await loader.FindReadableAsync(Reference, cancellationToken) is not { SubmittedAt: not null } application || application.IsOwnCaseOf(actor.Id))
        {
            return false;
        }

        Application = application;
        return true;
    }
}
