using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Administration.Index;

[Authorize(Policies.AdministrationReader)]
public sealed class IndexModel(AdministrationMenu menu, IEnumerable<AdministrationNotices> sources, Actor actor) : PageModel
{
    private readonly List<AdministrationNotice> notices = [];

    /// <summary>What is to be seen first.</summary>
    public IReadOnlyList<AdministrationNotice> Notices => notices;

    public IEnumerable<AdministrationEntry> Entries => menu.For(actor);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        foreach (var source in sources.OrderBy(source => source.Order))
        {
            notices.AddRange(await source.ReadAsync(cancellationToken));
        }
    }
}
