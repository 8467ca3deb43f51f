using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>How long things may last where the machine's speed must not decide.</summary>
internal static class Patience
{
    /// <summary>Only tells what hangs from what is slow on a busy machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Waits for something that ends by itself, on a thread of its own: what hangs may never give it back.</summary>
    public static Task<T> AwaitAsync<T>(Func<Task<T>> act) => Task.Run(act).WaitAsync(Limit);

    /// <summary>Evaluates an expression, which ends on the thread on which it begins.</summary>
    /// <returns>The failure, null when there is none; and what it took of the processor, whatever else the machine does, zero where the system does not tell.</returns>
    public static Task<(PermanentFailureException? Failure, TimeSpan Used)> EvaluateAsync(Func<ValueTask<object?>> evaluate) => AwaitAsync(() =>
    {
        var before = ScriptTime.Used();
        PermanentFailureException? failure = null;
        try
        {
            evaluate().AsTask().GetAwaiter().GetResult();
        }
        catch (PermanentFailureException exception)
        {
            failure = exception;
        }

        return Task.FromResult((failure, (ScriptTime.Used() - before) ?? TimeSpan.Zero));
    });
}
