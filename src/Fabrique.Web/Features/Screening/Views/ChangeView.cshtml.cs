using Fabrique.Data;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Views;

/// <summary>Renames a view, shares it, brings it to what the list now shows, or does away with it.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ChangeViewModel(FabriqueDbContext db, ScreeningFrames frames, KeepViewHandler keep, RemoveViewHandler remove, Actor actor) : ViewPage(frames, actor)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public ScreeningView View { get; private set; } = null!;

    /// <summary>Whether the list shows something else than the view that it was opened with.</summary>
    public bool IsChanged => Frame.View?.Id == Id && (Frame.Query != View.Query || !Frame.Columns.Select(column => column.Key).SequenceEqual(View.Columns, StringComparer.Ordinal));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(cancellationToken);
        if (View is not null)
        {
            (Name, IsShared, IsDefault, Version) = (View.Name, View.IsShared, Frame.DefaultViewId == Id, View.Version);
        }

        return shown;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => KeepAsync(query: null, cancellationToken);

    /// <summary>The view is from now on what the list shows.</summary>
    public Task<IActionResult> OnPostUpdateAsync(CancellationToken cancellationToken) => KeepAsync("", cancellationToken);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        // What is typed beside the button is of no matter.
        ModelState.Clear();
        return SubmitAsync(
            token => remove.HandleAsync(new RemoveView(Id), token),
            () =>
            {
                TempData.Confirm("La vue est supprimée.");
                return LocalRedirect(ScreeningLinks.Views);
            },
            cancellationToken);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var me = Actor.Id;
        if (!await base.LoadAsync(cancellationToken) || await db.ScreeningViews.AsNoTracking().SingleOrDefaultAsync(view => view.Id == Id && view.OwnerId == me, cancellationToken) is not { } view)
        {
            return false;
        }

        View = view;
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = View.Version;
        return Task.CompletedTask;
    }

    private Task<IActionResult> KeepAsync(string? query, CancellationToken cancellationToken) => SubmitAsync(
        token => keep.HandleAsync(
            new KeepView
            {
                Id = Id,
                Version = Version,
                Name = CleanName,
                Query = query is null ? null : Frame.Query,
                Columns = [.. Frame.Columns.Select(column => column.Key)],
                IsShared = IsShared && MayShare,
                IsDefault = IsDefault,
            },
            token),
        () =>
        {
            TempData.Confirm($"La vue « {CleanName} » est enregistrée.");
            var shown = query is null ? View.Query : Frame.Query;
            return LocalRedirect(ScreeningLinks.ListOf($"{(shown.Length == 0 ? "" : shown + "&")}{ScreeningFrame.ViewKey}={Id:D}"));
        },
        cancellationToken);
}
