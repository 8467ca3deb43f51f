using Fabrique.Web.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>The recurring job over the items of one source.</summary>
public sealed class DueItemsJob<TSource>(TSource source, DueItemsEngine engine) : IRecurringJob
    where TSource : DueSource
{
    // Each item has its own; there may be any number of them.
    public TimeSpan Bound => Timeout.InfiniteTimeSpan;

    public Task RunAsync(CancellationToken cancellationToken) => engine.RunAsync(source, cancellationToken);

    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => engine.NextDueAsync(source, cancellationToken);
}

public static class DueItemsServices
{
    /// <summary>
    /// Registers a source of due items, beside the others. Those of the ledger are found as such too: a simulated world runs them, and none whose items leave the
    /// database, nor those that are the service's own.
    /// </summary>
    public static IServiceCollection AddDueItems<TSource>(this IServiceCollection services)
        where TSource : DueSource
    {
        services.TryAddSingleton<DueItemsEngine>();
        if (typeof(TSource).IsAssignableTo(typeof(LedgerSource)) && !typeof(TSource).IsAssignableTo(typeof(OwnSource)))
        {
            services.AddScoped(provider => (LedgerSource)(DueSource)provider.GetRequiredService<TSource>());
        }

        return services.AddScoped<TSource>();
    }
}
