using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Web.Features.Calls.ListCalls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Home;

[AllowAnonymous]
public sealed class HomeModel(FabriqueDbContext db) : PageModel
{
    public IReadOnlyList<CallSummary> OpenCalls { get; private set; } = [];

    public int ProductCount { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        OpenCalls = await db.Calls
            .Where(call => call.Status == CallStatus.Open)
            .OrderBy(call => call.ClosesAt)
            .Select(call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt, call.Audience))
            .ToListAsync(cancellationToken);
        ProductCount = await db.Products.CountAsync(cancellationToken);
    }
}
