using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.StopInstances;

/// <summary>An administrator stops all instances of a procedure that are not over.</summary>
public sealed record StopInstances
{
    public required string DefinitionId { get; init; }

    /// <summary>Whether no instance may start any more either.</summary>
    public required bool Retracts { get; init; }
}

/// <summary>What is asked is written with its trace; the runtime then stops the instances by itself, a bounded number at a time, until none is left.</summary>
public sealed class StopInstancesHandler(UseCaseRunner runner, WorkflowPublisher publisher, IWorkflowSignals signals, ProcedureReader reader, ProcedureAudit audit) : Handler<StopInstances>(runner)
{
    protected override async Task<Outcome> ActAsync(StopInstances input, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(input.DefinitionId, cancellationToken) is not { } procedure)
        {
            return new Refusal("procedure-unknown", "Cette procédure n’existe plus.");
        }

        if (input.Retracts && procedure.InForce is { } inForce && await publisher.RetractAsync(input.DefinitionId, cancellationToken))
        {
            await audit.RecordAsync(ProcedureAct.Retracted, input.DefinitionId, inForce.Version, $"a retiré la version\u00a0{inForce.Version} de «\u00a0{procedure.Name}\u00a0»");
        }

        if (procedure.HasUnfinished)
        {
            signals.CancelAll(input.DefinitionId);
            await audit.RecordAsync(ProcedureAct.Stopped, input.DefinitionId, null, $"a arrêté toutes les exécutions de «\u00a0{procedure.Name}\u00a0» ({ProcedureLabels.UnfinishedOf(procedure)})");
        }

        return Outcome.Done;
    }
}
