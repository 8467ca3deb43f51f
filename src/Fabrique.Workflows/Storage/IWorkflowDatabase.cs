using System.Data.Common;

namespace Fabrique.Workflows;

/// <summary>The SQL dialects that the runtime writes.</summary>
public enum WorkflowDatabaseEngine
{
    /// <summary>SQLite, one writer at a time.</summary>
    Sqlite,

    /// <summary>PostgreSQL.</summary>
    PostgreSql,
}

/// <summary>The host's database, in which the runtime keeps its rows beside those of the business.</summary>
public interface IWorkflowDatabase
{
    /// <summary>Which dialect the connections speak.</summary>
    WorkflowDatabaseEngine Engine { get; }

    /// <summary>Opens a connection with a transaction ready to write.</summary>
    /// <param name="cancellationToken">Abandons the wait for the database.</param>
    /// <returns>The step, rolled back when disposed without a commit.</returns>
    ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection to read with, outside any transaction.</summary>
    /// <param name="cancellationToken">Abandons the wait for the database.</param>
    /// <returns>The connection, given back when disposed.</returns>
    ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken);
}

/// <summary>A connection to read with.</summary>
public interface IReadSession : IAsyncDisposable
{
    /// <summary>An open connection.</summary>
    DbConnection Connection { get; }
}

/// <summary>The unit of work of one step: business rows and runtime rows commit together or not at all.</summary>
public interface IStepTransaction : IAsyncDisposable
{
    /// <summary>Services of the step, opened when first asked for; business code resolves its own unit of work here.</summary>
    IServiceProvider Services { get; }

    /// <summary>An open connection.</summary>
    DbConnection Connection { get; }

    /// <summary>The transaction on <see cref="Connection"/>, begun when first asked for.</summary>
    DbTransaction Transaction { get; }

    /// <summary>Identifiers of the signals that business code wrote in this step; the runtime executes them after the commit.</summary>
    IReadOnlyList<string> WrittenSignals { get; }

    /// <summary>What business code has added in this step and not saved; nothing where the host does not count.</summary>
    StepWrites Writes => default;

    /// <summary>Tells the audit on whose behalf the step writes.</summary>
    /// <param name="useCase">Stable name, for example <c>workflow:candidature</c>.</param>
    void SetUseCase(string useCase);

    /// <summary>Writes the business rows, before the runtime writes its own.</summary>
    /// <param name="cancellationToken">Abandons the step.</param>
    /// <returns>A task that ends when they are written.</returns>
    Task SaveBusinessRowsAsync(CancellationToken cancellationToken);

    /// <summary>Commits.</summary>
    /// <param name="cancellationToken">Abandons the step.</param>
    /// <returns>A task that ends when the step is durable.</returns>
    Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Sends the last statements and commits, in one round trip where nobody else has to hear of the commit.</summary>
    /// <param name="last">Statements on <see cref="Connection"/>, of which each failure must fail the step.</param>
    /// <param name="cancellationToken">Abandons the step.</param>
    /// <returns>A task that ends when the step is durable.</returns>
    Task CommitAsync(DbBatch last, CancellationToken cancellationToken);
}
