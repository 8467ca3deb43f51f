using Fabrique.Data.Auditing;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Setup;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Kernel.Jobs;

public sealed class WatchdogTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task A_job_that_hangs_is_asked_to_stop_and_does_not_keep_its_name()
    {
        var hung = new HungJob();
        await using var services = new ServiceCollection().AddSingleton(hung).AddLogging().AddSingleton<TimeProvider>(clock).AddSingleton<JobFailures>().BuildServiceProvider();
        var atWork = new JobsAtWork();
        var runner = new RecurringJobRunner(
            services,
            new RecurringJobs([new RecurringJobLine("hung", RecurringJobs.EveryMinute, typeof(HungJob), 1, "Attendre")]),
            new AuditScope(),
            atWork,
            services.GetRequiredService<JobFailures>(),
            clock);

        var run = runner.RunAsync("hung", CancellationToken.None);
        var asked = await hung.Begun.Task;
        clock.Advance(((IRecurringJob)hung).Bound - TimeSpan.FromSeconds(1));
        Assert.False(run.IsCompleted);
        Assert.False(atWork.TryBegin("hung"));
        clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TimeoutException>(() => run);

        Assert.True(asked.IsCancellationRequested);
        Assert.True(atWork.TryBegin("hung"));
    }

    [Fact]
    public async Task What_ends_in_time_gives_its_answer_and_what_is_stopped_says_so()
    {
        Assert.Equal(42, await Watchdog.RunAsync(_ => Task.FromResult(42), TimeSpan.FromMinutes(1), clock, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Watchdog.RunAsync<int>(_ => throw new InvalidOperationException(), TimeSpan.FromMinutes(1), clock, CancellationToken.None));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Watchdog.RunAsync(_ => new TaskCompletionSource<int>().Task, TimeSpan.FromMinutes(1), clock, stop.Token));
    }

    [Fact]
    public async Task What_ends_before_it_is_waited_for_gives_its_answer()
    {
        // On another thread, it ends before or after its watchdog has begun to wait: both ways are met within so many.
        for (var number = 0; number < 300_000; number++)
        {
            Assert.Equal(number, await Watchdog.RunAsync(_ => Task.FromResult(number), TimeSpan.FromMinutes(1), clock, CancellationToken.None));
        }
    }

    private sealed class HungJob : IRecurringJob
    {
        public TaskCompletionSource<CancellationToken> Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RunAsync(CancellationToken cancellationToken)
        {
            Begun.SetResult(cancellationToken);
            return new TaskCompletionSource().Task;
        }

        public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
    }
}
