using System.Data.Common;
using Fabrique.Data.Auditing;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Work;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

/// <summary>A step on a borrowed connection, which the product's context joins when it is needed.</summary>
internal abstract class WorkflowStep(IServiceScopeFactory scopes) : IStepTransaction
{
    private AsyncServiceScope? _scope;
    private FabriqueDbContext? _db;
    private string _useCase = "";

    public IServiceProvider Services
    {
        get
        {
            Join();
            return _scope!.Value.ServiceProvider;
        }
    }

    public abstract DbConnection Connection { get; }

    public abstract DbTransaction Transaction { get; }

    public IReadOnlyList<string> WrittenSignals => (_scope?.ServiceProvider.GetService<IWorkflowSignals>() as WorkflowSignals)?.TakeWritten() ?? [];

    /// <summary>The same transaction as the context sees it; null as long as nobody asked for the services.</summary>
    protected IDbContextTransaction? Joined { get; private set; }

    protected bool IsCommitted { get; set; }

    public StepWrites Writes => _db is null
        ? default
        : new(_db.ChangeTracker.Entries<OutgoingMail>().Count(entry => entry.State == EntityState.Added), _db.ChangeTracker.Entries<WorkItem>().Count(entry => entry.State == EntityState.Added));

    public void SetUseCase(string useCase)
    {
        _useCase = useCase;
        TellAudit();
    }

    public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) => _db is null ? Task.CompletedTask : _db.SaveChangesAsync(cancellationToken);

    public abstract Task CommitAsync(CancellationToken cancellationToken);

    public virtual async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
    {
        last.Transaction = Transaction;
        await last.ExecuteNonQueryAsync(cancellationToken);
        await CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        finally
        {
            await EndAsync();
        }
    }

    protected void Join()
    {
        if (_scope is not null)
        {
            return;
        }

        if (IsCommitted)
        {
            throw new InvalidOperationException("The step is committed: its services are gone.");
        }

        _scope = scopes.CreateAsyncScope();
        TellAudit();
        _db = _scope.Value.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        _db.Database.SetDbConnection(Connection, contextOwnsConnection: false);
        Joined = _db.Database.UseTransaction(Transaction);
    }

    /// <summary>Rolls back what is not committed and gives the connection back.</summary>
    protected abstract ValueTask EndAsync();

    private void TellAudit()
    {
        if (_scope?.ServiceProvider.GetService<AuditScope>() is { } audit)
        {
            audit.UseCase = _useCase;
        }
    }
}

/// <summary>A step on PostgreSQL. Its transaction begins with its first statement, or not at all when all of them are sent at once.</summary>
internal sealed class PostgresStep(IServiceScopeFactory scopes, ConnectionLender lender, Loan loan) : WorkflowStep(scopes)
{
    private DbTransaction? _transaction;

    public override DbConnection Connection => loan.Connection;

    public override DbTransaction Transaction => _transaction ??= Connection.BeginTransaction();

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (lender.IsWatched)
        {
            Join();
        }

        if (Joined is not null)
        {
            await Joined.CommitAsync(cancellationToken);
        }
        else if (_transaction is not null)
        {
            await _transaction.CommitAsync(cancellationToken);
        }

        IsCommitted = true;
    }

    public override async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
    {
        if (lender.IsWatched || Joined is not null)
        {
            await base.CommitAsync(last, cancellationToken);
            return;
        }

        // Statements sent together outside of a transaction are one; within, their commit travels with them and is not reached when one fails.
        if (_transaction is not null)
        {
            last.Transaction = _transaction;
            var commit = last.CreateBatchCommand();
            commit.CommandText = "COMMIT";
            last.BatchCommands.Add(commit);
        }

        await last.ExecuteNonQueryAsync(cancellationToken);
        IsCommitted = true;
    }

    protected override async ValueTask EndAsync()
    {
        try
        {
            if (_transaction is not null)
            {
                await _transaction.DisposeAsync();
            }
        }
        finally
        {
            await lender.ReturnAsync(loan);
        }
    }
}

/// <summary>A step on SQLite, one of those that share a transaction when several wait for the one writer.</summary>
internal sealed class SqliteStep(IServiceScopeFactory scopes, SqliteTurn turn) : WorkflowStep(scopes)
{
    public override DbConnection Connection => turn.Transaction.Connection!;

    public override DbTransaction Transaction => turn.Transaction;

    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (turn.IsWatched)
        {
            Join();
        }

        cancellationToken.ThrowIfCancellationRequested();
        await turn.CommitAsync(Joined is null ? null : Joined.CommitAsync);
        IsCommitted = true;
    }

    protected override ValueTask EndAsync() => turn.EndAsync();
}
