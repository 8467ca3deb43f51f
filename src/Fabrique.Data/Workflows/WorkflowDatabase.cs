using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Data.Workflows;

/// <summary>
/// Lends the product's database to the workflow runtime: one connection and one transaction for each step. The scope and its
/// <see cref="FabriqueDbContext"/> join them when an activity asks for its services; a step that only moves an instance does without.
/// </summary>
public sealed class WorkflowDatabase : IWorkflowDatabase, IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly Lazy<ConnectionLender> _lender;

    public WorkflowDatabase(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _lender = new Lazy<ConnectionLender>(() => new ConnectionLender(scopes));
    }

    public WorkflowDatabaseEngine Engine => _lender.Value.IsPostgreSql ? WorkflowDatabaseEngine.PostgreSql : WorkflowDatabaseEngine.Sqlite;

    public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken)
    {
        var lender = _lender.Value;
        return lender.IsPostgreSql
            ? new PostgresStep(_scopes, lender, await lender.BorrowAsync(cancellationToken))
            : new SqliteStep(_scopes, await SqliteWriter.Of(lender).TakeTurnAsync(lender, cancellationToken));
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

    private sealed class Reading(ConnectionLender lender, Loan loan) : IReadSession
    {
        public System.Data.Common.DbConnection Connection => loan.Connection;

        public ValueTask DisposeAsync() => lender.ReturnAsync(loan);
    }
}
