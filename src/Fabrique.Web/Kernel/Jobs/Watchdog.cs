namespace Fabrique.Web.Kernel.Jobs;

/// <summary>Waits for work no longer than it may take.</summary>
internal static class Watchdog
{
    /// <param name="work">Is asked to stop when its time is over, and no longer waited for.</param>
    /// <param name="bound">How long it may take.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Gives it up before.</param>
    /// <exception cref="TimeoutException">It took longer. It may still be running: what it saves has to be of no effect then.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, TimeSpan bound, TimeProvider clock, CancellationToken cancellationToken)
    {
        var patience = new CancellationTokenSource(bound, clock);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);

        // Asked of it before the work begins: once the work has ended, it is disposed of.
        var asked = stop.Token;

        // Elsewhere: what blocks without ever awaiting is given up too.
        var running = Task.Run(() => work(asked), CancellationToken.None);
        _ = running.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                stop.Dispose();
                patience.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            return await running.WaitAsync(asked);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Abandonné après {bound.TotalSeconds:0} secondes sans réponse.", late);
        }
    }
}
