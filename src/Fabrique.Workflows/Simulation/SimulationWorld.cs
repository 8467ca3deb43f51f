namespace Fabrique.Workflows;

/// <summary>
/// What surrounds the definition while one path of it is simulated: a scratch database, a virtual clock, invented people, something to be about. The host
/// builds one for each path; nothing of it is shared with the real database, nor with another path.
/// </summary>
public abstract class SimulationWorld : IAsyncDisposable
{
    /// <summary>
    /// A container of its own, with the runtime (<see cref="WorkflowServiceCollectionExtensions.AddWorkflowRuntime"/>), its simulation
    /// (<see cref="SimulationServiceCollectionExtensions.AddWorkflowSimulation"/>), an <see cref="IWorkflowDatabase"/> on the scratch database and the clock.
    /// </summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Prepares what the instance will be about.</summary>
    /// <param name="document">The definition that is simulated.</param>
    /// <param name="cancellationToken">Cancelled when the simulation is given up.</param>
    /// <returns>The start, with its correlation id; the simulation adds the inputs that it was given.</returns>
    public abstract ValueTask<StartRequest> BeginAsync(WorkflowDocument document, CancellationToken cancellationToken);

    /// <summary>Tells what was written for people since the last call: tasks, mails.</summary>
    /// <returns>The facts in order; the simulation adds the activity that they come from.</returns>
    public virtual IReadOnlyList<SimulationEvent> TakeFacts() => [];

    /// <summary>Does what is due beside the runtime, for example reminders.</summary>
    /// <param name="cancellationToken">Cancelled when the simulation is given up.</param>
    /// <returns>A task that ends when it is done.</returns>
    public virtual ValueTask RunDueAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Tells when something will be due beside the runtime.</summary>
    /// <param name="cancellationToken">Cancelled when the simulation is given up.</param>
    /// <returns>The earliest instant, UTC; null when nothing is planned.</returns>
    public virtual ValueTask<DateTime?> NextDueAsync(CancellationToken cancellationToken) => new((DateTime?)null);

    /// <summary>Tells when somebody answers who is asked now and takes some working days.</summary>
    /// <param name="instant">When they are asked, UTC.</param>
    /// <param name="days">How many working days they take.</param>
    /// <returns>When they answer, UTC. Without a calendar every day is worked.</returns>
    public virtual DateTime AfterWorkingDays(DateTime instant, int days) => instant.AddDays(days);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
