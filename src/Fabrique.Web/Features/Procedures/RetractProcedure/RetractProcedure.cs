using Fabrique.Domain;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.RetractProcedure;

/// <summary>Withdraws the version in force: no instance starts any more, those that run go on.</summary>
public sealed class RetractProcedureHandler(WorkflowCatalog catalog, ProcedureAudit audit)
{
    /// <param name="inForceId">The version that the page showed.</param>
    public async Task<Outcome> HandleAsync(string definitionId, string? inForceId, CancellationToken cancellationToken)
    {
        var inForce = await catalog.GetPublishedAsync(definitionId, cancellationToken);
        if (inForce is not null && inForce.Id != inForceId)
        {
            return new Refusal("procedure-changed", $"La version\u00a0{inForce.Version} a été publiée depuis l’affichage de cette page\u00a0: rien n’a été retiré. Relisez la page, puis décidez.");
        }

        if (inForce is not null && await catalog.RetractAsync(definitionId, cancellationToken))
        {
            await audit.RecordAsync(ProcedureAct.Retracted, definitionId, inForce.Version, $"a retiré la version\u00a0{inForce.Version} de «\u00a0{inForce.Name}\u00a0»");
        }

        return Outcome.Done;
    }
}
