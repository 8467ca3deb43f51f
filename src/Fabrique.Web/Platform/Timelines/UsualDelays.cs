using Fabrique.Data;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>
/// How long people usually take to do what they are asked, by kind of task: the median of those that were done last. It moves slowly, and pages ask for it again and
/// again: it is computed at most once an hour.
/// </summary>
public sealed class UsualDelays(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>With fewer, nothing is usual.</summary>
    public const int Fewest = 5;

    private const int Most = 2000;

    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    private (DateTime At, IReadOnlyDictionary<string, TimeSpan> Medians)? known;

    /// <summary>« en 6 jours », « en un jour », « dans la journée ».</summary>
    public static string Say(TimeSpan delay) => (int)Math.Round(delay.TotalDays, MidpointRounding.AwayFromZero) switch
    {
        0 => "dans la journée",
        1 => "en un jour",
        var days => $"en {days} jours",
    };

    /// <param name="kind">Code of the kind of task.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Null when too few were done.</returns>
    public async Task<TimeSpan?> FindAsync(string kind, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (known is not { } one || now - one.At >= Rest || now < one.At)
        {
            // Two pages that find it old at once compute it twice, alike.
            known = one = (now, await ReadAsync(cancellationToken));
        }

        return one.Medians.TryGetValue(kind, out var median) ? median : null;
    }

    private async Task<IReadOnlyDictionary<string, TimeSpan>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var done = await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().WorkItems
            .Where(item => item.Status == WorkItemStatus.Done && item.CompletedAt != null)
            .OrderByDescending(item => item.CompletedAt)
            .Take(Most)
            .Select(item => new { item.Kind, item.OpenedAt, item.CompletedAt })
            .ToListAsync(cancellationToken);
        return done.GroupBy(item => item.Kind, item => item.CompletedAt!.Value - item.OpenedAt, StringComparer.Ordinal)
            .Where(delays => delays.Count() >= Fewest)
            .ToDictionary(delays => delays.Key, delays => delays.Order().ElementAt(delays.Count() / 2), StringComparer.Ordinal);
    }
}
