using Fabrique.Data.Workflows;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Operations;

/// <summary>
/// Serves what procedures planned at its instant, where Hangfire comes by every fifteen seconds. Hangfire's jobs remain, as the net beneath: they claim the same rows.
/// </summary>
internal sealed class ProcedureClock(WorkflowRunner runner, DueNotices notices, ILogger<ProcedureClock> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(runner.ServeAsync(stoppingToken), HearAsync(stoppingToken));

    private async Task HearAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await notices.ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(failure, "What other processes plan is not heard for a while");
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
