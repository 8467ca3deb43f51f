namespace Fabrique.Workflows;

/// <summary>
/// One kind of step of a workflow. An activity object is shared and stateless: whatever it must remember between calls goes through its
/// <see cref="ActivityContext"/>. It writes business rows through the services of its context and never saves, commits or opens a transaction.
/// </summary>
public abstract class Activity
{
    /// <summary>
    /// Called when the flow reaches the activity. It either completes (<see cref="ActivityContext.Complete"/>) or waits
    /// (<see cref="ActivityContext.Wait"/>); an activity that does neither completes with <c>Done</c>.
    /// </summary>
    /// <param name="context">Inputs, variables, services and clock of this execution.</param>
    /// <returns>A task that ends with the call. An exception rolls the step back; it is retried, then becomes an incident.</returns>
    protected internal abstract ValueTask ExecuteAsync(ActivityContext context);

    /// <summary>Called when one of the bookmarks that the activity waits on is resumed. The bookmark is consumed; the others still stand until the activity completes.</summary>
    /// <param name="context">The same execution as the one that waited.</param>
    /// <param name="resumption">Which bookmark, and what came with it.</param>
    /// <returns>A task that ends with the call.</returns>
    protected internal virtual ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Called when the flow abandons a waiting activity (cancelled branch or instance), to withdraw what it asked of people.</summary>
    /// <param name="context">The same execution as the one that waited.</param>
    /// <returns>A task that ends with the call.</returns>
    protected internal virtual ValueTask CancelAsync(ActivityContext context) => ValueTask.CompletedTask;
}
