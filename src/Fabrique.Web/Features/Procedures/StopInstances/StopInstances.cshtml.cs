using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.StopInstances;

/// <summary>Stops all instances of a procedure, after one has read how many.</summary>
[Authorize(Policies.Administrator)]
public sealed class StopInstancesModel(ProcedureReader reader, StopInstancesHandler handler, Actor actor) : ProcedurePage(reader, actor)
{
    [BindProperty]
    public bool Retracts { get; set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new StopInstances { DefinitionId = DefinitionId, Retracts = Retracts }, token),
        () =>
        {
            TempData.Confirm($"L’arrêt est demandé\u00a0: les exécutions s’arrêtent l’une après l’autre.{(Retracts ? " La procédure est retirée\u00a0: aucune exécution ne démarre plus." : "")}");
            return LocalRedirect(ProcedureLinks.Show(DefinitionId));
        },
        cancellationToken);
}
