using Fabrique.Domain;

namespace Fabrique.Web.Kernel.UseCases;

/// <summary>
/// Something that people do: one gesture, from a page, an activity or a script. It reads everything anew, asks the domain, changes, and answers; the runner
/// does what all of them need (<see cref="UseCaseRunner"/>). It neither saves nor kicks by itself, for it may be done again when somebody else was faster.
/// </summary>
public abstract class UseCase(UseCaseRunner runner)
{
    private const string Suffix = "Handler";

    /// <summary>How traces, logs and the audit trail call it.</summary>
    private string Name => GetType().Name.EndsWith(Suffix, StringComparison.Ordinal) ? GetType().Name[..^Suffix.Length] : GetType().Name;

    /// <summary>Whether what it reads and writes before the save has to be of one transaction with it, such as a number of a sequence.</summary>
    protected virtual bool IsInTransaction => false;

    private protected Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
        where T : IOutcome => runner.RunAsync(Name, IsInTransaction, act, cancellationToken);
}

/// <summary>A use case that is done or refused.</summary>
public abstract class Handler<TInput>(UseCaseRunner runner) : UseCase(runner)
{
    public Task<Outcome> HandleAsync(TInput input, CancellationToken cancellationToken) => RunAsync(token => ActAsync(input, token), cancellationToken);

    /// <summary>What is particular to it.</summary>
    protected abstract Task<Outcome> ActAsync(TInput input, CancellationToken cancellationToken);
}

/// <summary>A use case that gives something back.</summary>
public abstract class Handler<TInput, TResult>(UseCaseRunner runner) : UseCase(runner)
    where TResult : class
{
    public Task<Outcome<TResult>> HandleAsync(TInput input, CancellationToken cancellationToken) => RunAsync(token => ActAsync(input, token), cancellationToken);

    /// <summary>What is particular to it.</summary>
    protected abstract Task<Outcome<TResult>> ActAsync(TInput input, CancellationToken cancellationToken);
}
