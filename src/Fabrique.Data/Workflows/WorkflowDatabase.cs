using System.Collections.Concurrent;
using System.Data.Common;
using Fabrique.Data.Auditing;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

/// <summary>
/// Lends the product's database to the workflow runtime: one connection and one transaction for each step. The scope and its
/// <see cref="FabriqueDbContext"/> join them when an activity asks for its services; a step that only moves an instance does without.
/// </summary>
public sealed class WorkflowDatabase : IWorkflowDatabase, IDisposable
{
    // SQLite has one writer. Waiting here in turn costs nothing; waiting inside SQLite sleeps and lets others overtake.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Writers = new(StringComparer.Ordinal);
    private readonly IServiceScopeFactory _scopes;
    private readonly Lazy<Lender> _lender;

    public WorkflowDatabase(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _lender = new Lazy<Lender>(() => new Lender(scopes));
    }

    public WorkflowDatabaseEngine Engine => _lender.Value.IsPostgreSql ? WorkflowDatabaseEngine.PostgreSql : WorkflowDatabaseEngine.Sqlite;

    public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken)
    {
        var lender = _lender.Value;
        if (lender.IsPostgreSql)
        {
            return new Step(_scopes, lender, await lender.BorrowAsync(cancellationToken), null);
        }

        var writer = Writers.GetOrAdd(lender.DataSource, _ => new SemaphoreSlim(1, 1));
        await writer.WaitAsync(cancellationToken);
        Step? step = null;
        try
        {
            step = new Step(_scopes, lender, await lender.BorrowAsync(cancellationToken), writer);
            step.Begin();
            return step;
        }
        catch
        {
            if (step is not null)
            {
                await step.DisposeAsync();
            }
            else
            {
                writer.Release();
            }

            throw;
        }
    }

    public async ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken)
    {
        var lender = _lender.Value;
        return new Reading(lender, await lender.BorrowAsync(cancellationToken));
    }

    public void Dispose()
    {
        if (_lender.IsValueCreated)
        {
            _lender.Value.Dispose();
        }
    }

    /// <summary>
    /// Opens connections as the product's context does. PostgreSQL's driver keeps its own idle ones with their prepared statements; SQLite's forgets
    /// the statements with the connection, so a few are kept open here.
    /// </summary>
    private sealed class Lender : IDisposable
    {
        private const int Kept = 8;
        private readonly IServiceScopeFactory _scopes;
        private readonly IServiceScope _scope;
        private readonly DbConnection _template;
        private readonly ConcurrentBag<Loan> _idle = [];
        private volatile bool _isDisposed;

        public Lender(IServiceScopeFactory scopes)
        {
            _scopes = scopes;
            _scope = scopes.CreateScope();
            var db = _scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            _template = db.Database.GetDbConnection();
            IsPostgreSql = db.Database.IsNpgsql();
            DataSource = _template.DataSource;
            IsWatched = _scope.ServiceProvider.GetServices<IInterceptor>().Any(interceptor => interceptor is IDbTransactionInterceptor);
        }

        public bool IsPostgreSql { get; }

        public string DataSource { get; }

        /// <summary>Whether somebody wants to hear of every commit.</summary>
        public bool IsWatched { get; }

        public async ValueTask<Loan> BorrowAsync(CancellationToken cancellationToken)
        {
            if (IsPostgreSql)
            {
                var connection = (DbConnection)((ICloneable)_template).Clone();
                try
                {
                    await connection.OpenAsync(cancellationToken);
                    return new Loan(connection, null);
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            }

            return _idle.TryTake(out var kept) ? kept : await OpenAsync(cancellationToken);
        }

        public async ValueTask ReturnAsync(Loan loan)
        {
            if (!IsPostgreSql && !_isDisposed && _idle.Count < Kept && loan.Connection.State == System.Data.ConnectionState.Open)
            {
                _idle.Add(loan);
                if (!_isDisposed || !_idle.TryTake(out loan!))
                {
                    return;
                }
            }

            await loan.DisposeAsync();
        }

        public void Dispose()
        {
            _isDisposed = true;
            while (_idle.TryTake(out var kept))
            {
                kept.Connection.Dispose();
                kept.Scope?.Dispose();
            }

            _scope.Dispose();
        }

        // A context of its own opens it: with the pragmas and functions that the product's queries count on.
        private async Task<Loan> OpenAsync(CancellationToken cancellationToken)
        {
            var scope = _scopes.CreateAsyncScope();
            try
            {
                var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
                await db.Database.OpenConnectionAsync(cancellationToken);
                return new Loan(db.Database.GetDbConnection(), scope);
            }
            catch
            {
                await scope.DisposeAsync();
                throw;
            }
        }
    }

    private sealed record Loan(DbConnection Connection, AsyncServiceScope? Scope) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Connection.DisposeAsync();
            if (Scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
    }

    private sealed class Reading(Lender lender, Loan loan) : IReadSession
    {
        public DbConnection Connection => loan.Connection;

        public ValueTask DisposeAsync() => lender.ReturnAsync(loan);
    }

    private sealed class Step(IServiceScopeFactory scopes, Lender lender, Loan loan, SemaphoreSlim? writer) : IStepTransaction
    {
        private DbTransaction? _transaction;
        private AsyncServiceScope? _scope;
        private FabriqueDbContext? _db;
        private IDbContextTransaction? _joined;
        private string _useCase = "";
        private bool _isCommitted;

        public IServiceProvider Services
        {
            get
            {
                Join();
                return _scope!.Value.ServiceProvider;
            }
        }

        public DbConnection Connection => loan.Connection;

        public DbTransaction Transaction => _transaction ?? Begin();

        public IReadOnlyList<string> WrittenSignals => (_scope?.ServiceProvider.GetService<IWorkflowSignals>() as WorkflowSignals)?.TakeWritten() ?? [];

        public DbTransaction Begin() => _transaction = Connection.BeginTransaction();

        public void SetUseCase(string useCase)
        {
            _useCase = useCase;
            if (_scope is not null)
            {
                TellAudit();
            }
        }

        public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) => _db is null ? Task.CompletedTask : _db.SaveChangesAsync(cancellationToken);

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            if (lender.IsWatched)
            {
                Join();
            }

            if (_joined is not null)
            {
                await _joined.CommitAsync(cancellationToken);
            }
            else if (_transaction is not null)
            {
                await _transaction.CommitAsync(cancellationToken);
            }

            _isCommitted = true;
        }

        public async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
        {
            if (lender.IsWatched || _joined is not null)
            {
                last.Transaction = Transaction;
                await last.ExecuteNonQueryAsync(cancellationToken);
                await CommitAsync(cancellationToken);
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
            _isCommitted = true;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_scope is { } scope)
                {
                    await scope.DisposeAsync();
                }

                if (_transaction is not null)
                {
                    await _transaction.DisposeAsync();
                }

                await lender.ReturnAsync(loan);
            }
            finally
            {
                writer?.Release();
            }
        }

        private void Join()
        {
            if (_scope is not null)
            {
                return;
            }

            if (_isCommitted)
            {
                throw new InvalidOperationException("The step is committed: its services are gone.");
            }

            _scope = scopes.CreateAsyncScope();
            TellAudit();
            _db = _scope.Value.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            _db.Database.SetDbConnection(Connection, contextOwnsConnection: false);
            _joined = _db.Database.UseTransaction(Transaction);
        }

        private void TellAudit()
        {
            if (_scope!.Value.ServiceProvider.GetService<AuditScope>() is { } audit)
            {
                audit.UseCase = _useCase;
            }
        }
    }
}
