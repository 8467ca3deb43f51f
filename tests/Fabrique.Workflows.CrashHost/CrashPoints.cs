using System.Diagnostics;

namespace Fabrique.Workflows.CrashHost;

/// <summary>Where in a transaction something happens.</summary>
public enum Moment
{
    /// <summary>It has just begun.</summary>
    Begin,

    /// <summary>The signal or incident that causes the step is taken out; nothing else is written.</summary>
    BeforeWrite,

    /// <summary>The activities have executed; the business rows are not written.</summary>
    BeforeBusinessRows,

    /// <summary>The business rows are written; those of the runtime are not.</summary>
    AfterBusinessRows,

    /// <summary>Everything is written.</summary>
    BeforeCommit,

    /// <summary>It is committed; nobody has been told.</summary>
    AfterCommit,
}

/// <summary>What happens there.</summary>
public enum Fault
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>The caller is told that the connection is lost.</summary>
    Throw,
}

/// <summary>An order to fail.</summary>
/// <param name="Fault">How.</param>
/// <param name="Moment">When in the transaction.</param>
/// <param name="UseCase">Of transactions of this use case; of any for <see cref="Any"/>.</param>
/// <param name="Nth">Which of them, from 1.</param>
public sealed record CrashOrder(Fault Fault, Moment Moment, string UseCase, int Nth)
{
    public const string Any = "*";
}

public sealed class LostConnectionException() : Exception("The connection was lost.");

/// <summary>Executes one order, once.</summary>
public sealed class CrashPoints
{
    private CrashOrder? _order;
    private int _left;

    public bool IsArmed => _order is not null;

    public void Arm(CrashOrder order)
    {
        _order = order;
        _left = order.Nth;
    }

    public bool Awaits(Moment moment, string useCase) => _order is { } order && order.Moment == moment && (order.UseCase == CrashOrder.Any || order.UseCase == useCase);

    public void Reach(Moment moment, string useCase)
    {
        if (!Awaits(moment, useCase) || Interlocked.Decrement(ref _left) != 0)
        {
            return;
        }

        var order = _order!;
        _order = null;
        if (order.Fault == Fault.Throw)
        {
            throw new LostConnectionException();
        }

        using var self = Process.GetCurrentProcess();
        self.Kill();
        self.WaitForExit();
    }
}
