using Fabrique.Domain;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.RetractProcedure;

/// <summary>Withdraws the version in force: no instance starts any more, those that run go on.</summary>
public sealed class RetractProcedureHandler(WorkflowDefinitionStore definitions, WorkflowPublisher publisher, ProcedureAudit audit)
{
    /// <param name="inForceId">The version that the page showed.</param>
    public async Task<Outcome> HandleAsync(string definitionId, string? inForceId, CancellationToken cancellationToken)
    {
        if (await definitions.GetVersionAsync(inForceId ?? "", cancellationToken) is not { } shown || shown.DefinitionId != definitionId)
        {
            return Changed;
        }

        try
        {
            if (await publisher.RetractAsync(definitionId, shown.Id, cancellationToken))
            {
                await audit.RecordAsync(ProcedureAct.Retracted, definitionId, shown.Version, $"a retiré la version\u00a0{shown.Version} de «\u00a0{shown.Name}\u00a0»");
            }

            return Outcome.Done;
        }
        catch (WorkflowChangedException)
        {
            return Changed;
        }
    }

    private static Refusal Changed => new("procedure-changed", "La procédure a changé depuis l’affichage de cette page\u00a0: rien n’a été retiré. Relisez la page, puis décidez.");
}
