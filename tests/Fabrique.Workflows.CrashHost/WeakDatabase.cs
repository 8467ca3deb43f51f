using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.CrashHost;

/// <summary>Protections removed, for controls.</summary>
public enum Weakness
{
    None,

    /// <summary>What causes a step (a signal, the bookmarks) is taken out in a transaction of its own, before the step's.</summary>
    ConsumesApart,

    /// <summary>The business rows are saved in a transaction of their own, after the step's.</summary>
    SavesBusinessApart,

    /// <summary>The signals that a step writes are deleted before it commits.</summary>
    LosesSignals,
}

/// <summary>A database without one of the protections.</summary>
internal sealed class WeakDatabase(IWorkflowDatabase database, Weakness weakness, IServiceScopeFactory scopes) : IWorkflowDatabase
{
    public WorkflowDatabaseEngine Engine => database.Engine;

    public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken) =>
        new Step(await database.BeginStepAsync(cancellationToken), weakness, scopes.CreateAsyncScope(), database.Engine);

    public ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken) => database.BeginReadAsync(cancellationToken);

    private sealed class Step(IStepTransaction step, Weakness weakness, AsyncServiceScope apart, WorkflowDatabaseEngine engine) : IStepTransaction
    {
        public IServiceProvider Services => weakness == Weakness.SavesBusinessApart ? apart.ServiceProvider : step.Services;

        public DbConnection Connection => step.Connection;

        public DbTransaction Transaction => step.Transaction;

        public IReadOnlyList<string> WrittenSignals => step.WrittenSignals;

        public void SetUseCase(string useCase)
        {
            if (weakness == Weakness.ConsumesApart)
            {
                using var command = Command("delete from workflow_bookmarks; commit; " + (engine == WorkflowDatabaseEngine.PostgreSql ? "begin" : "begin immediate"));
                command.ExecuteNonQuery();
            }

            step.SetUseCase(useCase);
        }

        public Task SaveBusinessRowsAsync(CancellationToken cancellationToken) =>
            weakness == Weakness.SavesBusinessApart ? Task.CompletedTask : step.SaveBusinessRowsAsync(cancellationToken);

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            if (weakness == Weakness.LosesSignals)
            {
                await using var command = Command("delete from workflow_signals");
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await step.CommitAsync(cancellationToken);
            if (weakness == Weakness.SavesBusinessApart)
            {
                await apart.ServiceProvider.GetRequiredService<CrashDbContext>().SaveChangesAsync(cancellationToken);
            }
        }

        public async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
        {
            last.Transaction = Transaction;
            await last.ExecuteNonQueryAsync(cancellationToken);
            await CommitAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await step.DisposeAsync();
            await apart.DisposeAsync();
        }

        private DbCommand Command(string text)
        {
            var command = step.Connection.CreateCommand();
            command.Transaction = step.Transaction;
            // One of the constants above.
#pragma warning disable CA2100
            command.CommandText = text;
#pragma warning restore CA2100
            return command;
        }
    }
}
