using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Screening.Views;

/// <summary>Keeps the list as one sees it, under a name. What it is comes with the address.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class NewViewModel(ScreeningFrames frames, KeepViewHandler handler, Actor actor, TimeProvider clock) : ViewPage(frames, actor)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        return SubmitAsync(
            token => handler.HandleAsync(
                new KeepView { Id = id, Name = CleanName, Query = Frame.Query, Columns = [.. Frame.Columns.Select(column => column.Key)], IsShared = IsShared && MayShare, IsDefault = IsDefault }, token),
            () =>
            {
                TempData.Confirm($"La vue « {CleanName} » est gardée.");
                return LocalRedirect(ScreeningLinks.ListOf($"{(Frame.Query.Length == 0 ? "" : Frame.Query + "&")}{ScreeningFrame.ViewKey}={id:D}"));
            },
            cancellationToken);
    }
}
