using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Work.ListTasks;

[Authorize(Policies.SignedIn)]
public sealed class ListTasksModel(TaskLists lists) : PageModel
{
    public IReadOnlyList<TaskLine> Open { get; private set; } = [];

    public IReadOnlyList<TaskLine> Done { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Open = await lists.ReadOpenAsync(cancellationToken);
        Done = await lists.ReadDoneAsync(cancellationToken);
    }
}
