using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Features.Work;

public sealed record TaskLine(Guid Id, string Kind, string Title, DateTime DueAt, bool IsLate, DateTime? CompletedAt);

/// <summary>What is asked of the signed-in person.</summary>
public sealed class TaskLists(TaskLoader tasks, TimeProvider clock)
{
    public const string ByDeadline = "echeance";
    public const string ByTitle = "intitule";

    private static readonly ListOrders<WorkItem> Open = new ListOrders<WorkItem>().SettledBy(item => item.Id)
        .By(ByDeadline, item => item.DueAt)
        .By(ByTitle, item => item.Title);

    private static readonly ListOrders<WorkItem> Done = new ListOrders<WorkItem>().SettledBy(item => item.Id).By("faite", item => item.CompletedAt, isDescending: true);

    /// <summary>What is to be done, the most pressing first.</summary>
    /// <param name="address">Which page.</param>
    /// <param name="size">Tasks of a page, at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="kind">Code of the kind of task; null for all kinds.</param>
    public async Task<PagedList<TaskLine>> ReadOpenAsync(ListAddress address, int size, CancellationToken cancellationToken, string? kind = null)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return await PagedList.ReadAsync(
            (await tasks.MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Open && (kind == null || item.Kind == kind)),
            address,
            size,
            Open,
            item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, item.DueAt < now, null),
            cancellationToken);
    }

    /// <summary>What was done, the last first.</summary>
    /// <param name="address">Which page.</param>
    /// <param name="size">Tasks of a page, at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <param name="kind">Code of the kind of task; null for all kinds.</param>
    public async Task<PagedList<TaskLine>> ReadDoneAsync(ListAddress address, int size, CancellationToken cancellationToken, string? kind = null) => await PagedList.ReadAsync(
        (await tasks.MineAsync(cancellationToken)).Where(item => item.Status == WorkItemStatus.Done && (kind == null || item.Kind == kind)),
        address,
        size,
        Done,
        item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, false, item.CompletedAt),
        cancellationToken);
}
