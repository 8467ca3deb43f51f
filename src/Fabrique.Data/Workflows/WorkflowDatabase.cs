using System.Collections.Concurrent;
using System.Data.Common;
using Fabrique.Data.Auditing;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

/// <summary>Lends the product's database to the workflow runtime: one scope, one context, one transaction for each step.</summary>
public sealed class WorkflowDatabase(IServiceScopeFactory scopes) : IWorkflowDatabase
{
    // SQLite has one writer. Waiting here in turn costs nothing; waiting inside SQLite sleeps and lets others overtake.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Writers = new(StringComparer.Ordinal);
    private readonly Lazy<WorkflowDatabaseEngine> _engine = new(() =>
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.IsNpgsql() ? WorkflowDatabaseEngine.PostgreSql : WorkflowDatabaseEngine.Sqlite;
    });

    public WorkflowDatabaseEngine Engine => _engine.Value;

    public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        SemaphoreSlim? writer = null;
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            if (Engine == WorkflowDatabaseEngine.Sqlite)
            {
                var gate = Writers.GetOrAdd(db.Database.GetDbConnection().DataSource, _ => new SemaphoreSlim(1, 1));
                await gate.WaitAsync(cancellationToken);
                writer = gate;
            }

            return new Step(scope, db, await db.Database.BeginTransactionAsync(cancellationToken), writer);
        }
        catch
        {
            writer?.Release();
            await scope.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            await db.Database.OpenConnectionAsync(cancellationToken);
            return new Reading(scope, db);
        }
        catch
        {
            await scope.DisposeAsync();
            throw;
        }
    }

    private sealed class Reading(AsyncServiceScope scope, FabriqueDbContext db) : IReadSession
    {
        public DbConnection Connection => db.Database.GetDbConnection();

        public async ValueTask DisposeAsync()
        {
            await db.Database.CloseConnectionAsync();
            await scope.DisposeAsync();
        }
    }

    private sealed class Step(AsyncServiceScope scope, FabriqueDbContext db, IDbContextTransaction transaction, SemaphoreSlim? writer) : IStepTransaction
    {
        public IServiceProvider Services => scope.ServiceProvider;

        public DbConnection Connection => db.Database.GetDbConnection();

        public DbTransaction Transaction => transaction.GetDbTransaction();

        public IReadOnlyList<string> WrittenSignals => (scope.ServiceProvider.GetService<IWorkflowSignals>() as WorkflowSignals)?.TakeWritten() ?? [];

        public void SetUseCase(string useCase)
        {
            if (scope.ServiceProvider.GetService<AuditScope>() is { } audit)
            {
                audit.UseCase = useCase;
            }
        }

        public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) => db.SaveChangesAsync(cancellationToken);

        public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            try
            {
                await transaction.DisposeAsync();
                await scope.DisposeAsync();
            }
            finally
            {
                writer?.Release();
            }
        }
    }
}
