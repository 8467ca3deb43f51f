using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.ListTasks;

public sealed record TaskLine(Guid Id, WorkItemKind Kind, string Title, DateTime DueAt, bool IsLate, DateTime? CompletedAt);

[Authorize(Policies.SignedIn)]
public sealed class ListTasksModel(TaskLoader tasks, TimeProvider clock) : PageModel
{
    private const int DoneShown = 20;

    public IReadOnlyList<TaskLine> Open { get; private set; } = [];

    public IReadOnlyList<TaskLine> Done { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Open = await tasks.Mine()
            .Where(item => item.Status == WorkItemStatus.Open)
            .OrderBy(item => item.DueAt)
            .Select(item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, item.DueAt < now, null))
            .ToListAsync(cancellationToken);
        Done = await tasks.Mine()
            .Where(item => item.Status == WorkItemStatus.Done)
            .OrderByDescending(item => item.CompletedAt)
            .Take(DoneShown)
            .Select(item => new TaskLine(item.Id, item.Kind, item.Title, item.DueAt, false, item.CompletedAt))
            .ToListAsync(cancellationToken);
    }
}
