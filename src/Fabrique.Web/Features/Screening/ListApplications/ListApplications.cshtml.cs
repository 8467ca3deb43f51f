using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Lists;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.ListApplications;

/// <summary>« Instruction »: the submitted applications of all calls, for the team; the newest first unless the address says otherwise.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ListApplicationsModel(FabriqueDbContext db, ScreeningList screening) : PageModel
{
    public const int PageSize = 50;

    public PagedList<ScreeningLine> List { get; private set; } = null!;

    public ListFilters Filters { get; private set; } = null!;

    public ScreeningOrder Order { get; private set; } = ScreeningOrder.First;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var calls = await db.Calls
            .Where(call => db.Applications.Any(application => application.CallId == call.Id && application.Status != ApplicationStatus.Draft))
            .OrderByDescending(call => call.OpensAt)
            .Select(call => new DsfrOption(call.Slug, call.Title, null, false))
            .ToListAsync(cancellationToken);
        ListFilter[] filters =
        [
            new(ScreeningFilter.StatusKey, "État", [.. ScreeningFilter.Statuses.Select(state => new DsfrOption(state.Key, ApplicationLabels.Of(state.Status)))]),
            new(ScreeningFilter.CallKey, "Appel", calls),
        ];
        var address = new ListAddress(Request, filters);
        Filters = new ListFilters(address, filters);
        var filter = ScreeningFilter.Read(Request.Query);
        filter = filter with { Call = calls.Any(call => call.Value == filter.Call) ? filter.Call : null };
        Order = ScreeningOrder.Read(address[ListAddress.Order]);
        List = await PagedList.ReadAsync(
            address,
            PageSize,
            async (skip, take, token) => (await screening.ReadAsync(filter, Order, ScreeningColumns.ShownFirst, skip, take, token)).ToList(),
            token => screening.CountAsync(filter, token),
            cancellationToken);
    }

    public string SortHref(string code) => Filters.Address.SortedBy(new ListSort(Order.After(code).Code, Order.After(code).IsDescending));

    public SortDirection? SortOf(string code) => Order.Code != code ? null : Order.IsDescending ? SortDirection.Descending : SortDirection.Ascending;
}
