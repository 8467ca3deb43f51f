using System.Data.Common;
using System.Diagnostics;
using Fabrique.Data.Auditing;
using Fabrique.Reliability.Tests.Faults;
using Fabrique.Testing.Past;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(FaultInjection))]

namespace Fabrique.Reliability.Tests.Faults;

/// <summary>Runs inside the product: joins its transactions, and executes the order of the file when the transaction is the one ordered.</summary>
public sealed class FaultInjection : IHostingStartup
{
    /// <summary>The environment variable that, set, gives the product a migration to do, whatever its database.</summary>
    public const string OneMoreMigrationVariable = "FABRIQUE_TEST_ONE_MORE_MIGRATION";

    public void Configure(IWebHostBuilder builder)
    {
        // Some products are started to meet no fault.
        if (Environment.GetEnvironmentVariable(FaultOrder.FileVariable) is { } file)
        {
            builder.ConfigureServices(services => services.AddScoped<IInterceptor>(provider => new Saboteur(file, provider.GetRequiredService<AuditScope>())));
        }

        if (Environment.GetEnvironmentVariable(OneMoreMigrationVariable) is not null)
        {
            builder.ConfigureServices(services => services.AddOneMoreMigration());
        }
    }

    private sealed class Saboteur(string file, AuditScope scope) : DbTransactionInterceptor
    {
        private Fault? sentence;

        public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            sentence = null;
            if (FaultOrder.Read(file) is not { } order || !scope.UseCase.StartsWith(order.UseCase, StringComparison.Ordinal))
            {
                return result;
            }

            File.Delete(file);
            sentence = order.Fault;
            if (sentence is Fault.KillBeforeCommit)
            {
                Die();
            }

            if (sentence is Fault.LoseSignalsAndKill)
            {
                await using var command = transaction.Connection!.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "delete from workflow_signals";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return result;
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            switch (sentence)
            {
                case Fault.KillAfterCommit or Fault.LoseSignalsAndKill:
                    Die();
                    break;
                case Fault.ThrowAfterCommit:
                    sentence = null;
                    throw new InvalidOperationException("The connection was lost after the commit.");
            }

            return Task.CompletedTask;
        }

        private static void Die()
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
    }
}
