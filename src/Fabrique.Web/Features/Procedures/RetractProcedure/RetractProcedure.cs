using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.RetractProcedure;

/// <summary>An administrator withdraws the version in force: no instance starts any more, those that run go on.</summary>
public sealed record RetractProcedure
{
    public required string DefinitionId { get; init; }

    /// <summary>The version that the page showed.</summary>
    public required string? InForceId { get; init; }
}

public sealed class RetractProcedureHandler(UseCaseRunner runner, WorkflowCatalog catalog, ProcedureAudit audit) : Handler<RetractProcedure>(runner)
{
    protected override async Task<Outcome> ActAsync(RetractProcedure input, CancellationToken cancellationToken)
    {
        if (await catalog.GetVersionAsync(input.InForceId ?? "", cancellationToken) is not { } shown || shown.DefinitionId != input.DefinitionId)
        {
            return Changed;
        }

        try
        {
            if (await catalog.RetractAsync(shown.DefinitionId, shown.Id, cancellationToken))
            {
                await audit.RecordAsync(ProcedureAct.Retracted, shown.DefinitionId, shown.Version, $"a retiré la version\u00a0{shown.Version} de «\u00a0{shown.Name}\u00a0»");
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
