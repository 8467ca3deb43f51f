using Fabrique.Data;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Operations;

/// <summary>Resumes the waits of the procedures that are over, and the steps left for a retry or by a host that died.</summary>
public sealed class TimersJob(WorkflowRunner runner) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunDueTimersAsync(cancellationToken);

    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => runner.NextDueAsync(cancellationToken);
}

/// <summary>Deletes the procedures that ended long ago, as far as the settings allow, and the sessions ended so long ago that no copy of them is of use.</summary>
public sealed class RetentionJob(WorkflowRunner runner, FabriqueDbContext db) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Sessions live in real time, whatever the demonstration's clock says.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await db.EndedSessions.Where(session => session.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await runner.PurgeAsync(cancellationToken: cancellationToken);
    }

    // Nobody waits for it: time travel purges at each of its stops, and makes none for that alone.
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
}

/// <summary>Executes the signals that the request which wrote them could not.</summary>
public sealed class SignalsJob(WorkflowRunner runner) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunDueSignalsAsync(cancellationToken);

    // The timers' job tells it for all that is the runner's.
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
}

/// <summary>Makes the outside calls of the procedures, such as HTTP requests: apart, because a slow server must not hold up what else is due.</summary>
public sealed class CallsJob(WorkflowRunner runner) : IRecurringJob
{
    public Task RunAsync(CancellationToken cancellationToken) => runner.RunDueCallsAsync(cancellationToken);

    // The timers' job tells it for all that is the runner's.
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
}
