using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Simulation;

/// <summary>Simulates procedures of the product: a file, or any stored version, draft included.</summary>
public sealed class ProcedureSimulator(ModuleSet modules, MessageRenderer renderer, WorkflowDefinitionStore definitions)
{
    /// <summary>Definitions that may come along: more than an incubator draws.</summary>
    private const int MostOthers = 500;

    private const int MostDirectors = 50;

    /// <exception cref="UnknownAnswerException">A scripted answer names what the definition does not have.</exception>
    public Task<SimulationReport> SimulateAsync(SimulationRequest request, CancellationToken cancellationToken) => SimulateAsync(request, new SimulationCast(), cancellationToken);

    /// <exception cref="UnknownAnswerException">A scripted answer names what the definition does not have.</exception>
    public Task<SimulationReport> SimulateAsync(SimulationRequest request, SimulationCast cast, CancellationToken cancellationToken)
    {
        var opinions = new[] { request.Document }.Concat(request.Others).Max(document => SimulatedSubjects.MostWritten(document, "opinionsNeeded"));
        cast = cast with { Directors = Math.Clamp(opinions, cast.Directors, MostDirectors) };

        // A simulation is given up in real time, whatever the demonstration's clock says.
        var simulator = new WorkflowSimulator((clock, _) => new(new ProductWorld(clock, modules, renderer, cast)), TimeProvider.System);
        return simulator.SimulateAsync(request, cancellationToken);
    }

    /// <summary>The simulation of a stored version, among the published definitions.</summary>
    /// <returns>The request, to be completed; null when there is no such version.</returns>
    public async Task<SimulationRequest?> FindVersionAsync(string versionId, DateTime startsAt, CancellationToken cancellationToken)
    {
        if (await definitions.GetVersionAsync(versionId, cancellationToken) is not { } version)
        {
            return null;
        }

        return Among(await ReadPublishedAsync(cancellationToken), WorkflowDocument.Parse(version.Json), startsAt);
    }

    /// <summary>The definitions that are published.</summary>
    public async Task<IReadOnlyList<WorkflowDocument>> ReadPublishedAsync(CancellationToken cancellationToken)
    {
        var published = await definitions.FindAsync(new WorkflowVersionFilter { Which = WorkflowVersions.Published, Take = MostOthers }, cancellationToken);
        return [.. published.Items.Select(version => WorkflowDocument.Parse(version.Json))];
    }

    /// <summary>The simulation of a definition, among others.</summary>
    /// <returns>The request, to be completed.</returns>
    public static SimulationRequest Among(IReadOnlyList<WorkflowDocument> published, WorkflowDocument document, DateTime startsAt) =>
        new(document, startsAt) { Others = [.. published.Where(other => other.DefinitionId != document.DefinitionId)] };
}
