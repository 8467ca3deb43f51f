using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Work.ListTasks;

/// <summary>« Tâches »: what is asked of the signed-in person, the most pressing first, then what they did.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListTasksModel(TaskLists lists, TaskKinds kinds) : PageModel
{
    public const int PageSize = 20;

    private const string Kind = "genre";
    private const string DonePage = "faites";

    public ListFilters Filters { get; private set; } = null!;

    public PagedList<TaskLine> Open { get; private set; } = null!;

    public PagedList<TaskLine> Done { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        ListFilter[] filters = [new(Kind, "Genre", [.. kinds.All.Select(kind => new DsfrOption(kind.Code, kind.Label))])];
        var address = new ListAddress(Request, filters, DonePage);
        Filters = new ListFilters(address, filters);
        Open = await lists.ReadOpenAsync(address, PageSize, cancellationToken, address[Kind]);
        Done = await lists.ReadDoneAsync(ListAddress.OfSection(Request, DonePage, filters, ListAddress.Order, ListAddress.FirstPage), PageSize, cancellationToken, address[Kind]);
    }
}
