using System.ComponentModel.DataAnnotations;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Screening.Columns;

/// <summary>Which columns the person has; a list of one call also has one for each question of its form.</summary>
[Authorize(ScreeningModule.Reader)]
public sealed class ChooseColumnsModel(ScreeningFrames frames, ChooseColumnsHandler handler) : FormPage
{
    [BindProperty]
    [Display(Name = "Colonnes de la liste")]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    public ScreeningFrame Frame { get; private set; } = null!;

    public IEnumerable<DsfrOption> Options => Frame.AllColumns.Select(column => new DsfrOption(column.Key, column.Title));

    /// <summary>The list with the columns chosen: a view that has its own is left.</summary>
    public string List => ScreeningLinks.ListOf(Frame is { DefaultViewId: not null, Query.Length: 0 } ? $"{ScreeningFrame.ViewKey}={ScreeningFrame.Whole}" : Frame.Query);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var shown = await ShowAsync(cancellationToken);
        Chosen = [.. Frame.Columns.Select(column => column.Key)];
        return shown;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ChooseColumns([.. Frame.AllColumns.Select(column => column.Key).Where(key => Chosen.Contains(key, StringComparer.Ordinal))]), token),
        () =>
        {
            TempData.Confirm("Vos colonnes sont enregistrées.");
            return LocalRedirect(List);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Frame = await frames.ReadAsync(Request.Query, cancellationToken);
        return true;
    }
}
