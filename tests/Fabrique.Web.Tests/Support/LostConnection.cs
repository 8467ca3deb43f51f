using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

/// <summary>When the connection to the database is lost, once it is armed.</summary>
public enum LossMoment
{
    BeforeCommit,
    AfterCommit,
}

/// <summary>Loses the connection once: what was saved before it, or was not, the application cannot know.</summary>
internal sealed class LostConnection : DbTransactionInterceptor
{
    private int armed = -1;

    public bool IsArmed => Volatile.Read(ref armed) >= 0;

    public void AddTo(IServiceCollection services) => services.AddSingleton<IInterceptor>(this);

    public void Arm(LossMoment moment) => Volatile.Write(ref armed, (int)moment);

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => Loses(LossMoment.BeforeCommit)
        ? ValueTask.FromException<InterceptionResult>(new IOException("The connection was lost before the commit."))
        : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Loses(LossMoment.AfterCommit) ? Task.FromException(new IOException("The connection was lost after the commit.")) : Task.CompletedTask;

    private bool Loses(LossMoment moment) => Interlocked.CompareExchange(ref armed, -1, (int)moment) == (int)moment;
}
