using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>A scratch world with the library's activities only.</summary>
internal sealed class TrialWorld : SimulationWorld
{
    private readonly ScratchDatabase _database = new();
    private readonly ServiceProvider _services;

    public TrialWorld(SimulationClock clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddWorkflowRuntime();
        services.AddFabriqueData(_database.Options).AddWorkflowDatabase().AddWorkflowSimulation(clock);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public override IServiceProvider Services => _services;

    /// <summary>It is about the name of the whole definition.</summary>
    public override ValueTask<StartRequest> BeginAsync(WorkflowDocument document, CancellationToken cancellationToken) =>
        new(new StartRequest(document.DefinitionId) { CorrelationId = $"{document.Name}, {ActivitiesOf(document)} activités" });

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }

    private static int ActivitiesOf(WorkflowDocument document) => document.Root?["activities"]?.AsArray().Count ?? 0;
}
