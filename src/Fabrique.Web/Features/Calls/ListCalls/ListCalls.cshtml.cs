using Fabrique.Data;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.ListCalls;

public sealed record CallSummary(string Slug, string Title, string Theme, CallStatus Status, DateTime OpensAt, DateTime ClosesAt, IReadOnlyList<Guid> Audience)
{
    /// <summary>Its theme, and whether it is for some only.</summary>
    public string Told => Audience.Count == 0 ? Theme : $"{Theme} – réservé à certains services";
}

/// <summary>« Appels à candidatures »: all that are open, the first to close first; then the others, page by page.</summary>
[AllowAnonymous]
public sealed class ListCallsModel(FabriqueDbContext db, Actor actor) : PageModel
{
    public const int PageSize = 12;

    private static readonly ListOrders<CallForApplications> Orders = new ListOrders<CallForApplications>().SettledBy(call => call.Slug)
        .By("cloture", call => call.ClosesAt, isDescending: true);

    /// <summary>Whether the reader may manage them.</summary>
    public bool MayManage => actor.IsInRole(AppRoles.Team) || actor.IsInRole(AppRoles.Administrator);

    public IReadOnlyList<CallSummary> Open { get; private set; } = [];

    public PagedList<CallSummary> Others { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Open = await db.Calls
            .Where(call => call.Status == CallStatus.Open)
            .OrderBy(call => call.ClosesAt)
            .Select(call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt, call.Audience))
            .ToListAsync(cancellationToken);
        Others = await PagedList.ReadAsync(
            db.Calls.Where(call => call.Status != CallStatus.Draft && call.Status != CallStatus.Open),
            new ListAddress(Request),
            PageSize,
            Orders,
            call => new CallSummary(call.Slug, call.Title, call.Theme, call.Status, call.OpensAt, call.ClosesAt, call.Audience),
            cancellationToken);
    }
}
