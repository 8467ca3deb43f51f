using Fabrique.Web.Kernel.Lists;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.MySpace;

/// <summary>« Mon espace »: what each module has to show to the signed-in person.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MySpaceModel(IEnumerable<SpaceSection> sections) : PageModel
{
    private readonly List<(string View, object Model)> shown = [];

    /// <summary>The partial views, in order, each with its model.</summary>
    public IReadOnlyList<(string View, object Model)> Sections => shown;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var names = sections.Select(section => section.Name).ToList();
        foreach (var section in sections.OrderBy(section => section.Order))
        {
            if (await section.ReadAsync(ListAddress.OfSection(Request, section.Name, [], names), cancellationToken) is { } model)
            {
                shown.Add((section.View, model));
            }
        }
    }
}
