using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Fabrique.Data.Workflows;

/// <summary>
/// The one writer that SQLite has, lent in turn: waiting inside SQLite would sleep and let others overtake. While others wait, a step hands its
/// transaction over to the next instead of committing; the last one commits for all, and each is told that it is durable when it is.
/// </summary>
internal sealed class SqliteWriter
{
    /// <summary>Steps in one transaction: what the first of them waits for the disk, at worst.</summary>
    private const int MostTogether = 16;
    private static readonly ConcurrentDictionary<string, SqliteWriter> All = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiters = [];
    private bool _isTaken;

    public static SqliteWriter Of(ConnectionLender lender) => All.GetOrAdd(lender.DataSource, _ => new SqliteWriter());

    public async ValueTask<SqliteTurn> TakeTurnAsync(ConnectionLender lender, CancellationToken cancellationToken)
    {
        var shared = await WaitAsync(lender, cancellationToken);
        try
        {
            shared ??= await SharedTransaction.BeginAsync(lender, cancellationToken);
            return new SqliteTurn(this, shared);
        }
        catch
        {
            await PassOnAsync(shared);
            throw;
        }
    }

    /// <summary>Gives the turn and the transaction to the next, when there is one and it may have it.</summary>
    public bool TryHandOver(SharedTransaction shared)
    {
        lock (_lock)
        {
            while (shared.Members.Count < MostTogether && _waiters.TryPeek(out var next) && next.Lender == shared.Lender)
            {
                _waiters.Dequeue();
                if (next.Turn.TrySetResult(shared))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Gives the turn to the next; a transaction with members is handed over or committed first.</summary>
    public async ValueTask PassOnAsync(SharedTransaction? shared)
    {
        if (shared is not null)
        {
            if (shared.Members.Count > 0 && TryHandOver(shared))
            {
                return;
            }

            try
            {
                await shared.EndAsync();
            }
            finally
            {
                PassOn();
            }

            return;
        }

        PassOn();
    }

    private void PassOn()
    {
        lock (_lock)
        {
            while (_waiters.TryDequeue(out var next))
            {
                if (next.Turn.TrySetResult(null))
                {
                    return;
                }
            }

            _isTaken = false;
        }
    }

    private async ValueTask<SharedTransaction?> WaitAsync(ConnectionLender lender, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return null;
            }

            waiter = new Waiter(lender);
            _waiters.Enqueue(waiter);
        }

        await using (cancellationToken.UnsafeRegister(static (turn, token) => ((TaskCompletionSource<SharedTransaction?>)turn!).TrySetCanceled(token), waiter.Turn))
        {
            return await waiter.Turn.Task;
        }
    }

    private sealed record Waiter(ConnectionLender Lender)
    {
        public TaskCompletionSource<SharedTransaction?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A transaction and the steps that are complete in it, each waiting for its commit.</summary>
internal sealed class SharedTransaction
{
    private readonly Loan _loan;

    private SharedTransaction(ConnectionLender lender, Loan loan)
    {
        Lender = lender;
        _loan = loan;
        Transaction = ((SqliteConnection)loan.Connection).BeginTransaction();
    }

    public ConnectionLender Lender { get; }

    public SqliteTransaction Transaction { get; }

    public List<TaskCompletionSource> Members { get; } = [];

    public static async ValueTask<SharedTransaction> BeginAsync(ConnectionLender lender, CancellationToken cancellationToken)
    {
        var loan = await lender.BorrowAsync(cancellationToken);
        try
        {
            return new SharedTransaction(lender, loan);
        }
        catch
        {
            await lender.ReturnAsync(loan);
            throw;
        }
    }

    /// <summary>Commits for all members, whoever of them has lost patience.</summary>
    /// <param name="commit">How; plainly when null.</param>
    public async Task CommitAsync(Func<CancellationToken, Task>? commit)
    {
        try
        {
            await (commit is null ? Transaction.CommitAsync(CancellationToken.None) : commit(CancellationToken.None));
        }
        catch (Exception failure)
        {
            Fail(failure);
            throw;
        }

        Members.ForEach(member => member.SetResult());
        Members.Clear();
    }

    /// <summary>Commits what members wrote, or rolls back, and gives the connection back.</summary>
    public async ValueTask EndAsync()
    {
        try
        {
            if (Members.Count > 0)
            {
                await CommitAsync(null);
            }
        }
        catch (SqliteException)
        {
            // The members were told.
        }
        finally
        {
            await Transaction.DisposeAsync();
            await Lender.ReturnAsync(_loan);
        }
    }

    public void Fail(Exception failure)
    {
        Members.ForEach(member => member.SetException(failure));
        Members.Clear();
    }
}

/// <summary>The turn of one step at the writer.</summary>
internal sealed class SqliteTurn
{
    private const string Savepoint = "step";
    private readonly SqliteWriter _writer;
    private readonly SharedTransaction _shared;
    private readonly bool _hasSavepoint;
    private bool _isOver;

    public SqliteTurn(SqliteWriter writer, SharedTransaction shared)
    {
        _writer = writer;
        _shared = shared;
        if (shared.Members.Count > 0)
        {
            shared.Transaction.Save(Savepoint);
            _hasSavepoint = true;
        }
    }

    public SqliteTransaction Transaction => _shared.Transaction;

    public bool IsWatched => _shared.Lender.IsWatched;

    /// <param name="commit">How the context commits; null when it has not joined, and the next in turn may do it.</param>
    public async Task CommitAsync(Func<CancellationToken, Task>? commit)
    {
        if (commit is null)
        {
            if (_hasSavepoint)
            {
                Transaction.Release(Savepoint);
            }

            var member = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _shared.Members.Add(member);
            if (_writer.TryHandOver(_shared))
            {
                _isOver = true;
                await member.Task;
                return;
            }
        }

        await _shared.CommitAsync(commit);
    }

    public async ValueTask EndAsync()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        if (_shared.Members.Count > 0)
        {
            try
            {
                Transaction.Rollback(Savepoint);
                Transaction.Release(Savepoint);
            }
            catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
            {
                // SQLite gave the whole transaction up, and the members' work with it.
                _shared.Fail(failure);
            }
        }

        await _writer.PassOnAsync(_shared);
    }
}
