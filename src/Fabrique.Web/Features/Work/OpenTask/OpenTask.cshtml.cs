using Fabrique.Web.Common;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.OpenTask;

/// <summary>The stable address of any task, written in mails: leads to the page of its kind.</summary>
[Authorize(Policies.SignedIn)]
public sealed class OpenTaskModel(TaskLoader tasks) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var item = await tasks.Mine().SingleOrDefaultAsync(item => item.Id == id, cancellationToken);
        return item is null ? NotFound() : LocalRedirect(TaskLinks.Page(item.Kind, item.Id));
    }
}
