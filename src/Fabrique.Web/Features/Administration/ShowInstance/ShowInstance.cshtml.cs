using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Common;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Administration.ShowInstance;

/// <summary>One instance: what it waits for, its incidents, its journal; an administrator may have the step of an incident executed again.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ShowInstanceModel(IWorkflowRuntime runtime, Actor actor) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? IncidentId { get; set; }

    public InstanceOutlook Outlook { get; private set; } = null!;

    public IReadOnlyList<JournalRecord> Journal { get; private set; } = [];

    public bool MayRetry { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(CancellationToken cancellationToken)
    {
        if (!actor.IsInRole(AppRoles.Administrator))
        {
            return Forbid();
        }

        return await SubmitAsync(
            RetryAsync,
            () =>
            {
                TempData.Confirm("L’étape est exécutée de nouveau.");
                return LocalRedirect(AdministrationLinks.Instance(Id));
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var outlook = await runtime.GetOutlookAsync(Id, cancellationToken);
        if (outlook is null)
        {
            return false;
        }

        Outlook = outlook;
        Journal = await runtime.GetJournalAsync(Id, cancellationToken);
        MayRetry = actor.IsInRole(AppRoles.Administrator);
        return true;
    }

    private async Task<Outcome> RetryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await runtime.RetryIncidentAsync(Id, IncidentId ?? "", cancellationToken);
            return Outcome.Done;
        }
        catch (WorkflowNotFoundException)
        {
            return new Refusal("incident-closed", "Cet incident n’est plus ouvert : quelqu’un l’a déjà traité.");
        }
    }
}
