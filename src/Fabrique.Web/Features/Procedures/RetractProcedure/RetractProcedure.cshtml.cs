using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Procedures.RetractProcedure;

[Authorize(Policies.Administrator)]
public sealed class RetractProcedureModel(ProcedureReader reader, RetractProcedureHandler handler, Actor actor) : ProcedurePage(reader, actor)
{
    [BindProperty]
    public string? InForceId { get; set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new RetractProcedure { DefinitionId = DefinitionId, InForceId = InForceId }, token),
        () =>
        {
            TempData.Confirm("La procédure est retirée\u00a0: aucune exécution ne démarre plus. Celles qui sont en cours continuent.");
            return LocalRedirect(ProcedureLinks.Show(DefinitionId));
        },
        cancellationToken);
}
