using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Screening.Views;

/// <summary>« Vues »: those of the person, and those that the team shares.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ListViewsModel(ScreeningFrames frames) : PageModel
{
    public ScreeningFrame Frame { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) => Frame = await frames.ReadAsync(QueryCollection.Empty, cancellationToken);
}
