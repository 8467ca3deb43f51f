using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work;

public sealed record TaskLine(Guid Id, string Kind, string Title, DateTime DueAt, bool IsLate, DateTime? CompletedAt);

/// <summary>What is asked of the signed-in person.</summary>
public sealed class TaskLists(TaskLoader tasks, TimeProvider clock)
{
    private const int DoneShown = 20;

    /// <summary>What is to be done, the most pressing first.</summary>
    public async Task<IReadOnlyList<TaskLine>> ReadOpenAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await tasks.Mine()
            .Where(item => item.Status == WorkItemStatus.Open)
            .OrderBy(item => item.DueAt)
            .Select(item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, item.DueAt < now, null))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What was done last.</summary>
    public async Task<IReadOnlyList<TaskLine>> ReadDoneAsync(CancellationToken cancellationToken) => await tasks.Mine()
        .Where(item => item.Status == WorkItemStatus.Done)
        .OrderByDescending(item => item.CompletedAt)
        .Take(DoneShown)
        .Select(item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, false, item.CompletedAt))
        .ToListAsync(cancellationToken);
}
