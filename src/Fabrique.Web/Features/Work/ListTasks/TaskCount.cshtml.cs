using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.ListTasks;

/// <summary>How many tasks wait for the signed-in person, as JSON: the header of a page asks for it once it is shown, and again when the person comes back to it.</summary>
[Authorize(Policies.SignedIn)]
public sealed class TaskCountModel(TaskLoader tasks) : PageModel
{
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        new JsonResult(new { count = await (await tasks.MineAsync(cancellationToken)).CountAsync(item => item.Status == WorkItemStatus.Open, cancellationToken) });
}
