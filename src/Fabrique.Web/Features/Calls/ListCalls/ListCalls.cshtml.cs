using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Lists;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ListCalls;

public sealed record CallSummary(string Slug, string Title, string Theme, CallStatus Status, DateTime OpensAt, DateTime ClosesAt);

/// <summary>« Appels à candidatures »: all that are open, the first to close first; then the others, page by page.</summary>
[AllowAnonymous]
public sealed class ListCallsModel(FabriqueDbContext db) : PageModel
{
    public const int PageSize = 12;

    private static readonly ListOrders<CallForApplications> Orders = new ListOrders<CallForApplications>().SettledBy(call => call.Slug)
        .By("cloture", call => call.ClosesAt, isDescending: true);

    public IReadOnlyList<CallSummary> Open { get; private set; } = [];

    public PagedList<CallSummary> Others { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Open = await db.Calls
            .Where(call => call.Status == CallStatus.Open)
            .OrderBy(call => call.ClosesAt)
            .Select(call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt))
            .ToListAsync(cancellationToken);
        Others = await PagedList.ReadAsync(
            db.Calls.Where(call => call.Status != CallStatus.Draft && call.Status != CallStatus.Open),
            new ListAddress(Request),
            PageSize,
            Orders,
            call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt),
            cancellationToken);
    }
}
