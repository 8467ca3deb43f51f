using Fabrique.Web.Features.Messages;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.Simulation;

/// <summary>Simulates procedures of the product: a file, or any version of the catalogue, draft included.</summary>
public sealed class ProcedureSimulator(MessageRenderer renderer, WorkflowCatalog catalog)
{
    // A simulation is given up in real time, whatever the demonstration's clock says.
    private readonly WorkflowSimulator simulator = new((clock, _) => new(new ProductWorld(clock, renderer)), TimeProvider.System);

    /// <exception cref="UnknownAnswerException">A scripted answer names what the definition does not have.</exception>
    public Task<SimulationReport> SimulateAsync(SimulationRequest request, CancellationToken cancellationToken) => simulator.SimulateAsync(request, cancellationToken);

    /// <summary>The simulation of a version of the catalogue, among the definitions published there.</summary>
    /// <returns>The request, to be completed; null when there is no such version.</returns>
    public async Task<SimulationRequest?> FindVersionAsync(string versionId, DateTime startsAt, CancellationToken cancellationToken)
    {
        if (await catalog.GetVersionAsync(versionId, cancellationToken) is not { } version)
        {
            return null;
        }

        var others = new List<WorkflowDocument>();
        foreach (var latest in await catalog.ListAsync(cancellationToken))
        {
            if (latest.DefinitionId != version.DefinitionId && await catalog.GetPublishedAsync(latest.DefinitionId, cancellationToken) is { } published)
            {
                others.Add(WorkflowDocument.Parse(published.Json));
            }
        }

        return new SimulationRequest(WorkflowDocument.Parse(version.Json), startsAt) { Others = others };
    }
}
