using System.Data.Common;

namespace Fabrique.Workflows.CrashHost;

/// <summary>Tells the crash points how far each transaction of the runtime is.</summary>
internal sealed class CrashingDatabase(IWorkflowDatabase database, CrashPoints points) : IWorkflowDatabase
{
    public WorkflowDatabaseEngine Engine => database.Engine;

    public async ValueTask<IStepTransaction> BeginStepAsync(CancellationToken cancellationToken)
    {
        var step = await database.BeginStepAsync(cancellationToken);
        try
        {
            points.Reach(Moment.Begin, "");
            return new Step(step, points);
        }
        catch
        {
            await step.DisposeAsync();
            throw;
        }
    }

    public ValueTask<IReadSession> BeginReadAsync(CancellationToken cancellationToken) => database.BeginReadAsync(cancellationToken);

    private sealed class Step(IStepTransaction step, CrashPoints points) : IStepTransaction
    {
        private string _useCase = "";

        public IServiceProvider Services => step.Services;

        public DbConnection Connection => step.Connection;

        public DbTransaction Transaction => step.Transaction;

        public IReadOnlyList<string> WrittenSignals => step.WrittenSignals;

        public void SetUseCase(string useCase)
        {
            step.SetUseCase(useCase);
            _useCase = useCase;
            points.Reach(Moment.BeforeWrite, useCase);
        }

        public async Task SaveBusinessRowsAsync(CancellationToken cancellationToken)
        {
            points.Reach(Moment.BeforeBusinessRows, _useCase);
            await step.SaveBusinessRowsAsync(cancellationToken);
            points.Reach(Moment.AfterBusinessRows, _useCase);
        }

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            points.Reach(Moment.BeforeCommit, _useCase);
            await step.CommitAsync(cancellationToken);
            points.Reach(Moment.AfterCommit, _useCase);
        }

        public async Task CommitAsync(DbBatch last, CancellationToken cancellationToken)
        {
            if (points.Awaits(Moment.BeforeCommit, _useCase))
            {
                // One round trip has no middle to die in: here it has.
                last.Transaction = Transaction;
                await last.ExecuteNonQueryAsync(cancellationToken);
                await CommitAsync(cancellationToken);
                return;
            }

            await step.CommitAsync(last, cancellationToken);
            points.Reach(Moment.AfterCommit, _useCase);
        }

        public ValueTask DisposeAsync() => step.DisposeAsync();
    }
}
