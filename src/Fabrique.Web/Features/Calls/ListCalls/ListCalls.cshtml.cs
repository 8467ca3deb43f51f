using Fabrique.Data;
using Fabrique.Domain.Calls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ListCalls;

public sealed record CallSummary(string Slug, string Title, string Theme, CallStatus Status, DateTime OpensAt, DateTime ClosesAt);

[AllowAnonymous]
public sealed class ListCallsModel(FabriqueDbContext db) : PageModel
{
    public IReadOnlyList<CallSummary> Open { get; private set; } = [];

    public IReadOnlyList<CallSummary> Others { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var calls = await db.Calls
            .Where(call => call.Status != CallStatus.Draft)
            .OrderByDescending(call => call.ClosesAt)
            .Select(call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt))
            .ToListAsync(cancellationToken);
        Open = [.. calls.Where(call => call.Status is CallStatus.Open)];
        Others = [.. calls.Where(call => call.Status is not CallStatus.Open)];
    }
}
